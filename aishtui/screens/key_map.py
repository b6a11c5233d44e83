"""The key map, made from the table of actions."""

from textual.binding import Binding

from aishtui.widgets.actions import ACTIONS, Action

TAB_KEYS = tuple(f"alt+{number}" for number in range(1, 10))


_PRIORITY_KEYS = (
    *("ctrl+t", "ctrl+y", "ctrl+q", "ctrl+p", "ctrl+f", "ctrl+r", "ctrl+o", "ctrl+g", "ctrl+pageup", "ctrl+pagedown"),
    *("alt+k", "alt+n", "alt+a", "alt+w"),
)


def _nobody_elses(key: str) -> bool:
    """Keys no widget has a use for act before the next key arrives: what is typed behind F2 goes to the sidebar."""
    return key in _PRIORITY_KEYS or (key[0] == "f" and key[1:].isdecimal())


def _first(action: Action) -> bool:
    """Whether its keys go to it before any widget has a look at them."""
    return action.in_columns or all(map(_nobody_elses, action.keys))


COLUMN_ACTIONS = frozenset(action.method for action in ACTIONS if action.in_columns)
"""What is bound only while a comparison is in front."""


def bindings() -> list[Binding]:
    """One binding for each action with a key that no widget handles itself; Alt+1…9 besides."""
    made = [
        Binding(
            ",".join(action.keys),
            action.method,
            action.label,
            id=action.id,
            show=False,
            priority=_first(action),
            tooltip=action.help,
        )
        for action in ACTIONS
        if action.keys and action.bound
    ]
    # The prompt handles Tab itself; elsewhere Textual's own order of the widgets would leave the sidebar out.
    made.append(Binding("tab", "focus_next", "Next part", show=False))
    made.append(Binding("shift+tab", "focus_previous", "Previous part", show=False))
    for number, key in enumerate(TAB_KEYS, start=1):
        made.append(Binding(key, f"tab_go({number})", f"Tab {number}", show=False, priority=True))
    return made
