"""The key map, made from the table of actions and what the user has chosen."""

from textual.binding import Binding

from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.bound_keys import TABLE, BoundKeys

TAB_KEYS = tuple(f"alt+{number}" for number in range(1, 10))


_PRIORITY_KEYS = (
    *("ctrl+t", "ctrl+y", "ctrl+q", "ctrl+p", "ctrl+f", "ctrl+r", "ctrl+o", "ctrl+g", "ctrl+pageup", "ctrl+pagedown"),
    *("alt+k", "alt+n", "alt+a", "alt+w", "alt+m", "alt+p", "alt+l", "ctrl+z"),
)


def _nobody_elses(key: str) -> bool:
    """Keys no widget has a use for act before the next key arrives: what is typed behind F2 goes to the sidebar."""
    return key in _PRIORITY_KEYS or (key[0] == "f" and key[1:].isdecimal())


def _chosen_is_nobody_elses(key: str) -> bool:
    """Of a key that the user has chosen: those the prompt needs cannot be, and Ctrl+C is many widgets' business."""
    modifier, _, base = key.partition("+")
    letter = modifier in ("ctrl", "alt") and len(base) == 1 and key != "ctrl+c"
    return letter or _nobody_elses(key.removeprefix("ctrl+").removeprefix("alt+").removeprefix("shift+"))


def _groups(action: Action, keys: BoundKeys) -> list[tuple[tuple[str, ...], bool]]:
    """The keys of an action, and whether they go to it before any widget has a look at them."""
    bound = keys.keys(action.id)
    if action.in_columns:
        return [(bound, True)]
    if action.id not in keys.chosen:
        return [(bound, all(map(_nobody_elses, bound)))]
    first = tuple(filter(_chosen_is_nobody_elses, bound))
    return [(first, True), (tuple(key for key in bound if key not in first), False)]


def _of_action(action: Action, keys: BoundKeys, method: str) -> list[Binding]:
    return [
        Binding(",".join(some), method, action.label, id=action.id, show=False, priority=first, tooltip=action.help)
        for some, first in _groups(action, keys)
        if some
    ]


COLUMN_ACTIONS = frozenset(action.method for action in ACTIONS if action.in_columns)
"""What is bound only while a comparison is in front."""


def bindings(keys: BoundKeys = TABLE) -> list[Binding]:
    """One binding for each action with a key that no widget handles itself; Alt+1…9 besides."""
    made = [found for action in ACTIONS if action.bound for found in _of_action(action, keys, action.method)]
    # The prompt handles Tab itself; elsewhere Textual's own order of the widgets would leave the sidebar out.
    made.append(Binding("tab", "focus_next", "Next part", show=False))
    made.append(Binding("shift+tab", "focus_previous", "Previous part", show=False))
    for number, key in enumerate(TAB_KEYS, start=1):
        made.append(Binding(key, f"tab_go({number})", f"Tab {number}", show=False, priority=True))
    return made


def everywhere(keys: BoundKeys) -> list[Binding]:
    """What the app itself has: the keys that do the same on every screen."""
    methods = {"app.leave": "quit", "app.palette": "command_palette"}
    made = [
        found for action in ACTIONS if action.id in methods for found in _of_action(action, keys, methods[action.id])
    ]
    return [*made, Binding("ctrl+c", "help_quit", show=False, system=True)]
