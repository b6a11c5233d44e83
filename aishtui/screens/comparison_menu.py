"""What can be done in a comparison, as the rows of a menu."""

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.screens.menu import Menu
from aishtui.widgets.actions import ACTION_OF
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.menu_list import MenuRow


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


def menu_rows(standing: Standing, keys: BoundKeys) -> list[tuple[MenuRow, str]]:
    """The acts with their keys: what ends well first, what ends it last."""
    enlarge = "All columns again" if standing.enlarged else "Enlarge this column"
    part = "Leave this column out" if standing.taking_part else "Take this column in again"
    at_once = "Ask one after another" if standing.at_once else "Ask all at once"
    row = partial(_row, keys)
    return [
        row("k", "Keep this answer here", "compare.keep", 0),
        row("n", "Keep it in a new tab", "compare.keep_new", 0),
        row("v", "Difference to the next column", "compare.difference", 1),
        row("r", "Ask again in this column", "answer.retry", 2),
        *([row("s", "Stop this column", "escape", 2)] if standing.answering else []),
        *([row("S", "Stop all columns", "answers.stop", 2, ":stop all")] if standing.others_answering else []),
        row("o", part, "compare.part", 2, ":skip" if standing.taking_part else ":skip off"),
        *([row("w", enlarge, "compare.enlarge", 3)] if not standing.alone_in_view else []),
        row("t", at_once, "compare.at_once", 3, ":at-once off" if standing.at_once else ":at-once"),
        row("a", "Align the others with this one", "compare.align", 3),
        row("p", "Another column …", "compare.add", 3, ":compare +PRESET"),
        row("e", "Export", "conversation.export", 4, ":export [md | json]"),
        row("x", "End the comparison", "compare.end", 4, ":compare off"),
    ]


def _row(keys: BoundKeys, key: str, label: str, action_id: str, group: int, hint: str = "") -> tuple[MenuRow, str]:
    action = ACTION_OF.get(action_id)
    hint = hint or (keys.shown(action) or action.command if action is not None else "")
    return MenuRow(key, label, hint, group), f"action_{action_id.replace('.', '_')}"
