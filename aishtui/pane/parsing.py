"""The Markdown parser: block structure and inline text, each when it is needed.

Loading markdown-it takes 45 ms, so nothing that is imported before the first paint imports this file.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from aishtui.pane import block_rules, inline_rules
from aishtui.pane.inline_rules import note_key

DEEPEST = 40
"""Blocks nested deeper than this are shown as their source: markdown-it drops what is below its limit."""

NOTE = "footnote_reference_open"
"""The token that begins a footnote's text."""

References = Mapping[str, Any]
"""Link definitions by their label, and footnotes by `note_key`; each has the rows of its `map`."""


class Parser:
    """CommonMark with tables, strikethrough and footnotes; formulas stay text."""

    def __init__(self) -> None:
        self._markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
        footnote_plugin(self._markdown, inline=False, move_to_end=False)
        self._markdown.disable("footnote_ref")
        block, inline = self._markdown.block.ruler, self._markdown.inline.ruler
        block.at("reference", block_rules.reference, {"alt": []})
        block.before("fence", "formula", block_rules.formula, {"alt": ["paragraph", "reference", "blockquote", "list"]})
        inline.before("escape", "formula", inline_rules.formula)
        inline.before("link", "footnote", inline_rules.footnote)
        inline.at("link", inline_rules.link)
        inline.at("image", inline_rules.image)

    def blocks(self, source: str, references: dict[str, Any]) -> list[Token]:
        """The block tokens of cleaned text; link definitions and footnotes found are added to `references`."""
        tokens: list[Token] = []
        self._markdown.block.parse(source, self._markdown, {"references": references}, tokens)
        for token in tokens:
            if token.type == NOTE:
                references.setdefault(note_key(token.meta["label"]), {"map": token.map})
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


def notes_last(tokens: list[Token]) -> list[Token]:
    """The top-level blocks with the footnotes at the end, as GitHub shows them."""
    starts = [*top_level(tokens), len(tokens)]
    blocks = [tokens[start:stop] for start, stop in pairwise(starts)]
    blocks.sort(key=lambda block: block[0].type == NOTE)
    return [token for block in blocks for token in block]


def known_before(references: References, line: int) -> dict[str, Any]:
    """The link definitions that end at or above `line`."""
    return {label: found for label, found in references.items() if found["map"][1] <= line}
