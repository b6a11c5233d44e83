"""What the history screen shows: its line, the conversations that fit it, and a look into the chosen one."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import ModalScreen

from aishtui.chat.history import Choices, Summary, Wanted
from aishtui.chat.history_line import Reading, read_history_line
from aishtui.chat.messages import Message
from aishtui.engine.engine import Engine
from aishtui.screens.history_desk import HistoryDesk, Opening, Remembered
from aishtui.screens.history_keys import KEYS_LIST, KEYS_NAMING, KEYS_READING, KEYS_TYPING, with_columns
from aishtui.screens.history_preview import HistoryPreview
from aishtui.screens.history_reading import HistoryReading
from aishtui.screens.history_words import count_words, empty_words
from aishtui.screens.latest import Latest
from aishtui.store.errors import StoreError
from aishtui.widgets.history_list import HistoryList
from aishtui.widgets.key_line import KeyLine
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.query_line import QueryLine
from aishtui.widgets.rule import Rule
from aishtui.widgets.sizes import MIN_HEIGHT, MIN_WIDTH
from aishtui.widgets.too_small import TooSmall

_READING = "-reading"
"""The preview stands in the list's place."""


class HistoryView(ModalScreen[Opening | None]):
    """Typing asks the store at once; one question is under way at a time, and the newest wins."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own way
        (0, "-too-narrow"),
        (MIN_WIDTH, "-narrow"),
        (80, "-normal"),
        (100, "-beside"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own way
        (0, "-too-short"),
        (MIN_HEIGHT, "-low"),
        (24, "-high"),
        (30, "-tall"),
    ]
    AUTO_FOCUS = "QueryLine"

    def __init__(
        self,
        engine: Engine,
        desk: HistoryDesk,
        remembered: Remembered,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        super().__init__()
        self.engine = engine
        self.desk = desk
        self._now = now
        self._remembered = remembered
        self._wish = remembered.conversation_id
        """Is to be chosen as soon as it is listed."""
        self._choices: Choices | None = None
        """What there is to filter by; None until it has been read."""
        self._reading = HistoryReading(engine.archive, self._read, self._soon)
        self._looks: Latest[tuple[Summary, str], tuple[Message, ...]] = Latest(self._look_into, self._seen, self._soon)
        self._head = KeyLine("History", (), id="history-head")
        self._line = QueryLine(id="history-line")
        self._rule = Rule(id="history-rule")
        self._list = HistoryList(id="history-list", now=now)
        self._preview = HistoryPreview(id="history-preview")
        self._notice = Notice(id="history-notice")
        self._keys = KeyLine("", KEYS_TYPING, id="history-keys")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._line
        yield self._rule
        with Container(id="history-body"):
            yield self._list
            yield self._preview
        yield self._notice
        yield self._keys
        yield TooSmall()

    def on_mount(self) -> None:
        self._line.show_line(self._remembered.line, chosen=True)
        self._look_for()
        self._soon(self._read_choices())

    def _soon(self, work: Coroutine[Any, Any, None]) -> object:
        return self.run_worker(work, exclusive=False)

    # -- what is looked for

    @property
    def line(self) -> str:
        return self._line.line

    def _asked(self) -> Reading:
        return read_history_line(self.line, self._now().date())

    @property
    def wanted(self) -> Wanted:
        return self._asked().wanted

    @on(QueryLine.Changed)
    def _line_changed(self, event: QueryLine.Changed) -> None:
        event.stop()
        self._look_for()

    def _with_choices(self, then: Callable[[Choices], None]) -> None:
        """Do something with what there is to filter by: at once, so that no key typed behind it comes before; only in
        the first moment it is read still."""
        if self._choices is not None:
            then(self._choices)
        else:
            self._soon(self._read_choices(then))

    async def _read_choices(self, then: Callable[[Choices], None] = lambda _choices: None) -> None:
        try:
            self._choices = await asyncio.wrap_future(self.engine.archive.choices())
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
        then(self._choices or Choices())

    def put_line(self, line: str) -> None:
        """Look for this from now on."""
        self._line.show_line(line)
        self._look_for()

    def _look_for(self) -> None:
        self._reading.look_for(self.wanted)
        self._say_note()

    def look_again(self) -> None:
        """Something of what is shown has changed in the store."""
        self._reading.look_again(self.wanted)
        self._soon(self._read_choices())

    # -- what was found

    def _read(self, anew: bool) -> None:
        reading = self._reading
        wanted = reading.wanted or Wanted()
        nothing = empty_words(self.line, wanted, self.desk.keeping_problem())
        self._list.show_words([reading.problem] if reading.problem else nothing)
        self._list.show(reading.rows, searching=bool(wanted.words), keep=not anew)
        self._head.show_right(count_words(len(reading.rows), reading.found, wanted))
        self._say_note()
        if self._wish:
            self._list.choose(self._wish)
            self._wish = ""

    def _say_note(self) -> None:
        self._rule.say(self._asked().problem or self._reading.found.note or self.desk.keeping_problem())

    @on(HistoryList.MoreWanted)
    def _more_wanted(self, event: HistoryList.MoreWanted) -> None:
        event.stop()
        self._reading.more(event.known)

    @on(HistoryList.Moved)
    def _moved(self, event: HistoryList.Moved) -> None:
        event.stop()
        self._show_keys()
        self._look_closer()

    # -- the look into one

    def _look_closer(self) -> None:
        """Read what the preview shows, if anybody sees it."""
        chosen = self._list.chosen
        if not self._preview.display:
            return
        if chosen is None:
            self._preview.clear()
        else:
            self._looks.want((chosen, self.wanted.words))

    async def _look_into(self, asked: tuple[Summary, str]) -> tuple[Message, ...]:
        summary, _ = asked
        try:
            hit = summary.hit.message_id if summary.hit is not None else None
            if hit is None and summary.comparison is not None and summary.comparison.last:
                return await asyncio.wrap_future(self.engine.archive.comparison_preview(summary.comparison.id))
            return await asyncio.wrap_future(self.engine.archive.preview(summary.id, hit))
        except StoreError as problem:
            self._rule.say(str(problem))
            return ()

    def _seen(self, asked: tuple[Summary, str], messages: tuple[Message, ...]) -> None:
        if self._list.chosen == asked[0]:
            self._preview.show(asked[0], messages, asked[1])
        else:
            self._look_closer()

    def on_resize(self) -> None:
        # Where there is room for the preview the style sheet says, after this.
        self.call_after_refresh(self._fitted)

    def _fitted(self) -> None:
        """The preview may have come, or have gone with the focus in it: keys must not go to nobody."""
        self._look_closer()
        if self.focused is None or (self._preview.pane.has_focus and not self._preview.display):
            self._list.focus()

    def read_on(self) -> None:
        """To the preview; where there is no room beside the list it takes the list's place."""
        if self._list.chosen is None:
            return
        if not self._preview.display:
            self.add_class(_READING)
            self.call_after_refresh(self._look_closer)
        self._preview.pane.focus()

    def stop_reading(self) -> bool:
        """Back to the list; False if that is there already."""
        alone = self.has_class(_READING)
        if alone or self._preview.pane.has_focus:
            self.remove_class(_READING)
            self._list.focus()
            return True
        return False

    # -- keys

    def on_descendant_focus(self) -> None:
        self._show_keys()

    def _show_keys(self) -> None:
        if self._list.naming:
            keys = KEYS_NAMING
        elif self._preview.pane.has_focus:
            keys = KEYS_READING
        else:
            keys = KEYS_LIST if self._list.has_focus else KEYS_TYPING
        chosen = self._list.chosen
        if chosen is not None and chosen.comparison is not None and not self._list.naming:
            keys = with_columns(keys, chosen.comparison.last)
        self._keys.show_keys(keys)

    def on_key(self) -> None:
        self._notice.key_pressed()
