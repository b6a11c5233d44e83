"""The search in the conversation: its line above the prompt, its keys, and what they ask of the pane."""

from textual import on

from aishtui.pane.transcript import Transcript
from aishtui.screens.board import Board
from aishtui.widgets.search_bar import SearchBar


class Searching(Board):
    """The line is there while something is marked. A search belongs to the tab in front: another one ends it."""

    _from_pane = False
    """The conversation had the focus before the line was opened, not the prompt."""

    def action_find_open(self) -> None:
        """Ask what to look for. The words from before stand there, and go with the first letter typed."""
        self._open_search(self._pane.searched_for, chosen=True)
        self._pane.find(self._search_bar.words, go=False)

    def find(self, words: str) -> None:
        """`:find WORDS`; without words the same as the key."""
        if not words:
            self.action_find_open()
            return
        self._open_search(words)
        self._pane.find(self._search_bar.words)

    def action_find_next(self) -> None:
        self._step_search(+1)

    def action_find_previous(self) -> None:
        self._step_search(-1)

    def close_search(self) -> None:
        """No marks and no line any more; the focus is where it was, the conversation where it is."""
        self._pane.end_search()
        if self.focused is self._search_bar:
            # In the pane that is in focus by now: another column's would bring that column back.
            self.set_focus(self._pane if self._from_pane else self._prompt)
        self._search_bar.display = False

    def _open_search(self, words: str, *, chosen: bool = False) -> None:
        if self.focused is not self._search_bar:
            self._from_pane = self.focused is self._pane
        self._search_bar.display = True
        self._search_bar.show_words(words, chosen=chosen)
        self.set_focus(self._search_bar)

    def _step_search(self, by: int) -> None:
        if self._pane.searched_for:
            self._pane.find_step(by)
        else:
            self.action_find_open()

    def _show_tab(self) -> None:
        another = self._pane.document is not self.view.document
        if another:
            self._pane.end_search()
        super()._show_tab()
        if another:
            self.close_search()

    @on(SearchBar.Changed)
    def _words_changed(self, event: SearchBar.Changed) -> None:
        event.stop()
        self._pane.find(event.words, opening=False)

    @on(SearchBar.Stepped)
    def _stepped(self, event: SearchBar.Stepped) -> None:
        event.stop()
        if self._search_bar.words.strip():
            self._pane.find_step(event.by)

    @on(Transcript.SearchWanted)
    def _search_wanted(self, event: Transcript.SearchWanted) -> None:
        event.stop()
        self.action_find_open()

    @on(Transcript.Searched)
    def _searched(self, event: Transcript.Searched) -> None:
        """Also when `n` in the conversation goes on with a search whose line was closed."""
        event.stop()
        if event.found is None or not self._pane.searching:
            return
        if self.focused is not self._search_bar:
            self._search_bar.show_words(event.found.words)
        note = event.found.wrapped or ("or more" if event.found.more else "")
        self._search_bar.show_found(event.found.number, event.found.total, note)
        self._search_bar.display = True
