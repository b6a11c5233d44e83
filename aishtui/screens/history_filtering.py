"""The history's line and what helps to fill it: completion by Tab, the menus of filters, the order."""

from textual import on

from aishtui.chat.history import Choices
from aishtui.chat.history_line import completions, with_filter
from aishtui.screens.history_filters import Chosen, filter_rows, value_rows, value_title
from aishtui.screens.history_moving import HistoryMoving
from aishtui.screens.menu import Menu
from aishtui.widgets.command_line import common_start
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.query_line import QueryLine


class HistoryFiltering(HistoryMoving):
    """Whatever is chosen stands in the line, as if it had been typed."""

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
