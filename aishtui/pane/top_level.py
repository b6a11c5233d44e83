"""The blocks of a text one below the other: what separates them, and what is above the first."""

from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.blocks import BlockWriter, is_blank
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.parsing import NOTE, Parser, notes_last, top_level
from aishtui.pane.plain import plain_lines


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a text that goes on with another."""

    blank: bool = False
    """Whether a blank line is between."""
    note: bool = False
    """Whether it is a footnote."""
    item: int | None = None
    """The number of the item with which the text goes on with a list whose earlier items are above."""


def whole(parser: Parser, source: str, width: int) -> list[Line]:
    """The lines of a complete text (cleaned), laid out in one go."""
    references: dict[str, Any] = {}
    tokens = notes_last(parser.blocks(source, references))
    lines: list[Line] = []
    write_blocks(lines, tokens, source, BlockWriter(parser, width, references))
    return lines or as_source(source, width)


def as_source(source: str, width: int) -> list[Line]:
    """Nothing of it is visible in Markdown, and nothing that came is hidden."""
    return list(plain_lines(source.strip("\n"), width)) if source.strip() else []


def write_blocks(
    lines: list[Line],
    tokens: list[Token],
    source: str,
    writer: BlockWriter,
    above: Above | None = None,
    inner: bool = False,
) -> None:
    """Append the lines of the blocks of `source`. Within a list item or quote (`inner`) blank lines are as written."""
    above = above or Above()
    rows = source.split("\n")
    starts = [*top_level(tokens), len(tokens)]
    for start, stop in pairwise(starts):
        block = tokens[start:stop]
        item = above.item if start == 0 and block[0].type.endswith("list_open") else None
        row = block[0].map[0] if block[0].map else 0
        blank = above.blank if row == 0 else is_blank(rows[row - 1])
        new = writer.write(block, rows, item)
        if lines and new and apart(block[0], Above(blank, above.note, item), inner):
            lines.append(BLANK)
        lines.extend(new)
        above = Above(note=block[0].type == NOTE)


def apart(block: Token, above: Above, inner: bool) -> bool:
    """Whether a blank line is drawn between a block and the one above it."""
    if inner or above.item is not None:
        return above.blank
    return not (above.note and block.type == NOTE)
