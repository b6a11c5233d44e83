"""The history screen (F3): every conversation there is, searched as one types, and opened at what was found."""

import asyncio
from collections.abc import Callable
from enum import Enum, auto
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from aishtui.chat.history import Summary
from aishtui.chat.wording import plural
from aishtui.pane.transcript import Transcript
from aishtui.screens.help import HelpScreen
from aishtui.screens.history_acts import HistoryActs
from aishtui.screens.history_desk import Opening, Remembered
from aishtui.screens.history_filtering import HistoryFiltering
from aishtui.screens.history_keys import BINDINGS, TYPING_KEYS
from aishtui.screens.menu import Menu
from aishtui.store.errors import StoreError
from aishtui.widgets.history_list import HistoryList, title_words
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel


class Opens(Enum):
    """How the chosen one is to be opened."""

    AS_IT_WAS = auto()
    """A comparison in columns, unless somebody has gone on after it; everything else in a tab."""
    IN_NEW_TAB = auto()
    IN_COLUMNS = auto()


def _is_in_columns(chosen: Summary, how: Opens) -> bool:
    last = chosen.comparison is not None and chosen.comparison.last
    return how is Opens.IN_COLUMNS or (how is Opens.AS_IT_WAS and last)


class HistoryScreen(HistoryActs, HistoryFiltering):
    """Gives back what is to be opened. While one types, letters are typed; in the list they are keys."""

    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]

    _open_when_read: Opens | None = None
    """The first that is found is to be opened, and how."""

    def _look_for(self) -> None:
        self._open_when_read = None
        super()._look_for()

    def _read(self, anew: bool) -> None:
        super()._read(anew)
        wanted, self._open_when_read = self._open_when_read, None
        if wanted is not None:
            self._open(wanted)

    @property
    def remembered(self) -> Remembered:
        """Where it is now, for the next time."""
        chosen = self._list.chosen
        return Remembered(self.line.strip(), chosen.id if chosen is not None else "")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where something is typed, every letter is typed."""
        if action in TYPING_KEYS and (self.focused is self._line or self._list.naming):
            return False
        return super().check_action(action, parameters)

    def action_key_search(self) -> None:
        self.action_search()

    def action_key_rename(self) -> None:
        self.action_rename()

    # -- opening, leaving

    def action_open(self) -> None:
        self._open(Opens.AS_IT_WAS)

    def action_open_new(self) -> None:
        self._open(Opens.IN_NEW_TAB)

    def action_open_columns(self) -> None:
        chosen = self._list.chosen
        if chosen is not None and chosen.comparison is None:
            self._notice.show("Nothing was compared in it; is:compared lists where something was.")
        else:
            self._open(Opens.IN_COLUMNS)

    @on(HistoryList.Opened)
    def _opened(self, event: HistoryList.Opened) -> None:
        event.stop()
        self._open(Opens.AS_IT_WAS)

    @on(Transcript.Activated)
    def _activated(self, event: Transcript.Activated) -> None:
        """Enter in the preview: at the message under its cursor."""
        event.stop()
        self._open(Opens.AS_IT_WAS, event.message_id)

    def _open(self, how: Opens, message_id: str = "") -> None:
        chosen = self._list.chosen
        if self._reading.wanted != self.wanted:
            # Enter came sooner than what was found for the last letter.
            self._open_when_read = how
            return
        if chosen is None:
            return
        hit = chosen.hit.message_id if chosen.hit is not None else None
        words = self.wanted.words if hit is not None and message_id in ("", hit) else ""
        comparison = chosen.comparison.id if _is_in_columns(chosen, how) and chosen.comparison else ""
        opening = Opening(chosen.id, message_id or hit, words, how is Opens.IN_NEW_TAB, comparison)
        if chosen.deleted_at is not None:
            self._soon(self._open_deleted(opening))
        else:
            self._leave(opening)

    async def _open_deleted(self, opening: Opening) -> None:
        """Who goes on in it wants it back: below a deleted one nothing would be found again."""
        self.desk.deleted.forget_conversation(opening.conversation_id)
        try:
            await asyncio.wrap_future(self.engine.archive.restore([opening.conversation_id]))
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._leave(opening)

    def _leave(self, opening: Opening | None) -> None:
        """Unless something lies over it by now: then the user is at something else."""
        if self.is_active:
            self.dismiss(opening)
        else:
            self.look_again()

    def action_escape(self) -> None:
        """The first that applies: the preview, the line, the screen."""
        if self.stop_reading():
            return
        if self.line.strip():
            self.action_clear()
        else:
            self.action_close()

    def action_close(self) -> None:
        self._leave(None)

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(self.desk.keys))

    # -- what can be done

    def action_menu(self) -> None:
        """What can be done with the chosen one, each with its key in the list."""
        chosen = self._list.chosen
        if chosen is None:
            return
        rows: list[tuple[MenuRow, Callable[[], None]]] = [
            (MenuRow("o", "Open", "Enter"), self.action_open),
            (MenuRow("t", "Open in a new tab", "Ctrl+T"), self.action_open_new),
            *([(MenuRow("c", "Open in columns"), self.action_open_columns)] if chosen.comparison is not None else []),
            (MenuRow("v", "Read here", plural(chosen.messages, "message")), self.action_read),
            (MenuRow("r", "Rename", "", 1), self.action_rename),
            (MenuRow("p", "Unpin" if chosen.pinned else "Pin", "", 1), self.action_pin),
        ]
        if chosen.deleted_at is not None:
            rows.append((MenuRow("u", "Bring back", "", 1), self.action_undo))
        else:
            rows.append((MenuRow("d", "Delete", "u brings it back", 1), self.action_delete))
        if self.desk.export is not None:
            rows.append((MenuRow("e", "Export …", "", 2), self.action_export))

        def act(wanted: Callable[[], None] | None) -> None:
            if wanted is not None:
                wanted()

        self.app.push_screen(Menu(title_words(chosen), rows), act)
