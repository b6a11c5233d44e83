"""What can be done in a comparison, as the rows of a menu."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType

from aishtui.screens.menu import Menu
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.menu_list import MenuRow

_BY_ID = {action.id: action for action in ACTIONS}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the menu depends on: the column in focus, and the others."""

    answering: bool
    others_answering: bool
    taking_part: bool
    enlarged: bool
    alone_in_view: bool
    at_once: bool


class ComparisonMenu(Menu[str]):
    """Gives back the name of the workbench's method that does it."""

    BINDINGS: ClassVar[list[BindingType]] = [("f4", "dismiss", "Close")]


def menu_rows(standing: Standing) -> list[tuple[MenuRow, str]]:
    """The acts with their keys: what ends well first, what ends it last."""
    enlarge = "All columns again" if standing.enlarged else "Enlarge this column"
    part = "Leave this column out" if standing.taking_part else "Take this column in again"
    at_once = "Ask one after another" if standing.at_once else "Ask all at once"
    return [
        _row("k", "Keep this answer here", "compare.keep", 0),
        _row("n", "Keep it in a new tab", "compare.keep_new", 0),
        _row("v", "Difference to the next column", "compare.difference", 1),
        _row("r", "Ask again in this column", "answer.retry", 2),
        *([_row("s", "Stop this column", "escape", 2)] if standing.answering else []),
        *([_row("S", "Stop all columns", "answers.stop", 2, ":stop all")] if standing.others_answering else []),
        _row("o", part, "compare.part", 2, ":skip" if standing.taking_part else ":skip off"),
        *([_row("w", enlarge, "compare.enlarge", 3)] if not standing.alone_in_view else []),
        _row("t", at_once, "compare.at_once", 3, ":at-once off" if standing.at_once else ":at-once"),
        _row("a", "Align the others with this one", "compare.align", 3),
        _row("p", "Another column …", "compare.add", 3, ":compare +PRESET"),
        _row("e", "Export", "conversation.export", 4, ":export [md | json]"),
        _row("x", "End the comparison", "compare.end", 4, ":compare off"),
    ]


def _row(key: str, label: str, action_id: str, group: int, hint: str = "") -> tuple[MenuRow, str]:
    action = _BY_ID.get(action_id)
    hint = hint or (action.shown or action.command if action is not None else "")
    return MenuRow(key, label, hint, group), f"action_{action_id.replace('.', '_')}"
