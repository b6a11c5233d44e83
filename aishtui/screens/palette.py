"""The palette (Ctrl+P): every action, preset and theme by name."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from aishtui.screens.workbench import Workbench
from aishtui.widgets.actions import ACTIONS, Action


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
            if run is not None and action.id not in ("app.palette", "escape", "interrupt"):
                yield action.label, _help(action), run
        for preset in screen.engine.presets.values():
            yield f"Preset: {preset.name}", preset.description or preset.model, partial(screen.take_preset, preset)
        for name in screen.theme_names():
            yield f"Theme: {name}", f":theme {name}", partial(screen.use_theme, name)


def _help(action: Action) -> str:
    return " · ".join(part for part in (action.shown, action.command, action.help) if part)
