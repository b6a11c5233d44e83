"""A table that is still open: its columns keep the widths of its first rows, and each new row is laid out alone."""

from markdown_it.token import Token

from aishtui.pane.blocks import BlockWriter
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.parsing import Parser, top_level
from aishtui.pane.tables import column_widths, row_lines, table_lines

ROWS_MEASURED = 12
"""After so many rows the widths are fixed until the table ends; then it is laid out once with all its rows."""


class OpenTable:
    """The lines of an open table that is known to have many rows."""

    def __init__(self, parser: Parser, writer: BlockWriter, source: str, tokens: list[Token], first_line: int) -> None:
        self.first_line = first_line
        """The index of its first line in the answer."""
        self._parser = parser
        self._writer = writer
        table = writer.table(tokens)
        self._aligned = table.aligned
        self._widths = column_widths(table, writer.width)
        self._head = "\n".join(source.split("\n", 2)[:2]) + "\n"
        self._source = [source]
        self._partial = ""
        self._settled = [*([BLANK] if first_line else []), *table_lines(table, writer.width, self._widths)]

    @staticmethod
    def worth_it(tokens: list[Token], writer: BlockWriter) -> bool:
        """Whether a table is long, and fits: one that is shown as records has no widths."""
        rows = sum(token.type == "tr_open" for token in tokens)
        return rows > ROWS_MEASURED and bool(column_widths(writer.table(tokens), writer.width))

    def feed(self, text: str) -> str | None:
        """Take in text; what follows the table, or None while it is open."""
        text = self._partial + text
        at = 0
        while (newline := text.find("\n", at)) >= 0:
            row = self._row(text[at : newline + 1])
            if row is None:
                self._source.append(text[:at])
                self._partial = ""
                return text[at:]
            self._settled.extend(row)
            at = newline + 1
        self._source.append(text[:at])
        self._partial = text[at:]
        return None

    def source(self) -> str:
        """Everything from the header on."""
        return "".join(self._source) + self._partial

    def settled(self) -> list[Line]:
        """The lines that will not change before the table ends, each once."""
        lines, self._settled = self._settled, []
        return lines

    def lines(self) -> list[Line]:
        """The lines after the settled ones: the row that is being written."""
        return (self._row(self._partial) or []) if self._partial.strip(" \t") else []

    def _row(self, text: str) -> list[Line] | None:
        """The lines of one row; None if the table ends before it."""
        tokens = self._parser.blocks(self._head + text, {})
        if len(top_level(tokens)) != 1 or sum(token.type == "tr_open" for token in tokens) != 2:
            return None
        row = self._writer.table(tokens).rows[1]
        return list(row_lines(row, self._widths, self._aligned))
