"""Rows out of a damaged database: each that can be read, past those that cannot."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.carrying import Load, Row
from aishtui.store.connection import open_reader

_MOST_GUESSED = 10_000_000
_ROWS_PER_STEP = 500


@dataclass(slots=True)
class Salvaged:
    """What became of the rows of one table."""

    read: int = 0
    in_part: int = 0
    """Of these, a value that could not be read was left out."""
    lost: int = 0
    """Rows that an index knows of, or the table itself, and that cannot be read."""


def open_damaged(path: Path) -> sqlite3.Connection:
    """A connection that reads and is not put off by a file that is shorter than it should be. Raises sqlite3.Error."""
    connection = open_reader(path)
    # Not to write: it makes SQLite open a file that has fewer pages than its header says, as its own `.recover` does.
    connection.execute("PRAGMA writable_schema = ON")
    return connection


def tables(source: sqlite3.Connection) -> set[str]:
    """The names that the database knows its tables by. Raises sqlite3.Error."""
    return {name for (name,) in source.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()}


def salvage(
    source: sqlite3.Connection, table: str, take: Callable[[dict[str, Any]], bool], step: Callable[[int], None]
) -> Salvaged:
    """Gives each row of `table` that can be read to `take`, which says whether it is one, with its `rowid`, in their
    order. `step` is called with the number of rows looked at every now and then, and may raise to stop."""
    found = Salvaged()
    known = _numbers(source, table)
    for looked, number in enumerate(_candidates(known), 1):
        row, whole = _row(source, table, number)
        if row is not None and take(row):
            found.read += 1
            found.in_part += not whole
        elif number in known:
            found.lost += 1
        if looked % _ROWS_PER_STEP == 0:
            step(looked)
    return found


def _numbers(source: sqlite3.Connection, table: str) -> set[int]:
    """The row numbers that the table and its indexes name, each read from both ends as far as it goes."""
    numbers: set[int] = set()
    for index in (None, *_indexes(source, table)):
        by = "NOT INDEXED" if index is None else f'INDEXED BY "{index}"'
        order = "rowid" if index is None else ", ".join(_columns_of(source, index))
        for direction in ("ASC", "DESC"):
            numbers.update(_as_far_as_it_goes(source, f"SELECT rowid FROM {table} {by}{_by(order, direction)}"))
    return numbers


def _by(order: str, direction: str) -> str:
    return f" ORDER BY {order.replace(',', f' {direction},')} {direction}" if order else ""


def _as_far_as_it_goes(source: sqlite3.Connection, query: str) -> Iterator[int]:
    try:
        for (number,) in source.execute(query):
            yield number
    except (sqlite3.Error, OverflowError):
        return


def _indexes(source: sqlite3.Connection, table: str) -> list[str]:
    """Those that have every row of the table."""
    try:
        listed = source.execute(f"PRAGMA index_list({table})").fetchall()
    except sqlite3.Error:
        return []
    return [name for _, name, _, _, partial in listed if not partial]


def _columns_of(source: sqlite3.Connection, index: str) -> list[str]:
    try:
        return [name for _, _, name in source.execute(f'PRAGMA index_info("{index}")').fetchall() if name]
    except sqlite3.Error:
        return []


def _candidates(known: set[int]) -> Iterator[int]:
    """What is named, and the numbers between, which a page may hold that can be reached only by them."""
    if not known:
        return
    least, most = min(known), max(known)
    if most - least > _MOST_GUESSED:
        yield from sorted(known)
    else:
        yield from range(min(least, 1), most + 1)


def _row(source: sqlite3.Connection, table: str, number: int) -> tuple[dict[str, Any] | None, bool]:
    """The row with its values by the names of their columns, and whether all of them could be read."""
    try:
        cursor = source.execute(f"SELECT rowid, * FROM {table} NOT INDEXED WHERE rowid = ?", (number,))
        names = [column[0] for column in cursor.description]
        values = cursor.fetchone()
        return (None if values is None else dict(zip(names, values, strict=True))), True
    except (sqlite3.Error, UnicodeDecodeError):
        return _in_part(source, table, number), False


def _in_part(source: sqlite3.Connection, table: str, number: int) -> dict[str, Any] | None:
    """A long text lies on pages of its own: where one of these is damaged, the other values can be read."""
    row: dict[str, Any] = {}
    for _, name, *_ in source.execute(f"PRAGMA table_info({table})").fetchall():
        try:
            found = source.execute(f"SELECT {name} FROM {table} NOT INDEXED WHERE rowid = ?", (number,)).fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            continue
        if found is not None:
            row[name] = found[0]
    return {**row, "rowid": number} if row else None


def take_what_can_be_read(source: sqlite3.Connection, owner: str, conversations: Collection[str]) -> Load:
    """Of these conversations, and of the tabs of `owner`, each row that can be read: `carrying.take_out` for a database
    that turns out to be damaged."""
    load: Load = {"tabs": _those(source, "tabs", lambda row: row.get("owner") == owner)}
    wanted = {*conversations, *(row["conversation_id"] for row in load["tabs"])}
    load["conversations"] = _those(source, "conversations", lambda row: row.get("id") in wanted)
    load["messages"] = _those(source, "messages", lambda row: row.get("conversation_id") in wanted)
    answers = {row["id"] for row in load["messages"] if row.get("status") == "writing"}
    load["pieces"] = _those(source, "pieces", lambda row: row.get("answer_id") in answers)
    return load


def _those(source: sqlite3.Connection, table: str, is_wanted: Callable[[Row], bool]) -> list[Row]:
    found: list[Row] = []
    whole = {name for _, name, *_ in source.execute(f"PRAGMA table_info({table})").fetchall()}

    def take(row: dict[str, Any]) -> bool:
        if is_wanted(row) and whole <= row.keys():
            found.append(row)
        return True

    salvage(source, table, take, lambda _: None)
    return found
