"""A long list item or quote that is still open: what stands in it grows as a text of its own."""

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from aishtui.pane.blocks import BULLET, QUOTE_BAR, Gutter, bullet_text
from aishtui.pane.lines import BLANK, CODE, PLAIN, Line, Span
from aishtui.pane.parsing import closing
from aishtui.pane.wrapping import cells

if TYPE_CHECKING:
    from aishtui.pane.growing import GrowingMarkdown

_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}[.)]) {1,4}(?=[^ \t\n])")
_QUOTE = re.compile(r" {0,3}>(?: |(?=[^ \t]))")
_QUOTE_BEGUN = re.compile(r" {0,3}>?")


class Inside:
    """How the rows of a container begin, and what stands left of its lines."""

    def __init__(self, source: str, token: Token, number: int) -> None:
        self.quote = token.type == "blockquote_open"
        match = None if self.quote else _ITEM.match(source)
        self._indent = match.end() if match else 0
        self.known = self.quote or match is not None
        mark = bullet_text(token.type == "ordered_list_open", number)
        self._bullet = Span(mark, BULLET, mark if token.type == "ordered_list_open" else "- ")
        self.width = cells(QUOTE_BAR.text if self.quote else mark)

    def gutter(self) -> Gutter:
        if self.quote:
            return Gutter().inside(QUOTE_BAR)
        return Gutter().inside(Span(" " * len(self._bullet.text), PLAIN), self._bullet)

    def skipped(self, row: str, first: bool) -> int | None:
        """How many characters at a row's beginning are the container's; -1 if that is not known yet, None if the row
        may be none of it. A complete row ends in a newline."""
        if self.quote:
            match = _QUOTE.match(row)
            if match:
                return match.end()
            if row.rstrip("\n").endswith(">") and row.endswith("\n") and _QUOTE_BEGUN.fullmatch(row[:-1]):
                return len(row) - 1
            return -1 if _QUOTE_BEGUN.fullmatch(row) else None
        if first:
            return self._indent
        spaces = len(row) - len(row.lstrip(" "))
        if spaces >= self._indent:
            return self._indent
        if spaces == len(row):
            return -1
        return len(row) - 1 if row == " " * spaces + "\n" else None


class OpenContainer:
    """The lines of an open list item or quote. A line that is not plainly within it has all of it read anew."""

    def __init__(self, inside: Inside, child: "GrowingMarkdown", first_line: int, apart: bool) -> None:
        self.first_line = first_line
        self._inside = inside
        self._child = child
        self._apart = apart
        self._source: list[str] = []
        self._row = ""
        self._fed = -1
        """How much of the last row is the child's already; -1 while it is not known where its text begins."""
        self._first = True
        self._shown = first_line

    @staticmethod
    def is_one(tokens: list[Token]) -> bool:
        """Whether the tokens of a text are one quote or one list item and nothing else, from its beginning on."""
        if tokens[0].map is None or tokens[0].map[0] or closing(tokens, 0) != len(tokens) - 1:
            return False
        if tokens[0].type == "blockquote_open":
            return True
        items = sum(token.type == "list_item_open" and token.level == 1 for token in tokens)
        return tokens[0].type.endswith("list_open") and items == 1

    def feed(self, text: str) -> str | None:
        self._source.append(text)
        at = 0
        while at < len(text):
            newline = text.find("\n", at)
            stop = len(text) if newline < 0 else newline + 1
            self._row += text[at:stop]
            at = stop
            if not self._take_row():
                return self._left(text[at:])
        return None

    def source(self) -> str:
        return "".join(self._source)

    def show(self, lines: list[Line]) -> int:
        new = not lines[self.first_line :]
        first = self._child.advance()
        begin = self.first_line + self._apart
        if new and self._apart:
            lines.append(BLANK)
        changed = min(begin + first, len(lines))
        del lines[changed:]
        gutter = self._inside.gutter()
        if changed > begin:
            gutter.spans()
        for at in range(changed - begin, len(self._child.lines)):
            line = self._child.lines[at]
            begins = at == 0 or self._child.lines[at - 1].end == "\n"
            copied = begins and line.fill != CODE and bool(line.spans)
            lines.append(gutter.before(line, copied))
        if not self._child.lines:
            lines.append(Line(gutter.spans(), PLAIN))
        return min(changed, self.first_line) if new else changed

    def _left(self, rest: str) -> str:
        """What to read from here on, now that the last row is not plainly within the container."""
        source, self._source = "".join(self._source), []
        if not self._inside.quote or self._row.strip(" \t\n") or not self._row.endswith("\n"):
            return source
        # A blank line ends a quote, whatever follows.
        read = len(source) - len(rest) - len(self._row)
        self._source = [source[:read]]
        return source[read:]

    def _take_row(self) -> bool:
        """Hand what is new of the last row to the child; whether the row is within the container."""
        complete = self._row.endswith("\n")
        if self._fed < 0:
            skipped = self._inside.skipped(self._row, self._first)
            if skipped is None or (skipped < 0 and complete):
                return False
            self._fed = skipped
        if self._fed >= 0:
            self._child.feed(self._row[self._fed :])
            self._fed = len(self._row)
        if complete:
            self._row, self._fed, self._first = "", -1, False
        return True
