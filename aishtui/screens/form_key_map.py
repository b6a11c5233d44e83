"""The key map of the preset editor, made from the table of its actions and what the user has chosen."""

from textual.binding import Binding

from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.form_actions import FORM_ACTIONS
from aishtui.widgets.form_keys import field_keys

_LEAVE = ("escape", "ctrl+c")


def form_bindings(keys: BoundKeys) -> list[Binding]:
    """It is closed also by the key that has opened it."""
    close = Binding(",".join((*_LEAVE, *_opened_by(keys))), "close", "Close")
    bound = ((action, keys.keys(action.id)) for action in FORM_ACTIONS)
    return [
        close,
        *(Binding(",".join(some), action.id.removeprefix("form."), action.label) for action, some in bound if some),
    ]


def text_bindings(keys: BoundKeys) -> list[Binding]:
    """Of the screen for a long system prompt: what would save or close the form leads back to it."""
    done = ",".join((*_LEAVE, *keys.keys("form.save"), *_opened_by(keys)))
    outside = ",".join(keys.keys("form.outside"))
    return [
        Binding(done, "done", "Back to the form"),
        *([Binding(outside, "outside", "In your editor")] if outside else []),
    ]


def _opened_by(keys: BoundKeys) -> list[str]:
    used = {*field_keys(), *(key for action in FORM_ACTIONS for key in keys.keys(action.id))}
    return [key for key in keys.keys("preset.edit") if key not in used]
