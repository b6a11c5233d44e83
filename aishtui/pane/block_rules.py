"""What the parser reads in blocks besides CommonMark: formulas are text, footnotes are no link definitions."""

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as stock_reference

_CLOSED_BY = {"$$": "$$", "\\[": "\\]"}


def reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Link definitions, but not `[^1]: note`."""
    at = state.bMarks[start] + state.tShift[start]
    if state.src.startswith("[^", at):
        return False
    return stock_reference(state, start, end, silent)


def formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""A formula of its own, `$$` or `\[` to where it is closed: as written, whatever its lines look like.

    One that is not closed ends at a blank line, so that each line is known for what it is without those below it.
    """
    if state.is_code_block(start):
        return False
    opening = _row(state, start)[:2]
    closing = _CLOSED_BY.get(opening)
    if closing is None or not _opens(_row(state, start)[2:], closing):
        return False
    if silent:
        return True
    row, first = start, _row(state, start)[2:]
    closed = first.endswith(closing)
    while not closed and row + 1 < end:
        text = _row(state, row + 1)
        if not text or state.sCount[row + 1] < state.blkIndent:
            break
        row, closed = row + 1, text.endswith(closing)
    state.line = row + 1
    token = state.push("formula", "", 0)
    token.map = [start, state.line]
    token.content = state.getLines(start, state.line, state.blkIndent, False)
    return True


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")


def _opens(rest: str, closing: str) -> bool:
    """Whether nothing but a formula stands in the line that opens it."""
    found = rest.find(closing)
    return found < 0 or found + len(closing) == len(rest)
