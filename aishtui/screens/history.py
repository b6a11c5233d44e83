"""The history screen (F3): every conversation there is, searched as one types, and opened at what was found."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import BindingType

from aishtui.chat.history import Choices
from aishtui.chat.history_line import completions, with_filter
from aishtui.chat.wording import plural
from aishtui.pane.transcript import Transcript
from aishtui.screens.help import HelpScreen
from aishtui.screens.history_acts import HistoryActs
from aishtui.screens.history_desk import Opening, Remembered
from aishtui.screens.history_filters import Chosen, filter_rows, value_rows, value_title
from aishtui.screens.menu import Menu
from aishtui.store.errors import StoreError
from aishtui.widgets.command_line import common_start
from aishtui.widgets.history_list import HistoryList, title_words
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.query_line import QueryLine


class HistoryScreen(HistoryActs):
    """Gives back what is to be opened. While one types, letters are typed; in the list they are keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,ctrl+c", "escape", "Close"),
        ("f3,q", "close", "Close"),
        ("enter", "open", "Open"),
        ("t,ctrl+t", "open_new", "Open in a new tab"),
        ("up,k", "move(-1)", "Up"),
        ("down,j", "move(1)", "Down"),
        ("pageup", "page(-1)", "Page up"),
        ("pagedown,space", "page(1)", "Page down"),
        ("home,g,ctrl+home", "first", "First"),
        ("end,G,ctrl+end", "last", "Last"),
        ("ctrl+up", "look(-1)", "Preview up"),
        ("ctrl+down", "look(1)", "Preview down"),
        ("alt+pageup", "look(-8)", "Preview half a page up"),
        ("alt+pagedown", "look(8)", "Preview half a page down"),
        ("tab", "part(1)", "Next part"),
        ("shift+tab", "part(-1)", "Previous part"),
        ("slash,ctrl+f", "search", "Search"),
        ("f,f2", "filters", "Filters"),
        ("m,ctrl+o", "menu", "What can be done"),
        ("s", "sort", "Best or newest first"),
        ("v", "read", "Read"),
        ("r", "rename", "Rename"),
        ("p", "pin", "Pin or unpin"),
        ("d,delete", "delete", "Delete"),
        ("u", "undo", "Bring back"),
        ("e", "export", "Export"),
        ("ctrl+u", "clear", "Clear the line"),
        ("f1,question_mark", "help", "Help"),
    ]

    _open_when_read: bool | None = None
    """The first that is found is to be opened, and whether in a new tab."""

    def _line_changed(self, event: QueryLine.Changed) -> None:
        self._open_when_read = None
        super()._line_changed(event)

    def _read(self, anew: bool) -> None:
        super()._read(anew)
        wanted, self._open_when_read = self._open_when_read, None
        if wanted is not None:
            self._open(new_tab=wanted)

    @property
    def remembered(self) -> Remembered:
        """Where it is now, for the next time."""
        chosen = self._list.chosen
        return Remembered(self.line.strip(), chosen.id if chosen is not None else "")

    # -- opening, leaving

    def action_open(self) -> None:
        self._open(new_tab=False)

    def action_open_new(self) -> None:
        self._open(new_tab=True)

    @on(HistoryList.Opened)
    def _opened(self, event: HistoryList.Opened) -> None:
        event.stop()
        self._open(new_tab=False)

    @on(Transcript.Activated)
    def _activated(self, event: Transcript.Activated) -> None:
        """Enter in the preview: at the message under its cursor."""
        event.stop()
        self._open(new_tab=False, message_id=event.message_id)

    def _open(self, *, new_tab: bool, message_id: str = "") -> None:
        chosen = self._list.chosen
        if self._reading.wanted != self.wanted:
            # Enter came sooner than what was found for the last letter.
            self._open_when_read = new_tab
            return
        if chosen is None:
            return
        hit = chosen.hit.message_id if chosen.hit is not None else None
        words = self.wanted.words if hit is not None and message_id in ("", hit) else ""
        opening = Opening(chosen.id, message_id or hit, words, new_tab)
        if chosen.deleted_at is not None:
            self._soon(self._open_deleted(opening))
        else:
            self._leave(opening)

    async def _open_deleted(self, opening: Opening) -> None:
        """Who goes on in it wants it back: below a deleted one nothing would be found again."""
        self.desk.deleted[:] = [other for other in self.desk.deleted if other.id != opening.conversation_id]
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
        self.app.push_screen(HelpScreen())

    # -- moving

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

    # -- the line

    def action_search(self) -> None:
        self.remove_class("-reading")
        self._line.show_line(self.line, chosen=True)
        self._line.focus()

    @on(Transcript.SearchWanted)
    def _search_wanted(self, event: Transcript.SearchWanted) -> None:
        event.stop()
        self.action_search()

    def action_clear(self) -> None:
        self.put_line("")

    def action_sort(self) -> None:
        """Best or newest first; it stands in the line."""
        if not self.wanted.words:
            self._notice.show("Best first is for a search: type some words.")
        else:
            sorted_now = "sort:best" in self.line.lower().split()
            self.put_line(with_filter(self.line, "sort", "" if sorted_now else "best"))

    @on(QueryLine.Tabbed)
    def _tabbed(self, event: QueryLine.Tabbed) -> None:
        event.stop()
        if event.back:
            self.action_part(-1)
        else:
            self._with_choices(self._complete)

    def _complete(self, choices: Choices) -> None:
        """Complete the filter before the cursor; on to the list where there is none to complete."""
        line, at = self.line, self._line.cursor
        found = completions(line, at, choices)
        if found is None:
            self.action_part(1)
            return
        piece, values = found
        start = piece.start + len(piece.key) + 1 if piece.key else piece.start
        common = common_start(values) or ""
        if values and len(common) > at - start:
            done = len(values) == 1 and not common.endswith(":")
            quoted = f'"{common}"' if " " in common and done else common
            ending = " " if done and not line[at:].startswith(" ") else ""
            self._line.show_line(line[:start] + quoted + ending + line[at:], at=start + len(quoted) + len(ending))
            self._look_for()
        elif len(values) == 1:
            self.action_part(1)
        else:
            self._notice.show(" ".join(values) or f"No {piece.key} begins like that.")

    # -- menus

    def action_filters(self) -> None:
        self._ask("Show only", filter_rows(self.wanted, self.line))

    def _ask(self, title: str, rows: list[tuple[MenuRow, Chosen]]) -> None:
        self.app.push_screen(Menu(title, rows), self._filter)

    def _filter(self, chosen: Chosen | None) -> None:
        match chosen:
            case None:
                return
            case ("", _):
                self.action_clear()
            case (key, None):
                self._with_choices(lambda choices: self._ask_value(key, choices))
            case (key, value):
                self.put_line(with_filter(self.line, key, value or ""))

    def _ask_value(self, key: str, choices: Choices) -> None:
        rows = value_rows(key, self.wanted, choices)
        if rows:
            self._ask(value_title(key), rows)
        else:
            self._notice.show(f"No answer names a {key} yet.")

    def action_menu(self) -> None:
        """What can be done with the chosen one, each with its key in the list."""
        chosen = self._list.chosen
        if chosen is None:
            return
        rows: list[tuple[MenuRow, Callable[[], None]]] = [
            (MenuRow("o", "Open", "Enter"), self.action_open),
            (MenuRow("t", "Open in a new tab", "Ctrl+T"), self.action_open_new),
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
