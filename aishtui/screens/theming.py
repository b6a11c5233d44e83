"""Which themes there are."""

from aishtui.screens.board import Board

_OURS = ("dusk", "paper", "contrast", "terminal", "mono", "plain")


class Theming(Board):
    def theme_names(self) -> tuple[str, ...]:
        """aishtui's own first."""
        ours = self.own_theme_names()
        return (*ours, *sorted(name for name in self.app.available_themes if name not in ours))

    def own_theme_names(self) -> tuple[str, ...]:
        """Those that ship with aishtui."""
        return tuple(name for name in _OURS if name in self.app.available_themes)
