"""What a start takes over from processes that are gone, and leaves to those that are alive."""

import sqlite3
from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.tabs import Tab
from aishtui.store.connection import writing
from aishtui.store.conversations import cut_off_answers
from aishtui.store.open_tabs import count_tabs, release_tabs, take_tabs
from aishtui.store.presence import introduction, is_owner_id, known_owners, taken_over


@dataclass(frozen=True, slots=True)
class TakenOver:
    tabs: tuple[Tab, ...]
    recovered: tuple[str, ...]
    """Ids of answers that were interrupted and now are CUT_OFF."""
    empty: tuple[str, ...]
    """Those of them of which nothing had come."""
    others: tuple[str, ...]
    """A sentence for each living process that has tabs open."""


def take_over(connection: sqlite3.Connection, run_dir: Path, me: str, *, with_tabs: bool) -> TakenOver:
    """Ends what the dead have left WRITING, and takes their tabs where there is a use for them."""
    cut_off = _cut_off(connection, None)
    others: list[str] = []
    for owner in sorted((known_owners(run_dir) | _owners(connection)) - {me}):
        if not is_owner_id(owner):
            cut_off += _bury(connection, owner)
            continue
        with taken_over(run_dir, owner) as gone:
            if gone:
                cut_off += _bury(connection, owner)
            elif tabs := count_tabs(connection, owner):
                others.append(_open_elsewhere(tabs, introduction(run_dir, owner)))
    recovered = tuple(sorted(answer.id for answer in cut_off))
    empty = tuple(sorted(answer.id for answer in cut_off if not (answer.text or answer.thinking)))
    return TakenOver(take_tabs(connection, me) if with_tabs else (), recovered, empty, tuple(others))


def _owners(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute(
        "SELECT DISTINCT owner FROM tabs WHERE owner IS NOT NULL "
        "UNION SELECT DISTINCT owner FROM messages WHERE status = 'writing' AND owner IS NOT NULL"
    )
    return {owner for (owner,) in rows.fetchall()}


def _bury(connection: sqlite3.Connection, owner: str) -> list[Message]:
    if count_tabs(connection, owner):
        release_tabs(connection, owner)
    return _cut_off(connection, owner)


def _cut_off(connection: sqlite3.Connection, owner: str | None) -> list[Message]:
    left = connection.execute("SELECT 1 FROM messages WHERE status = 'writing' AND owner IS ? LIMIT 1", (owner,))
    if left.fetchone() is None:
        return []  # the usual start writes nothing
    with writing(connection):
        return cut_off_answers(connection, owner)


def _open_elsewhere(tabs: int, who: str) -> str:
    which = "tab 1 is" if tabs == 1 else f"tabs 1–{tabs} are"
    return f"{which} open in another aishtui ({who})"
