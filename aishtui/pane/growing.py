"""Markdown that grows: finished blocks are laid out once and frozen, only the open one is laid out again.

A block is finished when, among the complete lines alone, another one begins after it: the interpretation of a line
that is still being written may change (`*` a list, `**bold**` not), that of a complete one cannot end an earlier block
and then not. In an open list all items but the last are finished in the same way. What a later link definition does to
earlier text is settled at the end, when the whole is laid out once more.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from aishtui.pane.arriving import Arriving
from aishtui.pane.blocks import BlockWriter, first_number, is_blank
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.open_fence import OpenFence
from aishtui.pane.open_paragraph import OpenParagraph
from aishtui.pane.open_table import OpenTable
from aishtui.pane.parsing import Parser, complete_lines, known_before, line_starts, too_much, top_level
from aishtui.pane.plain import plain_lines

_LONGEST_OPEN = 60_000
"""An open block that is longer is laid out as plain text until it ends, or each frame would cost ever more."""


def at_once(parser: Parser, source: str, width: int) -> list[Line]:
    """The lines of a complete text (cleaned), laid out in one go."""
    if too_much(source):
        return _as_source(source, width)
    references: dict[str, Any] = {}
    tokens = parser.blocks(source, references)
    whole = GrowingMarkdown(parser, width)
    whole._write(tokens, source, references)
    return whole.lines or _as_source(source, width)


def _as_source(source: str, width: int) -> list[Line]:
    """Too much for Markdown, or nothing of it is visible in Markdown: nothing that came is hidden."""
    return list(plain_lines(source.strip("\n"), width)) if source.strip() else []


@dataclass(frozen=True, slots=True)
class _Item:
    """The item with which the tail goes on with a list whose earlier items are frozen."""

    number: int
    apart: bool
    """Whether a blank line was before it."""


class GrowingMarkdown:
    """The lines of a text that grows."""

    def __init__(self, parser: Parser, width: int) -> None:
        self.lines: list[Line] = []
        self._parser = parser
        self._width = width
        self._arriving = Arriving()
        self._source: list[str] = []
        self._tail = ""
        """The source from the first block that is not frozen on."""
        self._seen = 0
        """How much of the tail was there at the last attempt to freeze."""
        self._frozen = 0
        self._unchanged = 0
        self._fences = 0
        self._references: dict[str, Any] = {}
        self._item: _Item | None = None
        self._open: OpenFence | OpenTable | None = None
        self._paragraph: OpenParagraph | None = None

    def feed(self, text: str) -> None:
        """Take in what arrived; nothing is laid out yet."""
        self._take(self._arriving.clean(text))

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        self._unchanged = self._frozen
        self._freeze()
        self._cut(self._frozen)
        if self._open is not None:
            self.lines.extend(self._open.lines())
        elif self._tail.strip(" \t\n"):
            self._open_block()
        return self._unchanged

    def finish(self) -> int:
        """Lay out the rest as what it is when nothing follows; the index of the first line that may have changed."""
        self._take(self._arriving.rest())
        source = "".join(self._source)
        self._unchanged = self._frozen
        self._freeze()
        self._leave_open()
        references = dict(self._references)
        tokens = self._parser.blocks(self._tail, references)
        if references or too_much(source):
            # Links may be defined below the text that uses them: once more, with all definitions known.
            self._cut(0)
            self.lines.extend(at_once(self._parser, source, self._width))
        else:
            self._cut(self._frozen)
            self._write(tokens, self._tail, references)
            if not self.lines:
                self.lines.extend(_as_source(source, self._width))
        self._frozen, self._tail = len(self.lines), ""
        return self._unchanged

    def _take(self, text: str) -> None:
        if text:
            self._source.append(text)
            self._tail += text

    def _cut(self, index: int) -> None:
        """Drop the lines from `index` on; nothing before it is frozen any more than that."""
        del self.lines[index:]
        self._frozen = min(self._frozen, index)
        self._unchanged = min(self._unchanged, index)

    def _freeze(self) -> None:
        """Lay out for good what has ended."""
        while True:
            if self._open is not None and not self._open_ended(self._open):
                return
            complete = complete_lines(self._tail)
            if len(complete) == self._seen or not complete.strip(" \t\n"):
                return
            if not self._freeze_blocks(complete):
                return

    def _open_ended(self, block: OpenFence | OpenTable) -> bool:
        """Hand the tail to the open block; once it ends, lay it out as a whole."""
        rest = block.feed(self._tail)
        self._tail, self._seen = "", 0
        if rest is None:
            self._cut(self._frozen)
            self.lines.extend(block.settled())
            self._frozen = len(self.lines)
            return False
        self._leave_open()
        references = dict(self._references)
        self._write(self._parser.blocks(self._tail, references), self._tail, references)
        self._frozen, self._tail = len(self.lines), rest
        return True

    def _leave_open(self) -> None:
        if self._open is not None:
            self._cut(self._open.first_line)
            self._tail, self._open = self._open.source(), None

    def _freeze_blocks(self, complete: str) -> bool:
        """Freeze the blocks that have ended; whether it is worth looking again."""
        self._seen = len(complete)
        references = dict(self._references)
        tokens = self._parser.blocks(complete, references)
        starts = top_level(tokens)
        if not starts:
            return False
        ended, row, item = self._ended(tokens, starts[-1], complete)
        if ended or row:
            known = known_before(references, row)
            self._cut(self._frozen)
            self._write(ended, complete, known)
            self._frozen = len(self.lines)
            self._references = _above(known)
            start = line_starts(complete)[row]
            self._tail = self._tail[start:]
            self._seen -= start
        self._item = item
        self._open = self._long_block(tokens[starts[-1] :], complete.count("\n"), references)
        return self._open is not None

    def _long_block(self, tokens: list[Token], rows: int, references: dict[str, Any]) -> OpenFence | OpenTable | None:
        """What goes on with the block at the tail's beginning without parsing all of it again, if anything can."""
        if tokens[0].type == "fence":
            opening, newline, self._tail = self._tail.partition("\n")
            return OpenFence(opening + newline, self._frozen, self._fences + 1, self._width)
        if tokens[0].type == "table_open" and tokens[0].map and tokens[0].map[1] == rows:
            writer = BlockWriter(self._parser, self._width, references, self._fences)
            if OpenTable.worth_it(tokens, writer):
                source, self._tail = self._tail[: self._seen], self._tail[self._seen :]
                return OpenTable(self._parser, writer, source, tokens, self._frozen)
        return None

    def _ended(self, tokens: list[Token], last: int, complete: str) -> tuple[list[Token], int, _Item | None]:
        """The tokens of what has ended, the row at which the rest begins, and the list item it begins with."""
        block = tokens[last]
        row = block.map[0] if block.map else 0
        item = self._item if last == 0 else None
        if not block.type.endswith("list_open"):
            return tokens[:last], row, None
        items = [at for at in range(last, len(tokens)) if tokens[at].type == "list_item_open" and tokens[at].level == 1]
        if len(items) < 2:
            return tokens[:last], row, item
        begun = tokens[items[-1]].map
        row = begun[0] if begun else row
        number = (item.number if item else first_number(block)) + len(items) - 1
        apart = is_blank(complete.split("\n")[row - 1])
        return [*tokens[: items[-1]], tokens[-1]], row, _Item(number, apart)

    def _write(self, tokens: list[Token], source: str, references: dict[str, Any]) -> None:
        """Append the lines of top-level `tokens`; the first goes on with a list where one is open."""
        rows = source.split("\n")
        writer = BlockWriter(self._parser, self._width, references, self._fences)
        starts = [*top_level(tokens), len(tokens)]
        for index, (start, stop) in enumerate(pairwise(starts)):
            block = tokens[start:stop]
            item = self._item if index == 0 and block[0].type.endswith("list_open") else None
            lines = writer.write(block, rows, item.number if item else None)
            if self.lines and lines and (item is None or item.apart):
                self.lines.append(BLANK)
            self.lines.extend(lines)
        self._fences = writer.fences

    def _open_block(self) -> None:
        """Lay out the tail as it is now."""
        if self._paragraph is not None and self._paragraph.goes_on(self._tail):
            self._append(self._paragraph.lines(self._tail))
            return
        if len(self._tail) > _LONGEST_OPEN:
            self._append(list(plain_lines(self._tail, self._width)))
            return
        references = dict(self._references)
        tokens = self._parser.blocks(self._tail, references)
        fences = self._fences
        self._write(tokens, self._tail, references)
        self._fences = fences
        self._paragraph = None
        if OpenParagraph.worth_it(tokens, self._tail):
            self._paragraph = OpenParagraph(self._parser, self._width, self._tail, references)

    def _append(self, lines: list[Line]) -> None:
        if self.lines:
            self.lines.append(BLANK)
        self.lines.extend(lines)


def _above(references: dict[str, Any]) -> dict[str, Any]:
    """Definitions as seen from the rest of the text: above everything in it."""
    return {label: {**found, "map": [-1, -1]} for label, found in references.items()}
