"""A long paragraph that is still open, without reading all of it again for each frame."""

from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token

from aishtui.pane.blocks import MEASURE
from aishtui.pane.inline import text_spans
from aishtui.pane.lines import BLANK, PLAIN, Line, Span, merged
from aishtui.pane.open_block import OpenWrap, Settling
from aishtui.pane.parsing import Parser, top_level

# A line this long can hardly turn out to be no part of a paragraph (a rule, a table's second row).
_SURELY_PROSE = 200
# So much of the end is read again each time; what is before it is done with if reading it apart makes no difference,
# or if there is so much that it must be.
_LONGEST_REST = 400
_SHORTEST_REST = 120
_TOO_LONG = 3_000


class OpenParagraph:
    """The lines of a paragraph as long as more of it arrives. Marks across a cut are settled when it ends."""

    def __init__(
        self, parser: Parser, width: int, source: str, references: dict[str, Any], first_line: int, apart: bool
    ) -> None:
        self.first_line = first_line
        self._parser = parser
        self._references = references
        self._source = [source]
        self._rest = source.lstrip(" \t\n")
        """What is read again for each frame."""
        row = source.rfind("\n") + 1
        self._row = source[row:]
        """The last line, which may turn out to be none of the paragraph."""
        above = source[source.rfind("\n", 0, max(0, row - 1)) + 1 : row]
        self._above = above if above.strip(" \t\n") else ""
        self._wrapped = OpenWrap(min(width, MEASURE), PLAIN)
        self._settling = Settling(first_line, [BLANK] if apart else [])

    @staticmethod
    def is_one(tokens: list[Token], source: str) -> bool:
        """Whether `source` is one paragraph and nothing else, and no blank line has ended it."""
        ended = source[len(source.rstrip(" \t\n")) :].count("\n") > 1
        paragraph = len(top_level(tokens)) == 1 and tokens[0].type == "paragraph_open"
        return paragraph and not ended and tokens[1].content == source.strip()

    def feed(self, text: str) -> str | None:
        at = 0
        while (newline := text.find("\n", at)) >= 0:
            begun = at - len(self._row)
            self._row += text[at : newline + 1]
            if not self._row.strip(" \t\n"):
                return self._ended(text, begun)
            if not self._goes_on():
                return self._all(text)
            self._above, self._row = self._row, ""
            at = newline + 1
        self._row += text[at:]
        if not self._goes_on():
            return self._all(text)
        self._source.append(text)
        self._rest += text
        return None

    def source(self) -> str:
        return "".join(self._source)

    def show(self, lines: list[Line]) -> int:
        rest = self._rest.rstrip(" \t\n")
        spans = self._spans(rest)
        while len(rest) > _LONGEST_REST:
            cut = self._cut(rest, spans)
            if not cut:
                break
            before = self._spans(rest[:cut])
            rest, self._rest = rest[cut:], self._rest[cut:]
            self._settling.settle(self._wrapped.settled(before))
            spans = self._spans(rest)
        return self._settling.put(lines, self._wrapped.rest(spans))

    def _cut(self, rest: str, spans: Sequence[Span]) -> int:
        """Up to where the rest is done with; 0 if it must be read as a whole."""
        far = len(rest) > _TOO_LONG
        stop = _TOO_LONG - _SHORTEST_REST if far else len(rest) - _SHORTEST_REST
        cut = max(rest.rfind(" ", 0, stop), rest.rfind("\n", 0, stop)) + 1
        if far:
            return cut or stop
        if cut and merged([*self._spans(rest[:cut]), *self._spans(rest[cut:])]) == merged(spans):
            return cut
        return 0

    def _goes_on(self) -> bool:
        """Whether the last line is still of this paragraph: seen from the line above it, as the parser does."""
        if len(self._row) > _SURELY_PROSE or not self._row:
            return True
        if not self._row.strip(" \t"):
            return True
        # Any paragraph will do as what is above, but for the head of a table.
        above = f"x\n{self._above if '|' in self._above else ''}" if self._above else ""
        tokens = self._parser.blocks(above + self._row, {})
        return len(top_level(tokens)) == 1 and tokens[0].type == "paragraph_open"

    def _ended(self, text: str, blank: int) -> str:
        """What follows the paragraph, now that a blank line ends it which begins `blank` characters into `text`."""
        source = self.source() + text
        end = len(source) - len(text) + blank
        self._source = [source[:end]]
        return source[end:]

    def _all(self, text: str) -> str:
        source = self.source() + text
        self._source = []
        return source

    def _spans(self, text: str) -> list[Span]:
        return text_spans(self._parser, text, self._references, PLAIN)
