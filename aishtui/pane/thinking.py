"""What a model thought, behind a bar: plain text that may be long and still growing."""

from aishtui.pane.arriving import Arriving
from aishtui.pane.lines import PLAIN, Line, Look, ornament
from aishtui.pane.plain import PlainGrowing

_BAR = ornament("│ ", Look(("muted",)))
_LOOK = Look(("thinking",))


class Thinking:
    """The lines of thinking text as it came from outside. A frame costs what is new in it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Line] = []
        self._plain = PlainGrowing(max(1, width - 2), _LOOK)
        self._arriving = Arriving()
        self._begun = False
        self._blank = ""
        """Newlines at the end: they are shown once something follows."""

    def feed(self, text: str) -> None:
        text = self._blank + self._arriving.clean(text)
        if not self._begun:
            text = text.lstrip("\n")
            self._begun = bool(text)
        kept = text.rstrip("\n")
        self._blank = text[len(kept) :]
        self._plain.feed(kept)

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        first = self._plain.advance()
        del self.lines[first:]
        self.lines.extend(Line((_BAR, *line.spans), PLAIN, line.end) for line in self._plain.lines[first:])
        return first
