"""What the conversation pane does for a search: marks hits and goes to them, and says how the search stands."""

from collections.abc import Sequence

from textual.message import Message
from textual.scroll_view import ScrollView

from aishtui.pane.any_words import AnyWords
from aishtui.pane.document import Document
from aishtui.pane.finder import Found
from aishtui.pane.frame import Frame
from aishtui.pane.pane_search import PaneSearch
from aishtui.pane.searching import Words


class Searchable(ScrollView):
    """The part of the transcript that searches. The keys are among the transcript's own."""

    class SearchWanted(Message):
        """The user wants to say what to look for."""

    class Searched(Message):
        """How a search stands now; None: it has ended."""

        def __init__(self, found: Found | None) -> None:
            self.found = found
            super().__init__()

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._document = Document()
        self._search = PaneSearch()
        self._search_told: Found | None = None

    def _frame(self) -> Frame:
        """The pane as it is now."""
        raise NotImplementedError

    def _moved(self) -> None:
        """Draw everything anew: another part is in view, or otherwise marked."""
        raise NotImplementedError

    @property
    def searched_for(self) -> str:
        """The words of the search that is on, or of the last one."""
        return self._search.typed

    @property
    def searching(self) -> bool:
        """Whether hits are marked."""
        return self._search.on is not None

    def find(self, typed: str, *, go: bool = True, opening: bool = True) -> None:
        """Mark all hits of the words; with `go`, go to the nearest at or above the end of the view, `opening` its fold:
        not while one types, where each letter would open others."""
        if self.size.height:
            self._search.find(Words(typed), self._document, self._frame(), go=go, opening=opening)
            self._moved()

    def find_any(self, terms: Sequence[str], message_id: str) -> None:
        """Mark all hits of any of these words, as the history finds them, and go to the first in a message."""
        if self.size.height:
            self._search.find_in(message_id, AnyWords(terms), self._document, self._frame())
            self._moved()

    def find_step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) hit, also of the last search."""
        if self.size.height and (self.searching or self.searched_for):
            self._search.step(by, self._document, self._frame())
            self._moved()

    def end_search(self) -> None:
        """No hit is marked any more; the view stays."""
        if self.searching:
            self._search.end()
            self._moved()

    def action_find_open(self) -> None:
        self.post_message(self.SearchWanted())

    def action_find_next(self) -> None:
        self.find_step(+1)

    def action_find_previous(self) -> None:
        self.find_step(-1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While nothing was looked for, `n` is a letter like others."""
        if action in ("find_next", "find_previous"):
            return bool(self.searched_for)
        return super().check_action(action, parameters)

    def _tell_search(self) -> None:
        """Say how the search stands, if that is news."""
        if self._search.found != self._search_told:
            self._search_told = self._search.found
            self.post_message(self.Searched(self._search_told))
