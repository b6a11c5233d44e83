"""What the workbench shows: its widgets, and how the engine's state reaches them."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from aishtui.chat.answers import AnswerView
from aishtui.chat.catalog import HealthState
from aishtui.chat.presets import Preset
from aishtui.chat.prompt_queue import count_held, count_words
from aishtui.chat.slots import slots_of
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural, sentences
from aishtui.engine.changes import Unread
from aishtui.engine.engine import Engine
from aishtui.engine.first_choice import first_choice
from aishtui.engine.keeping import Unreadable
from aishtui.pane.governor import Governor
from aishtui.screens.away_book import AwayBook
from aishtui.screens.catching_up import caught_up
from aishtui.screens.own_words import own_words, tab_name
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.tab_panes import TabPanes
from aishtui.screens.tab_view import TabView
from aishtui.screens.telling import Telling
from aishtui.screens.troubles import troubles
from aishtui.screens.welcome import welcome
from aishtui.store.errors import StoreError
from aishtui.widgets.attached_line import AttachedLine
from aishtui.widgets.banner import Banner
from aishtui.widgets.column_words import ColumnState
from aishtui.widgets.header import HeaderLine
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.path_list import PathList
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.rule import Rule
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_rows import SidebarRow, rows_of, with_current
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.tab_bar import TabBar, TabLabel, TabState, together
from aishtui.widgets.too_small import TooSmall


class Board(TabPanes):
    """The widgets and what they show. It reads the engine and changes nothing in it but a tab's unchosen preset."""

    AUTO_FOCUS = "#prompt"
    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    class Stands(Message):
        """The first frame is drawn, with what the engine knew then; what changes from now on is to be told."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, self.frames_for(surroundings.low_bandwidth), surroundings.keys)
        self._around = surroundings
        self._rows: list[SidebarRow] = []
        self._figures: Mapping[str, str] = {}
        self._away = AwayBook(engine, surroundings.away)
        self._dated = False
        """The sidebar says of when its list of models is."""
        self._to_all = False
        self._warning = ""
        self._reading: asyncio.TimerHandle | None = None
        self._reads = Governor(30)
        self._resumed = False
        """It has been on top before."""
        self._header = HeaderLine(id="header")
        self._banner = Banner(id="banner")
        self._sidebar = Sidebar(id="sidebar", keys=self.keys)
        self._tab_bar = TabBar(id="tabs")
        self._tab_bar.still = surroundings.low_bandwidth
        self._difference = Rule(id="difference")
        self._sidebar_wanted = {False: True, True: False}
        """Whether the sidebar is to be seen, without columns and beside them, which need the room."""
        self._search_bar = SearchBar(id="search")
        self._notice = Notice(id="notice")
        self._attached = AttachedLine(id="attached")
        self._paths = PathList(id="paths")
        self._prompt = Prompt(id="prompt", keys=self.keys)
        self._status = StatusBar(id="status", keys=self.keys)

    # -- building

    @staticmethod
    def frames_for(low_bandwidth: bool) -> int:
        """A second, at most."""
        return 20 if low_bandwidth else 30

    def compose(self) -> ComposeResult:
        yield self._header
        yield self._banner
        with Horizontal(id="body"):
            yield self._sidebar
            with Vertical(id="column"):
                yield self._tab_bar
                yield self._columns
                yield self._difference
                yield self._search_bar
                yield self._notice
                yield self._attached
                yield self._paths
                yield self._prompt
        yield self._status
        yield TooSmall()

    def on_mount(self) -> None:
        painter = self._begin_painting()
        self._telling = Telling(
            self._around.telling, self._around.attention, self._output.show_title, self._output.write
        )
        for widget in (self._header, self._tab_bar, self._status):
            widget.paint = painter.paint
        self._reads.frames_per_second = self.frames_per_second
        away = self._away.words(self.tab.conversation_id)
        for tab in self.engine.tabs():
            self._view(tab).automatic = self._around.automatic
        self._status.latest = self._answer_in_view
        self._show_catalog()
        self._show_tab()
        self._show_health()
        self._notice.show(sentences(away, *self._around.notices))

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """The first time its widgets have been styled a moment ago, as they were mounted. They are given their sizes
        with this event; drawn before they know them, a second frame would follow the first at once."""
        if not self._resumed:
            self._resumed, event.refresh_styles = True, False
            unseen = ExitStack()
            unseen.enter_context(self.app.batch_update())
            self.call_later(self._show_whole, unseen)

    async def _show_whole(self, unseen: ExitStack) -> None:
        with unseen:
            for widget in (self._sidebar, self._prompt, self._pane):
                await caught_up(widget)
        self.call_after_refresh(self._read_on)

    def _read_on(self) -> None:
        """The first frame stands: what it does without may come."""
        self.run_worker(self._read_figures(), exclusive=False)
        self.run_worker(self._follow_others(), exclusive=False)
        self.post_message(self.Stands())

    async def _read_figures(self) -> None:
        if self._around.figures is not None:
            self._figures = await self._around.figures()
            self._show_catalog()

    async def _follow_others(self) -> None:
        """Answers that another aishtui went on writing when its screen had gone are seen growing in every tab."""
        try:
            growing = await asyncio.wrap_future(self.engine.archive.being_written())
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
            return
        for tab in self.engine.tabs():
            view = self._view(tab)
            if tab.conversation_id in growing and not view.loaded:
                await self._load(view)

    # -- what is shown

    def current_preset(self) -> Preset:
        return self.engine.preset_of(self.tab)

    def _show_tab(self) -> None:
        """The active tab with its document, draft and status; its conversation is loaded now if it was not."""
        draft_tab = self.draft_tab
        self._show_columns()
        if self._prompt.draft_of != draft_tab.id:
            self._prompt.set_text(draft_tab.draft, draft_of=draft_tab.id, attached=draft_tab.attached)
            self.show_attached(self._prompt.attached)
        self._look()
        self._show_tabs()
        self._show_status()
        self._show_current()
        self._show_hint()

    def show_attached(self, paths: Sequence[str]) -> None:
        """The files that go with what stands in the prompt are these now."""

    def _show_columns(self) -> None:
        """The conversation in front, or those of the comparison in front, each in its pane."""
        tabs = self.entry()
        if tabs[0].comparison is not None:
            self._in_focus[tabs[0].comparison] = self.tab.id
        self._columns.show(len(tabs), next(index for index, tab in enumerate(tabs) if tab.active))
        for tab, column in zip(tabs, self._columns.views(), strict=True):
            view = self._view(tab)
            if not view.loaded:
                self.run_worker(self._load(view), exclusive=False)
            self._say_welcome(tab)
            column.pane.document = view.document
        self._sidebar.display = self._sidebar_wanted[len(tabs) > 1]

    def show_sidebar(self, on: bool) -> None:
        """Show or hide it: beside columns and without them are two things."""
        self._sidebar_wanted[len(self.entry()) > 1] = on
        self._sidebar.display = on

    async def _load(self, view: TabView) -> None:
        if view.tab_id not in self._views:
            return
        try:
            await asyncio.wrap_future(self.engine.load_tab(view.tab_id))
        except Unreadable as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        if view.tab_id not in self._views or view.loaded:
            return
        view.show(self.engine.path(view.tab_id) or ())
        if self._pane_of(view) is not None:
            self._look()
            self._document_changed(view)
            self._show_status()
        self._show_tabs()

    def _look(self) -> None:
        """What ended in the conversations in view while nobody looked is seen now."""
        for tab in self.entry():
            if self._view(tab).loaded and self._pane_of(self._view(tab)) is not None:
                self._away.looked_at(self.engine.path(tab.id) or ())

    def _say_welcome(self, tab: Tab) -> None:
        catalog = self.engine.catalog
        found = catalog.found if catalog is not None else ()
        self._view(tab).document.welcome = welcome(
            self.engine.preset_of(tab),
            self.engine.health,
            found,
            catalog is not None,
            self._around.first_start,
            self.keys,
            in_column=tab.column is not None,
        )

    def _show_tabs(self) -> None:
        labels = [self._label(tabs) for tabs in self.entries()]
        self._tab_bar.show(labels)
        self._telling.saw(labels)
        self._show_target()
        self._show_header()

    def _label(self, tabs: Sequence[Tab]) -> TabLabel:
        title = "|".join(map(tab_name, tabs))
        state = together([self._state(tab) for tab in tabs])
        return TabLabel(
            tabs[0].id, title, state, any(tab.active for tab in tabs), self._to_all, count_words(tabs[0].queue)
        )

    def _state(self, tab: Tab) -> TabState:
        view = self._view(tab)
        return view.state() if view.loaded else self._away.state_of(tab.conversation_id)

    def _show_target(self) -> None:
        """What of the prompt's way is not the usual one stands before it."""
        self._prompt.show_target(self._target_words())

    def _target_words(self) -> str:
        return f"to {plural(len(self.entries()), 'tab')}" if self._to_all else ""

    def _show_hint(self) -> None:
        """What Enter does in the empty prompt, and what waits to be sent."""
        queue = self.draft_tab.queue
        self._prompt.show_queue(count_words(queue), count_held(queue) > 0)
        self._prompt.show_chosen(self._pane.message_under_cursor is not None)

    def _show_header(self) -> None:
        catalog = self.engine.catalog
        models = len(catalog.entries) if catalog is not None else None
        self._header.show(self.engine.health, models, self.engine.running())

    def _answer_in_view(self) -> AnswerView | None:
        return self.view.answer_in_view()

    def _show_status(self) -> None:
        tabs = self.entry()
        if len(tabs) < 2:
            self._status.show(self._answer_in_view(), self._preset_line())
            self._difference.display = False
            return
        from aishtui.screens.comparison_words import how_it_stands, what_differs  # start-up: not before it is wanted

        self._show_column_states(tabs)
        words = how_it_stands(self.engine, tabs)
        self._status.say(words)
        self._difference.say(what_differs(self.engine, tabs, self.keys.name("compare.align")))
        self._difference.display = bool(self._difference.text)

    def _show_column_states(self, tabs: Sequence[Tab]) -> None:
        if len(tabs) != len(self._columns.views()):
            self._show_columns()  # told of the tabs before their documents
        states = [
            ColumnState(
                number,
                tab_name(tab),
                self.engine.preset_of(tab).model,
                self._view(tab).answer_in_view(),
                tab.active,
                tab.taking_part,
            )
            for number, tab in enumerate(tabs, 1)
        ]
        labels = [TabLabel(tab.id, tab_name(tab), self._state(tab), tab.active) for tab in tabs]
        self._columns.show_states(states, labels)

    def _preset_line(self) -> str:
        preset = self.current_preset()
        own = f" · its own {own_words(self.tab.own)}" if self.tab.own is not None else ""
        return f"{preset.model if preset.name == preset.model else f'{preset.name} · {preset.model}'}{own}"

    def _show_catalog(self) -> None:
        self._dated = self.engine.health.state is HealthState.DOWN
        self._rows = rows_of(
            tuple(self.engine.presets.values()),
            self.engine.catalog,
            self.tab.preset,
            self._figures,
            cloud_prefixes=self._around.cloud_prefixes,
            dated=self._dated,
            slots=slots_of(tuple(self.engine.presets.values())),
        )
        self._sidebar.show(self._rows)
        self._show_header()

    def _show_current(self) -> None:
        self._rows = with_current(self._rows, self.tab.preset)
        self._sidebar.show(self._rows)

    def _show_health(self) -> None:
        warning = self.engine.health.warning
        if warning and warning != self._warning:
            self._notice.show(warning, NoticeLevel.WARNING)
        self._warning = warning
        for said in self._around.keeping_notices():
            self._notice.show(said)
        self._banner.show(troubles(self.engine.health, self._around.keeping_problem(), self._around.lasting))
        self._show_header()
        if self._dated != (self.engine.health.state is HealthState.DOWN):
            self._show_catalog()

    def look_again(self) -> None:
        """The user does something: what the broker serves is asked for again if that was long ago."""
        self.engine.refresh_if_old(self._around.fresh_s)

    # -- what the engine tells

    def engine_changed(self) -> None:
        """Something of the engine's is unread. It is read with the next frame: a token costs a share of one."""
        if self._reading is None:
            frames = min(column.pane.frame_wait for column in self._columns.in_view())
            wait = max(self._reads.wait(time.monotonic()), frames)
            if wait:
                self._reading = asyncio.get_running_loop().call_later(wait, self._read_engine)
            else:
                self._read_engine()

    def _read_engine(self) -> None:
        self._reading = None
        self._reads.began(time.monotonic())
        if self.is_mounted:
            self.take_changes(self.engine.take_changes())

    def take_changes(self, unread: Unread) -> None:
        """Read what is new. Hidden tabs only take the text; nothing of them is laid out."""
        news = False
        for view in self._views.values():
            touched = [answer_id for answer_id in unread.answers if view.update(answer_id)]
            news = view.take_news() or news
            if touched:
                self._document_changed(view)
        # Most of what comes is text: what the bars show then stays as it is.
        if news:
            self._look()
            self._show_status()
            self._show_tabs()
        elif unread.tabs:
            self._show_tabs()
        if unread.trees:
            self._show_trees(unread.trees)
        if unread.catalog:
            self._choose_again()
            self._show_catalog()
            self._welcome_anew()
        if unread.health or unread.keeping:
            self._show_health()
            self._welcome_anew()

    def _show_trees(self, conversation_ids: Collection[str]) -> None:
        """Another tab, or another aishtui, has added to these conversations or taken something away."""
        renewed = [view for view in self._views.values() if view.conversation_id in conversation_ids and view.renew()]
        shown = [view for view in renewed if self._pane_of(view) is not None]
        for view in shown:
            self._document_changed(view)
        if shown:
            self._show_status()
            self._show_hint()
        self._show_tabs()

    def _choose_again(self) -> None:
        """A tab whose preset nobody chose takes the first that is served, until its first prompt."""
        preset = first_choice(tuple(self.engine.presets.values()), self.engine.catalog, self._around.cloud_prefixes)
        for tab in self.engine.tabs():
            untouched = self._view(tab).automatic and tab.own is None
            if preset is not None and untouched and tab.preset != preset.name:
                self.engine.choose_preset(tab.id, preset)
        self._show_status()

    def _welcome_anew(self) -> None:
        for tab in self.entry():
            view = self._view(tab)
            if view.loaded and view.document.empty:
                self._say_welcome(tab)
                self._document_changed(view)
