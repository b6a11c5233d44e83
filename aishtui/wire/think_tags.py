"""Thinking that a model writes into its answer as a leading `<think>…</think>`.

Only at the very start of the answer: further down the tag is text, or code about it. Line breaks beside the
tags belong to the tags.
"""

from enum import Enum, auto
from typing import TypeAlias

_OPEN = "<think>"
_CLOSE = "</think>"
_LEADING_SPACE = 1000
"""White space before the tag is waited through up to this length."""

_BREAKS = 8
"""So many line breaks before the closing tag belong to it."""

Pieces: TypeAlias = list[tuple[bool, str]]
"""Pairs of (is thinking, text)."""


class _Place(Enum):
    START = auto()
    OPENED = auto()
    THINKING = auto()
    CLOSED = auto()
    TEXT = auto()


class ThinkTags:
    """Tells thinking from text while it comes in pieces; a tag may be cut anywhere, and may never close."""

    def __init__(self) -> None:
        self._place = _Place.START
        self._held = ""

    def feed(self, text: str) -> Pieces:
        if self._place is _Place.TEXT:
            return [(False, text)] if text else []
        pieces: Pieces = []
        self._held += text
        while self._step(pieces):
            pass
        return pieces

    def end(self) -> Pieces:
        held, self._held = self._held, ""
        return [(self._place is _Place.THINKING, held)] if held else []

    def _step(self, pieces: Pieces) -> bool:
        """Takes what can be decided out of what is held; True if there may be more to decide."""
        match self._place:
            case _Place.START:
                return self._start()
            case _Place.OPENED:
                return self._after_tag(_Place.THINKING)
            case _Place.THINKING:
                return self._thinking(pieces)
            case _Place.CLOSED:
                return self._after_tag(_Place.TEXT)
            case _Place.TEXT:
                held, self._held = self._held, ""
                if held:
                    pieces.append((False, held))
                return False

    def _start(self) -> bool:
        begun = self._held.lstrip()
        if len(self._held) - len(begun) > _LEADING_SPACE:
            self._place = _Place.TEXT
        elif begun.startswith(_OPEN):
            self._place, self._held = _Place.OPENED, begun[len(_OPEN) :]
        elif not _OPEN.startswith(begun):
            self._place = _Place.TEXT
        else:
            return False
        return True

    def _after_tag(self, following: _Place) -> bool:
        self._held = self._held.lstrip("\r\n")
        if not self._held:
            return False
        self._place = following
        return True

    def _thinking(self, pieces: Pieces) -> bool:
        thought, tag, rest = self._held.partition(_CLOSE)
        if tag:
            self._place, self._held = _Place.CLOSED, rest
            thought = thought[: len(thought) - _breaks_at_end(thought)]
        else:
            keep = _beginning_of_close(thought)
            thought, self._held = thought[: len(thought) - keep], thought[len(thought) - keep :]
        if thought:
            pieces.append((True, thought))
        return bool(tag)


def _beginning_of_close(text: str) -> int:
    """How many characters at the end of `text` may be line breaks and the first part of the closing tag."""
    sizes = range(min(len(text), len(_CLOSE) - 1), 0, -1)
    begun = next((size for size in sizes if text.endswith(_CLOSE[:size])), 0)
    return begun + _breaks_at_end(text[: len(text) - begun])


def _breaks_at_end(text: str) -> int:
    """How many line breaks `text` ends in, up to 8."""
    end = text[-_BREAKS:]
    return len(end) - len(end.rstrip("\r\n"))
