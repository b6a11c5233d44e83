"""The table as Markdown, and its place in a document."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.row import Row

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def table(rows: Sequence[Row], facts: Sequence[str]) -> str:
    """The rows, and what has to be known about how they were taken."""
    lines = ["| what | at most | measured | verdict |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.bar} | {row.measured} | {row.verdict} |" for row in rows]
    return "\n".join([*lines, "", *(f"- {fact}" for fact in facts)])


def write_into(document: Path, new_table: str) -> None:
    """Puts the table between the marks in `document`. Raises ValueError where they are not."""
    text = document.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} has no place for the table: {BEGIN} … {END}")
    document.write_text(f"{before}{BEGIN}\n\n{new_table}\n\n{END}{after}")
