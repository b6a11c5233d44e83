"""Themes to pick: each is tried on while the cursor is at it."""

from collections.abc import Mapping, Sequence

from textual.theme import BUILTIN_THEMES, Theme

from aishtui.chat.clean import clean_line
from aishtui.chat.often_used import PickKind
from aishtui.screens.pick_facts import fact, titled
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

EMPTY = "There are no themes. The terminal's own colours are :theme terminal."


class Themes:
    def __init__(
        self, names: Sequence[str], themes: Mapping[str, Theme], ours: Sequence[str], current: str, prefix: str = ""
    ) -> None:
        """`names` in their order; `ours` ship with aishtui, others are Textual's or the user's own. `prefix` stands
        before each, where there are other things beside themes."""
        self._themes = themes
        self._ours = ours
        self.entries = [
            PickEntry(
                PickKind.THEME, name, f"{prefix}{clean_line(name)}", self._note(name),
                group="Themes" if prefix else self._group(name),
                current=name == current,
            )
            for name in names
        ]  # fmt: skip

    def _note(self, name: str) -> str:
        theme = self._themes.get(name)
        return "" if theme is None else "dark" if theme.dark else "light"

    def _group(self, name: str) -> str:
        return "aishtui's own" if name in self._ours else "Textual's" if name in BUILTIN_THEMES else "Your own"

    def look(self, entry: PickEntry) -> ReadingText:
        reading = titled(entry.label)
        fact(reading, "kind", entry.note)
        fact(reading, "which", self._group(entry.key))
        reading.line()
        reading.line("Up and Down try others on, Enter takes this one, Esc has the one from before back.")
        reading.line()
        reading.line(f'For good: :config opens config.toml; there, theme = "{clean_line(entry.key)}".', "muted")
        return reading
