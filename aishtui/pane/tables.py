"""Tables: columns aligned, narrowed and wrapped where the pane is too narrow, never losing a cell."""

from collections.abc import Iterator, Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.lines import PLAIN, Line, Look, Span, merged, ornament
from aishtui.pane.wrapping import span_cells, wrap

_RULE = Look(("rule",))
_NARROWEST = 4
MOST_RECORDS = 20_000
"""Cells of a table that is too wide. With more of them nobody reads it as a table: it is shown as it was written."""

Cell = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Table:
    """The first row is the header. `aligned` has one of `left`, `center`, `right` for each column."""

    rows: Sequence[Sequence[Cell]]
    aligned: Sequence[str]


def table_lines(table: Table, width: int, widths: Sequence[int] | None = None) -> Iterator[Line]:
    """The lines of a table; `widths` fixes its columns instead of measuring all cells."""
    if not table.rows:
        return
    widths = widths or column_widths(table, width)
    if not widths:
        yield from _as_records(table, width)
        return
    for number, row in enumerate(table.rows):
        yield from row_lines(row, widths, table.aligned)
        if number == 0:
            yield Line((ornament("─┼─".join("─" * size for size in widths), _RULE),), PLAIN, "")


def column_widths(table: Table, width: int) -> list[int]:
    """The width of each column; empty where even the narrowest columns would not fit side by side."""
    count = len(table.rows[0])
    widths = [max(1, *(span_cells(row[column]) for row in table.rows)) for column in range(count)]
    room = width - 3 * (count - 1)
    if sum(widths) <= room:
        return widths
    if not columns_fit(count, width):
        return []
    return _narrowed(widths, room)


def columns_fit(count: int, width: int) -> bool:
    """Whether so many columns can stand side by side at all, however wide their cells."""
    return count * _NARROWEST <= width - 3 * (count - 1)


def _narrowed(widths: list[int], room: int) -> list[int]:
    """The widest columns cut to one common width, so that all of them fit into `room`."""
    left, open_columns = room, len(widths)
    shares = [0] * len(widths)
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        shares[index] = min(widths[index], left // open_columns)
        left -= shares[index]
        open_columns -= 1
    return shares


def row_lines(row: Sequence[Cell], widths: Sequence[int], aligned: Sequence[str]) -> Iterator[Line]:
    """The lines of one row in columns of these widths."""
    cells = [list(wrap(cell, size, PLAIN)) for cell, size in zip(row, widths, strict=True)]
    height = max(len(lines) for lines in cells)
    for y in range(height):
        spans: list[Span] = []
        for column, lines in enumerate(cells):
            if column:
                spans.append(Span(" │ ", _RULE, " | "))
            inner = lines[y].spans if y < len(lines) else ()
            spans.extend(_aligned(inner, widths[column], aligned[column], last=column == len(cells) - 1))
        yield Line(merged(spans))


def _aligned(spans: Sequence[Span], width: int, side: str, last: bool) -> Iterator[Span]:
    gap = max(0, width - span_cells(spans))
    left = gap if side == "right" else gap // 2 if side == "center" else 0
    if left:
        yield ornament(" " * left)
    yield from spans
    if gap > left and not last:
        yield ornament(" " * (gap - left))


def _as_records(table: Table, width: int) -> Iterator[Line]:
    """A table with too many columns: each row as `header: cell` lines."""
    header, *rows = table.rows
    if not rows:
        for cell in header:
            yield from wrap(cell, width, PLAIN)
    for number, row in enumerate(rows):
        yield from record_lines(header, row, width, first=number == 0)


def record_lines(header: Sequence[Cell], row: Sequence[Cell], width: int, first: bool) -> Iterator[Line]:
    """One row of such a table, below a rule if it is not the first."""
    if not first:
        yield Line((ornament("─" * width, _RULE),), PLAIN, "")
    for name, cell in zip(header, row, strict=True):
        yield from wrap([*name, Span(": ", _RULE), *cell], width, PLAIN)
