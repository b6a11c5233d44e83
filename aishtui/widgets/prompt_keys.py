"""The editing keys the prompt keeps of Textual's TextArea; every other key of its is free for the workbench."""

from textual.binding import Binding

from aishtui.widgets.editing_keys import EDITING


def editing_bindings() -> list[Binding]:
    return [Binding(keys, action, label, show=False, id=f"prompt.{name}") for name, keys, action, label in EDITING]
