"""The tabs and the panes they are drawn in: one for the tab in front, or one for each column of a comparison."""

from collections.abc import Iterable
from itertools import groupby

from textual.screen import Screen

from aishtui.chat.answers import AnswerView
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.pane.frame import KeyNames
from aishtui.pane.transcript import Transcript
from aishtui.screens.key_map import bindings
from aishtui.screens.tab_view import TabView
from aishtui.terminal.row_painter import RowPainter
from aishtui.terminal.screen_output import ScreenOutput
from aishtui.terminal.textual_private import bind_only
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.columns import Columns, ColumnView


class TabPanes(Screen[None]):
    """Which tab is where; what is done with it is the business of who builds on this."""

    def __init__(self, engine: Engine, frames_per_second: int, keys: BoundKeys) -> None:
        super().__init__()
        self.engine = engine
        self.keys = keys
        """Which keys do what."""
        if keys.chosen:
            bind_only(self, bindings(keys))
        self.frames_per_second = frames_per_second
        self._views: dict[str, TabView] = {}
        self._columns = Columns(self._prepare_column, id="columns")
        self._in_focus: dict[str, str] = {}
        """The tab of the column that was in focus last, by comparison."""

    def _begin_painting(self) -> RowPainter:
        """Panes are painted past Textual where they can be; other widgets may be too, by the same painter."""
        self._output = ScreenOutput(self.app)
        self._painter = RowPainter(self.app)
        for column in self._columns.views():
            self._prepare_column(column)
        return self._painter

    def _prepare_column(self, column: ColumnView) -> None:
        column.pane.output_wait = self._output.wait
        column.pane.moves_alone = self._output.moves_alone
        column.pane.frames_per_second = self.frames_per_second
        column.pane.key_names = KeyNames(
            *map(self.keys.name, ("answer.retry", "answer.continue", "queue.send", "queue.take_back"))
        )
        for widget in (column.pane, column.head, column.foot):
            widget.paint = self._painter.paint
        for line in (column.head, column.foot):
            line.latest = lambda: self._answer_in(column)

    def _answer_in(self, column: ColumnView) -> AnswerView | None:
        """What its lines tell of, as it is now."""
        shown = zip(self.entry(), self._columns.views(), strict=False)
        return next((self._view(tab).answer_in_view() for tab, view in shown if view is column), None)

    def _view(self, tab: Tab) -> TabView:
        view = self._views.get(tab.id)
        if view is None:
            view = self._views[tab.id] = TabView(self.engine, tab.id, tab.conversation_id, tab.place)
            path = self.engine.path(tab.id)
            if path is not None:
                view.show(path)
        return view

    @property
    def tab(self) -> Tab:
        """The active tab."""
        return next(tab for tab in self.engine.tabs() if tab.active)

    @property
    def view(self) -> TabView:
        return self._view(self.tab)

    @property
    def _pane(self) -> Transcript:
        """The conversation in focus."""
        return self._columns.active.pane

    def entries(self) -> list[tuple[Tab, ...]]:
        """What the tab bar counts: a tab, or the columns of a comparison, which are one entry together."""
        return [
            tuple(tabs)
            for _, tabs in groupby(self.engine.tabs(), lambda tab: tab.comparison if tab.comparison else tab.id)
        ]

    def entry(self) -> tuple[Tab, ...]:
        """The one in front."""
        return next(tabs for tabs in self.entries() if any(tab.active for tab in tabs))

    def under_way(self, tabs: Iterable[Tab]) -> set[str]:
        """The answers being written in these."""
        return {answer_id for tab in tabs for answer_id in self._view(tab).running()}

    @property
    def draft_tab(self) -> Tab:
        """The tab that keeps what stands in the prompt: of several columns the first, since they share it."""
        return self.entry()[0]

    def _pane_of(self, view: TabView) -> Transcript | None:
        """The pane in which a tab is drawn; None while it is not in view."""
        return next((column.pane for column in self._columns.in_view() if column.pane.document is view.document), None)

    def _document_changed(self, view: TabView) -> None:
        pane = self._pane_of(view)
        if pane is not None:
            pane.document_changed()
