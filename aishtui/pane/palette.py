"""Looks to colours: the component classes of the transcript, as the theme has them now."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.widget import Widget

from aishtui.pane.lines import CODE, PLAIN, Look

PREFIX = "transcript--"

NAMES = (
    "text", "header", "user", "preset", "muted", "foot", "notice", "error", "thinking", "stage", "cursor", "more",
    "hit", "hit-here",
    "heading-1", "heading-2", "heading-3", "strong", "emphasis", "strike", "link", "link-target", "footnote",
    "bullet", "quote", "rule", "html",
    "inline-code", "code", "code-bar", "code-corner", "code-keyword", "code-string", "code-number", "code-comment",
    "code-name", "code-operator",
)  # fmt: skip


class Palette:
    """The styles of one theme, as the terminal is to get them: Textual's filters (for NO_COLOR, dimming, ANSI themes)
    are applied here, once to a style instead of to every row. Made anew when the theme changes."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._filters: Sequence[LineFilter] | None = None
        self._styles: dict[Look, Style] = {}

    def style(self, look: Look) -> Style:
        style = self._styles.get(look)
        if style is None:
            style = self._styles[look] = self.filtered(self._resolve(look))
        return style

    def filtered(self, style: Style) -> Style:
        """`style` as Textual's filters would make it."""
        if self._filters is None:
            self._filters = self._widget.get_line_filters()
        for line_filter in self._filters:
            (segment,) = line_filter.apply([Segment(" ", style)], self._widget.background_colors[1])
            style = segment.style or Style()
        return style

    @property
    def outdated(self) -> bool:
        """Whether the filters are others by now."""
        return self._filters is not None and self._filters != self._widget.get_line_filters()

    @property
    def code_needs_bar(self) -> bool:
        """Whether code has the same background as the page."""
        return self.style(CODE).bgcolor == self.style(PLAIN).bgcolor

    def _resolve(self, look: Look) -> Style:
        classes = [PREFIX + name for name in ("text", *look.names)]
        style = self._widget.get_visual_style(*classes).rich_style
        # Textual leaves this one out, and in the terminal's own colours it is all that some looks are.
        if any(self._widget.get_component_styles(name).text_style.reverse for name in classes):
            style += Style(reverse=True)
        if look.href:
            style += Style(link=look.href, meta={"href": look.href})
        if look.fold:
            style += Style(meta={"fold": look.fold})
        return style
