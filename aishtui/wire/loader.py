"""What llama-swap says while it loads a model: it comes as the model's own thinking, and is not.

With `sendLoadingState` its stream begins with a rule, `llama-swap loading model: NAME`, dots and jokes, and ends with
`Done! (12.34s)` and a second rule (its `internal/router/loading.go`). Newer versions send a few characters at a time.
"""

import re
from enum import Enum, auto

_RULE = "\N{BOX DRAWINGS HEAVY HORIZONTAL}"
_OPENING = "llama-swap loading model:"
_BEFORE = _RULE + " \n"
_MOST_BEFORE = 100
_CLOSING = re.compile(rf"(?m)^{_RULE}{{3,}}\n")
_AFTER = " \n"
_LONGEST_LINE = 200


class _Place(Enum):
    START = auto()
    LOADING = auto()
    CLOSED = auto()
    OVER = auto()


class LoaderChatter:
    """Takes the loader's words out of a text that comes in pieces; only at its very start."""

    def __init__(self) -> None:
        self._place = _Place.START
        self._held = ""
        self._anonymous = False
        self.model = ""
        self.words = ""
        """What it says by now: `loading model llama-3.1-8b: Waking up the hamsters`. For people, not yet cleaned."""

    @property
    def over(self) -> bool:
        return self._place is _Place.OVER

    @property
    def is_loading(self) -> bool:
        return self._place in (_Place.LOADING, _Place.CLOSED)

    def feed(self, text: str, anonymous: bool = False) -> str:
        """What of `text` is not the loader's. `anonymous`: its event names neither an id nor a model."""
        if self.over:
            return text
        self._held += text
        if self._place is _Place.START:
            self._start(anonymous)
        if self._place is _Place.LOADING:
            self._loading(text)
        if self._place is _Place.CLOSED:
            self._closed()
        return self._rest() if self.over else ""

    def spoken(self, anonymous: bool) -> None:
        """An event has come: the loader names none of its own, so that the first that is named ends it, whatever
        became of its last rule."""
        if self.is_loading and self._anonymous and not anonymous:
            self._held = ""
            self._place = _Place.OVER

    def end(self) -> str:
        """What was held and may have been the model's."""
        if self._place is not _Place.START:
            self._held = ""
        self._place = _Place.OVER
        return self._rest()

    def _rest(self) -> str:
        rest, self._held = self._held, ""
        return rest

    def _start(self, anonymous: bool) -> None:
        begun = self._held.lstrip(_BEFORE)
        if begun.startswith(_OPENING):
            self._place, self._held, self._anonymous = _Place.LOADING, begun[len(_OPENING) :], anonymous
        elif not _OPENING.startswith(begun) or len(self._held) > _MOST_BEFORE:
            self._place = _Place.OVER

    def _loading(self, text: str) -> None:
        closing = _CLOSING.search(self._held)
        if closing is not None:
            self._place, self._held = _Place.CLOSED, self._held[closing.end() :]
            return
        name, line_break, said = self._held.partition("\n")
        if not line_break:
            if len(name) > _LONGEST_LINE:  # no name of a model: somebody writes about loaders
                self._place, self._held = _Place.OVER, _OPENING + name
            return
        self.model = self.model or name.strip()
        if text.strip(". \n") and not text.endswith("\n"):
            return  # in the middle of a remark
        last = next(filter(None, (line.strip(". ") for line in reversed(said.split("\n")))), "")
        self.words = f"loading model {self.model}" + (f": {last[:_LONGEST_LINE]}" if last.strip(_RULE) else "")
        self._held = f"{name}\n{said[-_LONGEST_LINE:]}"

    def _closed(self) -> None:
        if self._held == _AFTER or not _AFTER.startswith(self._held):
            self._held = self._held.removeprefix(_AFTER)
            self._place = _Place.OVER
