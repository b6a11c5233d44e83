"""Markdown that grows: finished blocks are laid out once and frozen, only the open one is laid out again.

A block is finished when, among the complete lines alone, another one begins after it: the interpretation of a line
that is still being written may change (`*` a list, `**bold**` not), that of a complete one cannot end an earlier block
and then not. In an open list all items but the last are finished in the same way. What a later link definition does to
earlier text is settled at the end, when the whole is laid out once more. An open block that has become long goes on
in a way of its own (`open_…`), so that no frame costs more for what came before.
"""

from dataclasses import replace
from typing import Any

from markdown_it.token import Token

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.blocks import BlockWriter, first_number, is_blank
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.open_block import OpenBlock
from aishtui.pane.open_container import Inside, OpenContainer
from aishtui.pane.open_fence import OpenFence
from aishtui.pane.open_paragraph import OpenParagraph
from aishtui.pane.open_rest import OpenRest
from aishtui.pane.open_table import OpenTable
from aishtui.pane.parsing import NOTE, Parser, complete_lines, known_before, line_starts, top_level
from aishtui.pane.top_level import Above, apart, as_source, whole, write_blocks


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which length on, in characters, an open block is not laid out as a whole for each frame."""

    prose: int = 300
    """Paragraphs, quotes and list items."""
    other: int = 1_500
    deepest: int = 6
    """Quotes and lists within each other."""


BOUNDS = Bounds()


class GrowingMarkdown:
    """The lines of a cleaned text that grows. Within a quote or list item `depth` is more than 0."""

    def __init__(
        self,
        parser: Parser,
        width: int,
        bounds: Bounds = BOUNDS,
        depth: int = 0,
        fences: int = 0,
        references: dict[str, Any] | None = None,
    ) -> None:
        self.lines: list[Line] = []
        self._parser = parser
        self._width = width
        self._bounds = bounds
        self._depth = depth
        self._source: list[str] = []
        self._tail = ""
        """The source from the first block that is not frozen on, without what the open block has taken."""
        self._seen = 0
        """How much of the tail was there at the last attempt to freeze."""
        self._frozen = 0
        self._unchanged = 0
        self._fences = fences
        self._references: dict[str, Any] = dict(references or {})
        self._before = Above()
        self._open: OpenBlock | None = None
        self._looked_again = False
        """Whether a complete line was awaited to end the block at the tail's beginning, and did not."""

    def feed(self, text: str) -> None:
        """Take in what arrived; nothing is laid out yet."""
        if text:
            self._source.append(text)
            self._tail += text

    def advance(self) -> int:
        """Lay out what was fed; the index of the first line that may have changed."""
        self._unchanged = len(self.lines)
        self._freeze()
        if self._open is None:
            self._cut(self._frozen)
            if self._tail.strip(" \t\n"):
                self._open_tail()
        else:
            self._unchanged = min(self._unchanged, self._open.show(self.lines))
        return self._unchanged

    def finish(self) -> int:
        """Lay out the rest as what it is when nothing follows; the index of the first line that may have changed."""
        self._unchanged = len(self.lines)
        self._freeze()
        self._leave_open()
        references = dict(self._references)
        tokens = self._parser.blocks(self._tail, references)
        if references:
            # Links may be defined below the text that uses them: once more, with all definitions known.
            self._cut(0)
            self.lines.extend(whole(self._parser, "".join(self._source), self._width))
        else:
            self._cut(self._frozen)
            self._write(tokens, self._tail, references, frozen=True)
            if not self.lines:
                self.lines.extend(as_source("".join(self._source), self._width))
        self._frozen, self._tail = len(self.lines), ""
        return self._unchanged

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

    def _open_ended(self, block: OpenBlock) -> bool:
        """Hand the tail to the open block; once it ends, lay it out as a whole."""
        rest = block.feed(self._tail)
        self._tail, self._seen = "", 0
        if rest is None:
            return False
        self._leave_open()
        if self._tail:
            references = dict(self._references)
            tokens = self._parser.blocks(self._tail, references)
            self._write(tokens, self._tail, references, frozen=True)
            self._frozen, self._before = len(self.lines), Above(note=bool(tokens) and tokens[0].type == NOTE)
            self._references, self._looked_again = _above(references), False
        self._tail = rest
        return True

    def _leave_open(self) -> None:
        if self._open is not None:
            self._cut(self._open.first_line)
            self._tail, self._open = self._open.source() + self._tail, None

    def _freeze_blocks(self, complete: str) -> bool:
        """Freeze the blocks that have ended; whether it is worth looking again."""
        self._seen = len(complete)
        references = dict(self._references)
        tokens = self._parser.blocks(complete, references)
        starts = top_level(tokens)
        if not starts:
            return False
        ended, row, before = self._ended(tokens, starts, complete)
        if ended or row:
            known = known_before(references, row)
            self._cut(self._frozen)
            self._write(ended, complete, known, frozen=True)
            self._frozen = len(self.lines)
            self._references = _above(known)
            start = line_starts(complete)[row]
            self._tail = self._tail[start:]
            self._seen -= start
            self._looked_again = False
        self._before = before
        self._open = self._fence_or_table(tokens[starts[-1] :], complete.count("\n"), references)
        return self._open is not None

    def _ended(self, tokens: list[Token], starts: list[int], complete: str) -> tuple[list[Token], int, Above]:
        """The tokens of what has ended, the row at which the rest begins, and what is above the rest then."""
        last = starts[-1]
        block = tokens[last]
        row = block.map[0] if block.map else 0
        items: list[int] = []
        if block.type.endswith("list_open"):
            levels = enumerate(tokens[last:], last)
            items = [at for at, token in levels if token.type == "list_item_open" and token.level == 1]
        if len(items) < 2:
            if not row:
                return [], 0, self._before
            note = len(starts) > 1 and tokens[starts[-2]].type == NOTE
            return tokens[:last], row, Above(_blank_above(complete, row), note)
        begun = tokens[items[-1]].map
        row = begun[0] if begun else row
        first = self._before.item if last == 0 and self._before.item is not None else first_number(block)
        before = Above(_blank_above(complete, row), item=first + len(items) - 1)
        return [*tokens[: items[-1]], tokens[-1]], row, before

    def _write(self, tokens: list[Token], source: str, references: dict[str, Any], frozen: bool) -> None:
        """Append the lines of top-level `tokens`; the first goes on with a list where one is open."""
        writer = BlockWriter(self._parser, self._width, references, self._fences)
        write_blocks(self.lines, tokens, source, writer, self._before, inner=self._depth > 0)
        if frozen:
            self._fences = writer.fences

    # The block at the end

    def _open_tail(self) -> None:
        """Lay out the tail as it is now, or have it go on in a way of its own."""
        references = dict(self._references)
        tokens = self._parser.blocks(self._tail, references)
        if tokens and len(self._tail) > self._bounds.prose:
            block = self._paragraph_or_container(tokens, references)
            if block is not None:
                self._open, self._tail, self._seen = block, "", 0
                block.show(self.lines)
                return
        if len(self._tail) <= self._bounds.other:
            self._write(tokens, self._tail, references, frozen=False)
            return
        base = complete_lines(self._tail) or self._tail
        tokens = self._parser.blocks(base, references)
        self._write(tokens, base, references, frozen=False)
        if is_blank(base[base.rfind("\n", 0, -1) + 1 : -1]):
            self.lines.append(BLANK)
        child = GrowingMarkdown(self._parser, self._width, self._bounds, self._depth + 1, self._fences, references)
        one_row = len(base) < len(self._tail) and not self._looked_again
        self._looked_again = True
        child.feed(self._tail[len(base) :])
        self._open = OpenRest(self._tail, child, self._frozen, len(self.lines), one_row)
        self._tail, self._seen = "", 0
        self._open.show(self.lines)

    def _fence_or_table(self, tokens: list[Token], rows: int, references: dict[str, Any]) -> OpenBlock | None:
        """What goes on with a fence or a table that begins the tail."""
        first = tokens[0]
        if first.type == "fence":
            opening, newline, self._tail = self._tail.partition("\n")
            return OpenFence(opening + newline, self._frozen, self._fences + 1, self._width, self._apart(first))
        if first.type == "table_open" and first.map and first.map[1] == rows:
            writer = BlockWriter(self._parser, self._width, references, self._fences)
            if OpenTable.worth_it(tokens):
                source, self._tail = self._tail[: self._seen], self._tail[self._seen :]
                return OpenTable(self._parser, writer, source, tokens, self._frozen, self._apart(first))
        return None

    def _paragraph_or_container(self, tokens: list[Token], references: dict[str, Any]) -> OpenBlock | None:
        """What goes on with a paragraph, a quote or a list item that is all of the tail."""
        first, apart = tokens[0], self._apart(tokens[0])
        if OpenParagraph.is_one(tokens, self._tail):
            return OpenParagraph(self._parser, self._width, self._tail, references, self._frozen, apart)
        if self._depth >= self._bounds.deepest or not OpenContainer.is_one(tokens):
            return None
        number = self._before.item
        if number is None:
            number = first_number(first) if first.type == "ordered_list_open" else 1
        inside = Inside(self._tail, first, number)
        width = self._width - inside.width
        if not inside.known or inside.width > self._width // 4:
            return None
        child = GrowingMarkdown(self._parser, width, self._bounds, self._depth + 1, self._fences, self._references)
        block = OpenContainer(inside, child, self._frozen, apart)
        return block if block.feed(self._tail) is None else None

    def _apart(self, first: Token) -> bool:
        """Whether a blank line is drawn above the tail's first block."""
        before = self._before if first.type.endswith("list_open") else replace(self._before, item=None)
        return self._frozen > 0 and apart(first, before, inner=self._depth > 0)


def _blank_above(source: str, row: int) -> bool:
    return is_blank(source.split("\n")[row - 1])


def _above(references: dict[str, Any]) -> dict[str, Any]:
    """Definitions as seen from the rest of the text: above everything in it."""
    return {label: {**found, "map": [-1, -1]} for label, found in references.items()}
