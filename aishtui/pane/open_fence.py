"""A code fence that is still open: no Markdown at all, only a look for its closing line."""

import re

from aishtui.pane.code import LONGEST_LINE, code_rows, corner_line, framed, language_of, row_lines
from aishtui.pane.lines import BLANK, CODE, Line
from aishtui.pane.open_block import Settling
from aishtui.pane.plain import PlainGrowing
from aishtui.pane.wrapping import expand_tabs

OPENING = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")

# Colouring a line needs the lines above it, but not all of them and not at once: a new line is coloured by itself, and
# every so often a window of the last lines together. (A lexer takes 0.15 ms for a line.)
_WINDOW = 24
_TOGETHER_EVERY = 8


class OpenFence:
    """The lines of an open fence. Colours across its window's start may be wrong until the fence closes."""

    def __init__(self, opening: str, first_line: int, number: int, width: int, apart: bool) -> None:
        self.first_line = first_line
        """The index of its first line in the answer."""
        match = OPENING.match(opening)
        mark, info = (match[1], match[2]) if match else ("```", "")
        self._closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}[ \t]*")
        self._may_close = re.compile(rf" {{0,3}}{re.escape(mark[0])}*")
        self._indent = len(opening) - len(opening.lstrip(" "))
        self._language = language_of(info)
        self._width = width
        self._source = [opening]
        self._rows: list[str] = []
        self._partial = ""
        self._long_row: PlainGrowing | None = None
        """The row that is being written, if it is long: it is wrapped piece by piece and not coloured."""
        self._long_lines: list[Line] = []
        self._long_read = 0
        self._coloured: list[list[Line]] = []
        self._alone = 0
        """How many rows at the end were coloured by themselves."""
        corner = corner_line(self._language, number, width)
        self._settling = Settling(first_line, [BLANK, corner] if apart else [corner])

    def feed(self, text: str) -> str | None:
        """Take in text; what follows the closing line, or None while the fence is open."""
        text = self._partial + text
        at, known = 0, len(self._rows)
        while (newline := text.find("\n", at)) >= 0:
            row = text[at:newline]
            at = newline + 1
            if self._closing.fullmatch(row):
                self._source.append(text[:at])
                self._partial = ""
                return text[at:]
            self._long_row = None
            self._rows.append(self._unindented(row))
        self._source.append(text[:at])
        self._partial = text[at:]
        if at:
            self._colour(len(self._rows) - known)
        return None

    def source(self) -> str:
        """Everything from the opening line on."""
        return "".join(self._source) + self._partial

    def show(self, lines: list[Line]) -> int:
        open_lines = [line for row in self._coloured for line in row]
        if len(self._partial) > LONGEST_LINE:
            above, begun = len(open_lines), self._long_row is not None
            first = self._grow_long_row()
            return self._settling.put(lines, [*open_lines, *self._long_lines], above + first if begun else 0)
        partial = self._unindented(self._partial)
        if partial and not self._may_close.fullmatch(self._partial):
            open_lines.extend(self._together([partial])[0])
        return self._settling.put(lines, open_lines)

    def _grow_long_row(self) -> int:
        """Bring the lines of a long row up to date; the first that changed."""
        if self._long_row is None:
            self._long_row = PlainGrowing(max(1, self._width - 2), CODE)
            self._long_lines, self._long_read = [], self._indent
        self._long_row.feed(self._partial[self._long_read :])
        self._long_read = len(self._partial)
        first = self._long_row.advance()
        self._long_lines[first:] = [framed(line) for line in self._long_row.lines[first:]]
        return first

    def _unindented(self, row: str) -> str:
        spaces = len(row) - len(row.lstrip(" "))
        return row[min(spaces, self._indent) :]

    def _colour(self, new: int) -> None:
        self._alone += new
        if self._alone < _TOGETHER_EVERY:
            for row in self._rows[-new:]:
                self._coloured.extend(self._together([row]))
            return
        self._alone = 0
        self._coloured = self._together(self._rows)
        done = len(self._rows) - _WINDOW
        if done > _WINDOW:
            self._settling.settle([line for row in self._coloured[:done] for line in row])
            del self._rows[:done], self._coloured[:done]

    def _together(self, rows: list[str]) -> list[list[Line]]:
        """The lines of each row. A lexer that joins or drops rows is not asked for colours."""
        coloured = list(code_rows("\n".join(rows) + "\n", self._language))
        if len(coloured) != len(rows):
            coloured = [expand_tabs(row, CODE) for row in rows]
        return [row_lines(row, self._width) for row in coloured]
