"""What a list says of each conversation: gathered from its messages by an index, without a text."""

import sqlite3
from collections.abc import Sequence
from dataclasses import field

from aishtui.chat.answers import Status
from aishtui.chat.history import ComparisonSummary, Hit, Summary
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store import comparisons


@dataclass(slots=True)
class _Gathered:
    """What the messages of one conversation say, newest first. Dicts stand for sets in order."""

    newest_id: str = ""
    changed_at: str = ""
    messages: int = 0
    presets: dict[str, None] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)
    backends: dict[str, None] = field(default_factory=dict)
    writing: int = 0
    unseen: int = 0

    def take(
        self,
        id_: str,
        created_at: str,
        status: str,
        preset: str | None,
        model: str | None,
        backend: str | None,
        unseen: int,
    ) -> None:
        self.newest_id = self.newest_id or id_
        self.changed_at = self.changed_at or created_at
        self.messages += 1
        for value, values in ((preset, self.presets), (model, self.models), (backend, self.backends)):
            if value is not None:
                values[value] = None
        self.writing += status == Status.WRITING
        self.unseen += unseen


def summaries(connection: sqlite3.Connection, found: dict[str, Hit | None]) -> tuple[Summary, ...]:
    """The conversations `found`, in their order."""
    ids = tuple(found)
    marks = ",".join("?" * len(ids))
    gathered = {id_: _Gathered() for id_ in ids}
    for id_, *said in connection.execute(
        "SELECT conversation_id, id, created_at, status, preset, asked_model, backend, unseen FROM messages "
        f"WHERE conversation_id IN ({marks}) AND deleted_at IS NULL ORDER BY conversation_id, id DESC",
        ids,
    ):
        gathered[id_].take(*said)
    rows = connection.execute(
        f"SELECT id, title, created_at, pinned, deleted_at FROM conversations WHERE id IN ({marks})", ids
    )
    compared = comparisons.newest_of_each(connection, {id_: of.newest_id for id_, of in gathered.items()})
    known = {row[0]: _summary(row, gathered[row[0]], found[row[0]], compared.get(row[0])) for row in rows}
    return tuple(known[id_] for id_ in ids if id_ in known)


def _summary(row: Sequence[object], of: _Gathered, hit: Hit | None, comparison: ComparisonSummary | None) -> Summary:
    id_, title, created_at, pinned, deleted_at = row
    return Summary(
        str(id_),
        str(title),
        str(created_at),
        of.changed_at or str(created_at),
        of.messages,
        bool(pinned),
        None if deleted_at is None else str(deleted_at),
        tuple(of.presets),
        tuple(of.models),
        tuple(of.backends),
        of.writing,
        of.unseen,
        hit,
        comparison,
    )
