"""Looks to colours: the component classes of the transcript, as the theme has them now."""

from rich.style import Style
from textual.widget import Widget

from aishtui.pane.lines import CODE, PLAIN, Look

PREFIX = "transcript--"

NAMES = (
    "text", "header", "user", "preset", "muted", "foot", "notice", "error", "thinking", "stage", "cursor", "more",
    "heading-1", "heading-2", "heading-3", "strong", "emphasis", "strike", "link", "bullet", "quote", "rule", "html",
    "inline-code", "code", "code-bar", "code-corner", "code-keyword", "code-string", "code-number", "code-comment",
    "code-name", "code-operator",
)  # fmt: skip


class Palette:
    """The styles of one theme. Made anew when the theme changes."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[Look, Style] = {}

    def style(self, look: Look) -> Style:
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self._resolve(look)
        return style

    @property
    def code_needs_bar(self) -> bool:
        """Whether code has the same background as the page."""
        return self.style(CODE).bgcolor == self.style(PLAIN).bgcolor

    def _resolve(self, look: Look) -> Style:
        classes = [PREFIX + name for name in ("text", *look.names)]
        style = self._widget.get_visual_style(*classes).rich_style
        if look.href:
            style += Style(link=look.href, meta={"href": look.href})
        if look.fold:
            style += Style(meta={"fold": look.fold})
        return style
