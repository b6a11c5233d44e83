"""The preset editor's own actions with keys and words: its key map, its hints, its menu and help are made of this."""

from aishtui.widgets.action import Action


def _action(name: str, label: str, keys: tuple[str, ...], shown: str, words: str = "") -> Action:
    return Action(f"form.{name}", label, keys, shown, help=words, in_form=True)


FORM_ACTIONS: tuple[Action, ...] = (
    _action("save", "Save", ("f2", "ctrl+s"), "F2", "saves"),
    _action("save_new", "Save as a new preset", ("f9",), "F9"),
    _action("try", "Try it on the prompt", ("f6",), "F6", "tries it"),
    _action("own", "For this tab only", ("f4",), "F4", "this tab only"),
    _action("request", "The request as JSON", ("f3",), "F3", "the request"),
    _action("reset", "Back to what is saved", ("f7",), "F7"),
    _action("duplicate", "Duplicate what is saved", ("f8",), "F8"),
    _action("delete", "Delete the preset", (), ""),
    _action("outside", "The system prompt in your editor", ("ctrl+g",), "Ctrl+G", "in your editor"),
    _action("menu", "What can be done", ("ctrl+o",), "Ctrl+O", "more"),
    _action("help", "Help", ("f1",), "F1", "help"),
)
"""`help` is what the line of keys says of it, for those that stand there."""
