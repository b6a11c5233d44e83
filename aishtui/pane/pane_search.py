"""The search of a pane: the one that is on, and the last one, with which `n` and `N` go on."""

from aishtui.pane.document import Document
from aishtui.pane.finder import Finder, Found
from aishtui.pane.frame import Frame
from aishtui.pane.searching import Words


class PaneSearch:
    """Belongs to the document it began in: in another one the same words are looked for anew."""

    def __init__(self) -> None:
        self.on: Finder | None = None
        self._last: Finder | None = None

    @property
    def found(self) -> Found | None:
        """How the search stands that is on."""
        return self.on.found if self.on is not None else None

    @property
    def typed(self) -> str:
        """What was looked for last."""
        return self._last.words.text if self._last is not None else ""

    def find(self, words: Words, document: Document, frame: Frame, *, go: bool, opening: bool) -> None:
        """Look for some words; with `go`, go to the nearest hit, `opening` the fold it is in."""
        finder = self._begun(words, document, frame)
        if go:
            finder.go_to_nearest(frame, opening=opening)

    def find_in(self, message_id: str, words: Words, document: Document, frame: Frame) -> None:
        """Look for some words, and go to the first hit in one message."""
        self._begun(words, document, frame).go_to_first_in(message_id, frame)

    def _begun(self, words: Words, document: Document, frame: Frame) -> Finder:
        if self.on is None:
            self.on = Finder(document, frame)
        if words:
            self._last = self.on
        self.on.look_for(words)
        return self.on

    def step(self, by: int, document: Document, frame: Frame) -> None:
        """To the next (+1) or previous (-1) hit of the search that is on, or of the last one."""
        if self.on is None and self._last is not None and self._last.document is document:
            self.on = self._last
        if self.on is None:
            words = self._last.words if self._last is not None else Words("")
            self.find(words, document, frame, go=True, opening=True)
        else:
            self.on.step(by, frame)

    def refresh(self) -> None:
        """Find what has come since."""
        if self.on is not None:
            self.on.refresh()

    def end(self) -> None:
        """No marks any more."""
        self.on = None
