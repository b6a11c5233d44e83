"""Which column of a comparison is in focus: what is done with one message is done there."""

from textual import events, on

from aishtui.screens.board import Board
from aishtui.widgets.columns import Columns
from aishtui.widgets.tab_bar import TabBar


class ColumnFocus(Board):
    """The column in focus is the active tab; the prompt is that of all columns."""

    def go_to_column(self, tab_id: str) -> None:
        """Bring the focus to this column; the prompt is that of all of them."""
        if tab_id == self.tab.id:
            return
        in_pane = self.focused is self._pane
        self.engine.activate(tab_id)
        self.engine.look_for_others(tab_id)
        self._show_tab()
        if in_pane:
            self.set_focus(self._pane)

    def step_column(self, step: int) -> bool:
        """To the next column, or back; False where there is no other."""
        tabs = self.entry()
        if len(tabs) < 2:
            return False
        here = next(index for index, tab in enumerate(tabs) if tab.active)
        self.go_to_column(tabs[(here + step) % len(tabs)].id)
        return True

    def toggle_enlarged(self) -> bool:
        """Give the column in focus all the room, or no longer; False where there is no other."""
        if len(self.entry()) < 2:
            return False
        self._columns.enlarged = not self._columns.enlarged
        self._show_columns()
        return True

    @on(TabBar.Selected, "#column-tabs")
    def _column_selected(self, event: TabBar.Selected) -> None:
        event.stop()
        self.go_to_column(event.tab_id)

    @on(Columns.Clicked)
    def _column_clicked(self, event: Columns.Clicked) -> None:
        event.stop()
        self.go_to_column(self.entry()[event.index].id)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Whoever goes into a conversation means its column from then on."""
        for tab, column in zip(self.entry(), self._columns.views(), strict=False):
            if event.widget is column.pane and tab.id != self.tab.id:
                self.go_to_column(tab.id)
