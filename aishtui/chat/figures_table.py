"""Tables of the figures of all answers of a suite, and how a table is printed. One prompt's is in
`chat/portable/comparison_table.py`."""

from collections.abc import Collection, Sequence
from unicodedata import east_asian_width

from aishtui.chat.answers import Status
from aishtui.chat.clean import clean_line
from aishtui.chat.suite_tally import ColumnTally, Spread, spread
from aishtui.chat.wording import cost, count, seconds

SUMMARY_HEAD = ("", "Answers", "Backends", "First token", "Speed", "Total", "Tokens", "Cost", "Ended")

Row = tuple[str, ...]


def summary_rows(tallies: Sequence[ColumnTally]) -> list[Row]:
    """A row for each column, under `SUMMARY_HEAD`. Times and speeds are medians, with the least and the most."""
    return [_summary_row(tally) for tally in tallies]


def _summary_row(tally: ColumnTally) -> Row:
    speeds = spread(tally.tokens_per_s)
    cells = (
        tally.name,
        str(tally.answers),
        ", ".join(sorted(tally.backends)),
        _times(spread(tally.first_token_s)),
        f"{speeds.median:.0f} tok/s ({speeds.least:.0f}–{speeds.most:.0f})" if speeds is not None else "",
        _times(spread(tally.total_s)),
        f"{count(tally.tokens_out)}{_of(tally.counted, tally.answers)}" if tally.counted else "",
        f"{cost(tally.cost, tally.estimated)}{_of(tally.priced, tally.answers)}" if tally.priced else "",
        _endings(tally),
    )
    return tuple(clean_line(cell, 80) for cell in cells)


def shared_words(tallies: Sequence[ColumnTally]) -> str:
    """Whose times are missing among the medians, and why; empty where none is."""
    shared = [f"{clean_line(tally.name, 80)} {tally.shared} of {tally.answers}" for tally in tallies if tally.shared]
    return f"Times that were shared with another answer are left out: {', '.join(shared)}." if shared else ""


def _times(found: Spread | None) -> str:
    if found is None:
        return ""
    return f"{seconds(found.median)} ({seconds(found.least).removesuffix(' s')}–{seconds(found.most)})"


def _of(known: int, all_: int) -> str:
    return f" (of {known})" if known < all_ else ""


def _endings(tally: ColumnTally) -> str:
    """`all complete`, `38 complete, 2 failed`."""
    if tally.answers and tally.statuses[Status.COMPLETE] == tally.answers:
        return "all complete"
    words = ((status, status.value.replace("_", " ")) for status in Status)
    return ", ".join(f"{tally.statuses[status]} {word}" for status, word in words if tally.statuses[status])


def plain_table(head: Row, rows: Sequence[Row]) -> str:
    """Aligned columns; those with nothing in them are left out."""
    kept = [number for number in range(len(head)) if any(row[number] for row in rows)]
    lines = [[row[number] for number in kept] for row in (head, *rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "".join(f"{_aligned(line, widths)}\n" for line in lines)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def markdown_table(head: Row, rows: Sequence[Row], right: Collection[str] = ()) -> str:
    """As Markdown, with the columns under `right` at the right; the cells are words in which nothing is a mark of it
    any more."""
    rule = tuple("---:" if heading in right else "---" for heading in head)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))
