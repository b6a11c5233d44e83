"""A table that is still open: its columns keep the widths of its first rows, and each new row is laid out alone."""

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from aishtui.pane.blocks import BlockWriter
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.open_block import Settling
from aishtui.pane.parsing import Parser, top_level
from aishtui.pane.plain import plain_lines
from aishtui.pane.tables import MOST_RECORDS, column_widths, record_lines, row_lines, table_lines

ROWS_MEASURED = 12
"""After so many rows the widths are fixed until the table ends; then it is laid out once with all its rows."""
_CELLS_MEASURED = 120

_HEAD = "|a|\n|-|\n"


class OpenTable:
    """The lines of an open table that is known to have many rows or columns."""

    def __init__(
        self, parser: Parser, writer: BlockWriter, source: str, tokens: list[Token], first_line: int, apart: bool
    ) -> None:
        self.first_line = first_line
        self._parser = parser
        self._writer = writer
        table = writer.table(tokens)
        self._aligned = table.aligned
        self._names = table.rows[0]
        self._widths = column_widths(table, writer.width)
        # With too many of them the whole will be shown as it was written, and the rows from there on are.
        self._cells = len(table.rows) * len(self._aligned)
        self._source = [source]
        self._partial = ""
        drawn = table_lines(table, writer.width, self._widths)
        self._settling = Settling(first_line, [*([BLANK] if apart else []), *drawn])

    @staticmethod
    def worth_it(tokens: list[Token]) -> bool:
        """Whether a table is long or wide, and not both beyond all measure."""
        rows = sum(token.type == "tr_open" for token in tokens)
        cells = sum(token.type in ("td_open", "th_open") for token in tokens)
        return (rows > ROWS_MEASURED or (cells > _CELLS_MEASURED and rows > 1)) and cells <= MOST_RECORDS

    def feed(self, text: str) -> str | None:
        text = self._partial + text
        at = 0
        while (newline := text.find("\n", at)) >= 0:
            row = self._row(text[at : newline + 1])
            if row is None:
                self._source.append(text[:at])
                self._partial = ""
                return text[at:]
            self._settling.settle(row)
            at = newline + 1
            self._cells += len(self._aligned)
        self._source.append(text[:at])
        self._partial = text[at:]
        return None

    def source(self) -> str:
        return "".join(self._source) + self._partial

    def show(self, lines: list[Line]) -> int:
        open_row = (self._row(self._partial) or []) if self._partial.strip(" \t") else []
        return self._settling.put(lines, open_row)

    def _row(self, text: str) -> list[Line] | None:
        """The lines of one row; None if the table ends before it."""
        tokens = self._parser.blocks(_HEAD + text, {})
        if len(top_level(tokens)) != 1 or sum(token.type == "tr_open" for token in tokens) != 2:
            return None
        if not self._widths and self._cells > MOST_RECORDS:
            return list(plain_lines(text.rstrip("\n"), self._writer.width))
        cells = escapedSplit(text.strip())
        if cells and not cells[0]:
            cells.pop(0)
        if cells and not cells[-1]:
            cells.pop()
        texts = [cell.strip() for cell in cells[: len(self._aligned)]]
        row = [self._writer.cell(text) for text in texts + [""] * (len(self._aligned) - len(texts))]
        if self._widths:
            return list(row_lines(row, self._widths, self._aligned))
        return list(record_lines(self._names, row, self._writer.width, first=False))
