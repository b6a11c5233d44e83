"""What the parser reads in a line besides CommonMark: formulas stay text, footnotes are marks, links cost little."""

import re

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as stock_image
from markdown_it.rules_inline import link as stock_link

_FORMULA = re.compile(r"\$\$[^$`]{1,2000}\$\$|\$(?![\s$])[^$`\n]{0,1000}(?<![\s\\])\$(?!\d)")
_LONGEST_FORMULA = 2000
_NOTE = re.compile(r"\[\^([^\s\[\]]{1,200})\]")


def note_key(label: str) -> str:
    """The name of a footnote among the link definitions, whose labels are upper case."""
    return f"note {label}"


def formula(state: StateInline, silent: bool) -> bool:
    r"""`$a_1*b$`, `$$…$$`, `\(…\)` and `\[…\]` as they were written, stars and backslashes too.

    A dollar sign opens and closes as in pandoc: no space inside it, no digit behind it, so that prices are none.
    """
    stop = _formula_end(state.src, state.pos, state.posMax)
    if stop < 0:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : stop])
    state.pos = stop
    return True


def _formula_end(text: str, start: int, limit: int) -> int:
    if text[start] == "$":
        match = _FORMULA.match(text, start, limit)
        return match.end() if match else -1
    if not text.startswith(("\\(", "\\["), start):
        return -1
    closing = "\\)" if text[start + 1] == "(" else "\\]"
    found = text.find(closing, start + 2, min(limit, start + _LONGEST_FORMULA))
    # `\[text\](target)` is somebody's way to show how links are written.
    return -1 if found < 0 or text.startswith("(", found + 2) else found + 2


def footnote(state: StateInline, silent: bool) -> bool:
    """`[^1]`, where that footnote is defined."""
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if match is None or note_key(match[1]) not in state.env["references"]:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def link(state: StateInline, silent: bool) -> bool:
    """Links. A bracket that can begin none is seen at once, where the stock rule reads to the end for each of them."""
    return _may_be_link(state) and stock_link(state, silent)


def image(state: StateInline, silent: bool) -> bool:
    """Images, in the same way."""
    return _may_be_link(state) and stock_image(state, silent)


def _may_be_link(state: StateInline) -> bool:
    closing = "]" if state.env["references"] else "]("
    return state.src.find(closing, state.pos, state.posMax) >= 0
