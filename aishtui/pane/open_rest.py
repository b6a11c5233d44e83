"""Any other long block that is still open: laid out as a whole now and then, what has come since below it."""

from typing import TYPE_CHECKING

from aishtui.pane.lines import Line

if TYPE_CHECKING:
    from aishtui.pane.growing import GrowingMarkdown

_ANEW_AFTER = 1.25
"""A block that grew by this factor is laid out as a whole again: the cost for each character stays the same."""
_DEAR = 60_000
_DEAR_ANEW_AFTER = 2.0


class OpenRest:
    """The lines of a block that are laid out, and those that `child` makes of what comes after them."""

    def __init__(self, source: str, child: "GrowingMarkdown", first_line: int, shown: int, one_row: bool) -> None:
        self.first_line = first_line
        self._one_row = one_row
        """Whether the next complete line is expected to end the block."""
        self._source = [source]
        self._length = len(source)
        self._due = self._length * (_ANEW_AFTER if self._length < _DEAR else _DEAR_ANEW_AFTER)
        self._child = child
        self._begin = shown

    def feed(self, text: str) -> str | None:
        self._source.append(text)
        self._length += len(text)
        if self._length >= self._due or (self._one_row and "\n" in text):
            source, self._source = "".join(self._source), []
            return source
        self._child.feed(text)
        return None

    def source(self) -> str:
        return "".join(self._source)

    def show(self, lines: list[Line]) -> int:
        first = self._begin + self._child.advance()
        del lines[first:]
        lines.extend(self._child.lines[first - self._begin :])
        return first
