"""What stands in place of the workbench when the terminal is too small for it."""

from textual.strip import Strip

from aishtui.widgets.fit import wrapped
from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.sizes import MIN_HEIGHT, MIN_WIDTH


class TooSmall(LineWidget):
    """Covers the screen while the classes of `sizes` say so; what is under it goes on and keeps the focus."""

    def render_line(self, y: int) -> Strip:
        width, height = self.app.size
        words = (
            f"aishtui needs {MIN_WIDTH}×{MIN_HEIGHT}; this is {width}×{height}. Everything goes on; enlarge the window."
        )
        pieces = wrapped(words, max(1, self.size.width - 2))
        first = max(0, (self.size.height - len(pieces)) // 2)
        return self.row([Span(f" {pieces[y - first]}")] if 0 <= y - first < len(pieces) else [])
