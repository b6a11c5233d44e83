"""Strips, which are drawn, to cells, which a terminal shows."""

import re
import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import ColorSystem
from textual.strip import Strip

from aishtui.terminal.pens import Cell, Pen, PenBox, is_half

_MOST_STRIPS = 2_000
_MOST_PENS = 4_000

# One code point, one cell, in every terminal: Latin, Greek, Cyrillic, dashes, dots, frames, blocks, Braille.
_SIMPLE = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u203b\u2500-\u25fc\u2800-\u28ff]*"
)
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")


class CellMaker:
    """Makes the cells of a strip once, and keeps them while it is drawn."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._pens = PenBox(colours)
        # By identity: hashing a strip costs more than drawing it. It is kept with its cells, so no id is reused.
        self._made: dict[int, tuple[Strip, list[Cell] | None]] = {}

    def cells(self, strip: Strip) -> list[Cell] | None:
        """Not to be changed. None: it holds what moves the cursor in a way that nobody knows here."""
        made = self._made.get(id(strip))
        if made is None:
            if len(self._made) >= _MOST_STRIPS:
                self._forget_some()
            made = self._made[id(strip)] = (strip, self._make(strip))
        return made[1]

    def _forget_some(self) -> None:
        for key in list(self._made)[: _MOST_STRIPS // 4]:
            del self._made[key]
        if len(self._pens) > _MOST_PENS:
            self._pens = PenBox(self._colours)  # cells of the old ones count as others, and are sent once more

    def _make(self, strip: Strip) -> list[Cell] | None:
        cells: list[Cell] = []
        for text, style, control in strip:
            if control or _CONTROL.search(text):
                return None
            pen = self._pens.pen(style)
            if is_simple(text):
                cells.extend(map(pen.__getitem__, text))
                continue
            for start, end, width in split_graphemes(text)[0]:
                if width == 0 and not _joined(cells, text[start:end], pen):
                    return None
                cells.extend(([], [pen[text[start:end]]], [pen[text[start:end]], pen[""]])[width])
        return cells


def _joined(cells: list[Cell], marks: str, own: Pen) -> bool:
    """Put marks that have no place of their own to the character before them; False: there is none. On a blank, which
    is of any pen, they are written by their `own`."""
    at = len(cells) - 1
    if at > 0 and is_half(cells[at]):
        at -= 1
    if at < 0:
        return False
    character, pen = cells[at]
    cells[at] = (own if own.writes(pen) else pen)[character + marks]
    return True


def is_simple(text: str) -> bool:
    """One code point, one cell, for all of it, in every terminal."""
    return _SIMPLE.fullmatch(text) is not None


@lru_cache(4096)
def sure(character: str) -> bool:
    """Whether every terminal gives this character (with its marks) as much room as it has here.

    They disagree about emoji of several parts, variants, flags, and marks that take room in some scripts.
    """
    base, marks = character[:1], character[1:]
    if not is_simple(base) and not _known(base):
        return False
    return all(unicodedata.category(mark) in ("Mn", "Me") and not _chooses(mark) for mark in marks)


def _known(base: str) -> bool:
    if unicodedata.category(base) in ("Mc", "Mn", "Me", "Cf", "Co", "Cn", "Sk") or "\U0001f1e6" <= base <= "\U0001f1ff":
        return False
    wide = unicodedata.east_asian_width(base) in ("W", "F")
    return split_graphemes(base)[1] == (2 if wide else 1)


def _chooses(mark: str) -> bool:
    """A variation selector: it may make a narrow character wide."""
    return "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef"
