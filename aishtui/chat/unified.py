"""Differences as a unified diff, to be pasted where people and programs know how to read one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aishtui.chat.differences import Differences, Kind, Span

_CONTEXT = 3
"""So many lines that are the same stand around each difference."""


class _Line(NamedTuple):
    same: bool
    left: str | None
    right: str | None


class _Place(NamedTuple):
    """How many lines of either side stand before it."""

    left: int = 0
    right: int = 0

    def behind(self, lines: Sequence[_Line]) -> "_Place":
        lefts = sum(line.left is not None for line in lines)
        return _Place(self.left + lefts, self.right + sum(line.right is not None for line in lines))


def unified(found: Differences, left_name: str, right_name: str) -> str:
    """The whole diff; empty where nothing differs. The names stand above it, one line each."""
    lines = _lines(found)
    hunks = list(_hunks(lines))
    if not hunks:
        return ""
    written = [f"--- {left_name}", f"+++ {right_name}"]
    place, at = _Place(), 0
    for hunk in hunks:
        begins = place.behind(lines[at : hunk.start])
        place, at = begins.behind(lines[hunk.start : hunk.stop]), hunk.stop
        left, right = _extent(begins.left, place.left), _extent(begins.right, place.right)
        written += [f"@@ -{left} +{right} @@", *_signed(lines[hunk.start : hunk.stop])]
    return "\n".join([*written, ""])


def _lines(found: Differences) -> list[_Line]:
    """Line with line; the pieces of long ones put together again."""
    lines: list[_Line] = []
    for row in found.rows:
        left, right = _text(row.left), _text(row.right)
        if row.goes_on:
            before = lines.pop()
            same = before.same and row.kind is Kind.SAME
            lines.append(_Line(same, _joined(before.left, left), _joined(before.right, right)))
        else:
            lines.append(_Line(row.kind is Kind.SAME, left, right))
    return lines


def _text(spans: Sequence[Span] | None) -> str | None:
    return None if spans is None else "".join(span.text for span in spans)


def _joined(text: str | None, more: str | None) -> str | None:
    return None if text is None else text + (more or "")


def _hunks(lines: Sequence[_Line]) -> Iterator[range]:
    """The differing lines with those around them; what would touch is one."""
    begins = ends = -1
    for number, line in enumerate(lines):
        if line.same:
            continue
        if begins >= 0 and number - _CONTEXT > ends:
            yield range(begins, ends)
            begins = -1
        begins = begins if begins >= 0 else max(0, number - _CONTEXT)
        ends = min(len(lines), number + 1 + _CONTEXT)
    if begins >= 0:
        yield range(begins, ends)


def _extent(begins: int, ends: int) -> str:
    """`12,7`: the number of the first line, and how many; a side without lines counts from the line before."""
    return f"{begins + 1 if ends > begins else begins},{ends - begins}"


def _signed(lines: Sequence[_Line]) -> Iterator[str]:
    """Of lines that differ, those of the left side first."""
    added: list[str] = []
    for line in lines:
        if line.same:
            yield from added
            added.clear()
            yield f" {line.left}"
            continue
        if line.left is not None:
            yield f"-{line.left}"
        if line.right is not None:
            added.append(f"+{line.right}")
    yield from added
