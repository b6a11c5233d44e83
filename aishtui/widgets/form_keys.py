"""The keys of the preset editor: which do what in this run, what is needed to fill the form, and what is named."""

from collections.abc import Sequence

from textual.binding import Binding

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.actions import ACTION_OF
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.editing_keys import EDITING, NEWLINE_KEYS
from aishtui.widgets.form_actions import FORM_ACTIONS
from aishtui.widgets.line_editor import LineEditor
from aishtui.widgets.prompt_hints import sent_here

_BETWEEN_FIELDS = ("up", "down", "tab", "shift+tab", "enter", "pageup", "pagedown", "ctrl+home", "ctrl+end")
_LINE = ("save", "", "try", "own", "menu", "request", "help")
"""The editor's line of keys, in the order of what is left out last; empty: what closes it."""


def field_keys() -> dict[str, str]:
    """What each of the keys does that a form needs, by Textual's name of it."""
    needed = dict.fromkeys(_BETWEEN_FIELDS, "goes from field to field")
    needed |= dict.fromkeys(("escape", "ctrl+c"), "closes the editor")
    needed |= dict.fromkeys(NEWLINE_KEYS, "a new line in the system prompt")
    needed |= {"alt+b": "one word left", "alt+f": "one word right"}
    return needed | {
        key: label.lower()
        for _, keys, _, label in EDITING
        for key in keys.split(",")
        if LineEditor().pressed(key) is not None and key not in needed
    }


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

    def bindings(self) -> list[Binding]:
        """Of the editor's screen; it is closed also by what has opened it."""
        made = [
            Binding(",".join(keys), action.id.removeprefix("form."), action.label, id=action.id)
            for action in FORM_ACTIONS
            if (keys := self.keys.keys(action.id))
        ]
        return [Binding(",".join(("escape", "ctrl+c", *self._opened_by())), "close", "Close"), *made]

    def text_bindings(self) -> list[Binding]:
        """Of the screen for a long system prompt: what would save or close the form leads back to it."""
        done = Binding(",".join(("escape", "ctrl+c", *self.of("save"), *self._opened_by())), "done", "Back to the form")
        outside = self.of("outside")
        return [done, *([Binding(",".join(outside), "outside", "In your editor")] if outside else [])]

    def _opened_by(self) -> list[str]:
        used = {key for action in FORM_ACTIONS for key in self.keys.keys(action.id)}
        return [key for key in self.keys.keys("preset.edit") if key not in used and key not in field_keys()]

    def line(self) -> Sequence[tuple[str, str]]:
        """The keys that are named below the form, with what they do."""
        named = [("Esc", "closes") if not name else (self.name(name), ACTION_OF[f"form.{name}"].help) for name in _LINE]
        return [(key, words) for key, words in named if key]
