"""The Markdown parser: block structure and inline text, each when it is needed.

Loading markdown-it takes 45 ms, so nothing that is imported before the first paint imports this file.
"""

from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as stock_reference
from markdown_it.token import Token

DEEPEST = 40
"""Blocks nested deeper than this are shown as their source: markdown-it drops what is below its limit."""

# Above these a block is shown as plain text, so that no text whatever can hold up the screen.
LONGEST_LINE = 40_000
LONGEST_TEXT = 2_000_000

References = Mapping[str, Any]


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Link definitions, but not `[^1]: note`: footnotes stay text, and text must not vanish."""
    at = state.bMarks[start] + state.tShift[start]
    if state.src.startswith("[^", at):
        return False
    return stock_reference(state, start, end, silent)


class Parser:
    """CommonMark with tables and strikethrough."""

    def __init__(self) -> None:
        self._markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
        self._markdown.block.ruler.at("reference", _reference, {"alt": []})

    def blocks(self, source: str, references: dict[str, Any]) -> list[Token]:
        """The block tokens of cleaned text; link definitions found are added to `references`."""
        tokens: list[Token] = []
        self._markdown.block.parse(source, self._markdown, {"references": references}, tokens)
        return tokens

    def inline(self, content: str, references: References) -> list[Token]:
        """The inline tokens of one block's content."""
        tokens: list[Token] = []
        self._markdown.inline.parse(content, self._markdown, {"references": references}, tokens)
        return tokens


def closing(tokens: list[Token], index: int) -> int:
    """The index of the token that closes the one at `index`."""
    depth = 0
    for at in range(index, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def top_level(tokens: list[Token]) -> list[int]:
    """The indexes at which the top-level blocks begin."""
    return [index for index, token in enumerate(tokens) if token.level == 0 and token.nesting >= 0]


def line_starts(source: str) -> list[int]:
    """Where each line of `source` begins; one more entry for the end of a last line."""
    starts = [0]
    at = source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find("\n", at + 1)
    return starts


def complete_lines(source: str) -> str:
    """`source` up to and with its last newline."""
    return source[: source.rfind("\n") + 1]


def too_much(source: str) -> bool:
    """Whether `source` is nothing that Markdown could make more readable in bounded time."""
    if len(source) <= LONGEST_LINE:
        return False
    if len(source) > LONGEST_TEXT:
        return True
    starts = line_starts(source)
    return any(after - before > LONGEST_LINE for before, after in zip(starts, [*starts[1:], len(source)], strict=True))


def known_before(references: References, line: int) -> dict[str, Any]:
    """The link definitions that end at or above `line`."""
    return {label: found for label, found in references.items() if found["map"][1] <= line}
