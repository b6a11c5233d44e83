"""The keys of the preset editor: which do what in this run, what is needed to fill the form, and what is named."""

from collections.abc import Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.actions import ACTION_OF
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.editing_keys import EDITING, NEWLINE_KEYS
from aishtui.widgets.prompt_hints import sent_here

_BETWEEN_FIELDS = ("up", "down", "tab", "shift+tab", "enter", "pageup", "pagedown", "ctrl+home", "ctrl+end")
_IN_FIELDS = frozenset(
    (
        "left", "right", "word_left", "word_right", "line_start", "line_end", "delete_left", "delete_right",
        "delete_word_left", "delete_line_start", "delete_line_end",
    )
)  # fmt: skip
"""Of the ways to edit a text, those that a field knows."""
_LINE = ("save", "", "try", "own", "menu", "request", "help")
"""The editor's line of keys, in the order of what is left out last; empty: what closes it."""


def field_keys() -> dict[str, str]:
    """What each of the keys does that a form needs, by Textual's name of it."""
    needed = dict.fromkeys(_BETWEEN_FIELDS, "goes from field to field")
    needed |= dict.fromkeys(("escape", "ctrl+c"), "closes the editor")
    needed |= dict.fromkeys(NEWLINE_KEYS, "a new line in the system prompt")
    labels = {key: label.lower() for id_, keys, _, label in EDITING if id_ in _IN_FIELDS for key in keys.split(",")}
    return {**labels, "alt+b": "one word left", "alt+f": "one word right", **needed}


@dataclass(frozen=True, slots=True)
class FormKeys:
    """`more_keys`: this terminal tells every key from every other."""

    keys: BoundKeys
    more_keys: bool = False

    def of(self, name: str) -> tuple[str, ...]:
        """Textual's names of the keys that do `form.<name>`."""
        return self.keys.keys(f"form.{name}")

    def name(self, name: str) -> str:
        """The key to press, as people write it; empty where this terminal sends none for it."""
        return sent_here(self.of(name), self.more_keys)

    def says(self, name: str) -> str:
        """What to press, else how it is called in the menu."""
        return self.name(name) or f"“{ACTION_OF[f'form.{name}'].label}”"

    def line(self) -> Sequence[tuple[str, str]]:
        """The keys that are named below the form, with what they do."""
        named = [("Esc", "closes") if not name else (self.name(name), ACTION_OF[f"form.{name}"].help) for name in _LINE]
        return [(key, words) for key, words in named if key]
