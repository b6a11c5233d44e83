"""A small app with our style sheets and themes, for tests of single widgets and for the demo."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from textual.app import App, ComposeResult
from textual.message import Message
from textual.theme import Theme
from textual.widget import Widget

from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from aishtui.widgets.theme_file import load_themes
from aishtui.widgets.theme_tokens import variable_defaults

ROOT = Path(__file__).parents[2]
THEMES = ROOT / "themes"
STYLES = [
    ROOT / "aishtui" / "styles" / f"{name}.tcss"
    for name in ("workbench", "sidebar", "tabbar", "search", "prompt", "statusbar", "header", "banner", "over/history")
]


@cache
def our_themes() -> tuple[Theme, ...]:
    return tuple(file.theme for file in load_themes(THEMES)[0])


class Host(App[None]):
    """Shows the widgets it is given and keeps the messages they post."""

    CSS_PATH = STYLES
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    def __init__(self, make: Callable[[], Iterable[Widget]], theme: str = "dusk") -> None:
        super().__init__()
        self._make = make
        self.messages: list[Message] = []
        for found in our_themes():
            self.register_theme(found)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self) -> ComposeResult:
        yield from self._make()


def text_of(widget: Widget) -> list[str]:
    """The rows a widget draws, as text."""
    return [widget.render_line(y).text for y in range(widget.size.height)]
