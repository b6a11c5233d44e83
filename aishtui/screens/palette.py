"""The palette (Ctrl+P): every action, preset and theme by name."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from aishtui.screens.workbench import Workbench
from aishtui.widgets.actions import ACTIONS, Action
from aishtui.widgets.bound_keys import BoundKeys

_NOT_HERE = ("app.palette", "escape", "interrupt", "tab.go")
"""They mean something only as a key, or with a number."""


class Palette(Provider):
    """Offers what has a name; the help line shows the key or the command that does the same."""

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, help_text, run in self._entries():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, text=name, help=help_text)

    async def discover(self) -> Hits:
        for name, help_text, run in self._entries():
            yield DiscoveryHit(name, run, text=name, help=help_text)

    def _entries(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, Workbench):
            return
        for action in ACTIONS:
            run = getattr(screen, f"action_{action.method}", None)
            if run is not None and action.id not in _NOT_HERE:
                yield action.label, _help(action, screen.keys), run
        yield "Stop the answer", screen.keys.name("escape"), screen.stop_answer
        for preset in screen.engine.presets.values():
            about = (preset.description or preset.model).replace("[", "\\[")
            yield f"Preset: {preset.name}", about, partial(screen.take_preset, preset)
        for name in screen.theme_names():
            yield f"Theme: {name}", f":theme {name}", partial(screen.use_theme, name)


def _help(action: Action, keys: BoundKeys) -> str:
    words = " · ".join(part for part in (keys.shown(action), action.command, action.help) if part)
    return words.replace("[", "\\[")  # the palette reads markup; `:new [PRESET]` is none
