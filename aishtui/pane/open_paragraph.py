"""A long paragraph that is still open, without reading all of it again for each frame."""

from typing import Any

from markdown_it.token import Token

from aishtui.pane.blocks import MEASURE
from aishtui.pane.inline import inline_spans
from aishtui.pane.lines import PLAIN, Line, Span, merged
from aishtui.pane.parsing import Parser, top_level
from aishtui.pane.wrapping import wrap

# A line this long can hardly turn out to be no part of a paragraph (a rule, a table's second row).
_SURELY_PROSE = 200
# So much of the end is read again each time; what is before it is done with if reading it apart makes no difference.
_LONGEST_REST = 600
_SHORTEST_REST = 200


class OpenParagraph:
    """The lines of a paragraph as long as nothing but more of its last line arrives."""

    def __init__(self, parser: Parser, width: int, source: str, references: dict[str, Any]) -> None:
        self._parser = parser
        self._width = min(width, MEASURE)
        self._references = references
        self._source = source
        self._done: list[Line] = []
        self._carried: tuple[Span, ...] = ()
        """The last line of what is done with: more words may fit into it."""
        self._read = 0

    @staticmethod
    def worth_it(tokens: list[Token], source: str) -> bool:
        """Whether `source` is one paragraph and its last line is long."""
        only = len(top_level(tokens)) == 1 and tokens[0].type == "paragraph_open"
        return only and len(source) - source.rfind("\n") > _SURELY_PROSE

    def goes_on(self, source: str) -> bool:
        """Whether `source` is this paragraph with more of its last line."""
        return source.startswith(self._source) and "\n" not in source[len(self._source) :]

    def lines(self, source: str) -> list[Line]:
        """The lines of the paragraph, which is now `source`."""
        self._source = source
        rest = source[self._read :]
        spans = self._spans(rest)
        if len(rest) > _LONGEST_REST:
            cut = rest.rfind(" ", 0, len(rest) - _SHORTEST_REST) + 1
            before, after = self._spans(rest[:cut]), self._spans(rest[cut:])
            if cut and merged([*before, *after]) == merged(spans):
                *done, last = wrap([*self._carried, *before], self._width, PLAIN)
                self._done.extend(done)
                self._carried, self._read, spans = last.spans, self._read + cut, after
        return [*self._done, *wrap([*self._carried, *spans], self._width, PLAIN)]

    def _spans(self, source: str) -> list[Span]:
        return inline_spans(self._parser.inline(source, self._references), PLAIN)
