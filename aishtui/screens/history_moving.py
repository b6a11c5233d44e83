"""Moving in the history: in the list and the preview, also while one types, and from part to part."""

from textual import on

from aishtui.pane.transcript import Transcript
from aishtui.screens.history_view import HistoryView


class HistoryMoving(HistoryView):
    """The parts have keys of their own only where these would not do."""

    def action_move(self, by: int) -> None:
        self._list.move(by)

    def action_page(self, direction: int) -> None:
        self._list.move_page(direction)

    def action_first(self) -> None:
        self._list.move_to_end(first=True)

    def action_last(self) -> None:
        self._list.move_to_end(first=False)

    def action_look(self, lines: int) -> None:
        self._preview.pane.scroll_lines(lines)

    def action_read(self) -> None:
        self.read_on()

    def action_part(self, step: int) -> None:
        """The line, the list, the preview, and round again."""
        self.remove_class("-reading")
        parts = [self._line, self._list, *([self._preview.pane] if self._preview.display else [])]
        here = next((index for index, widget in enumerate(parts) if widget is self.focused), 0)
        self.set_focus(parts[(here + step) % len(parts)])

    def action_search(self) -> None:
        self.remove_class("-reading")
        self._line.show_line(self.line, chosen=True)
        self.set_focus(self._line)

    @on(Transcript.SearchWanted)
    def _search_wanted(self, event: Transcript.SearchWanted) -> None:
        event.stop()
        self.action_search()
