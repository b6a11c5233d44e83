"""The list of conversations, and the search through their messages: read page by page, newest first."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from aishtui.chat.answers import Status
from aishtui.chat.folding import folded
from aishtui.chat.history import Choices, ComparisonSummary, Found, Hit, Mark, Order, Summary, Wanted
from aishtui.chat.messages import Role
from aishtui.chat.wording import plural
from aishtui.store import comparisons, word_index
from aishtui.store.connection import reading
from aishtui.store.text import storable
from aishtui.store.words import Words, excerpt

HITS_READ = 2000
"""A page ends after so many hits: a word may stand in every message of a conversation."""
_TITLES = 50
# One that comes of the first prompt is its beginning, perhaps without its last letters: then the prompt is the hit.
_TITLE_GIVEN = """
    NOT EXISTS (
        SELECT 1 FROM messages p WHERE p.id = (SELECT min(id) FROM messages WHERE conversation_id = c.id)
        AND substr(ltrim(p.text, char(32, 9, 10, 13)), 1, max(1, length(c.title) - 1))
            = substr(c.title, 1, max(1, length(c.title) - 1))
    )
"""
_NO_INDEX = (
    "This SQLite has no full-text index (FTS5): every message is read, and outside A to Z upper and lower case differ."
)
_NO_WORDS = "Signs are not in the index of words, so every message is read for them."


def read_history(connection: sqlite3.Connection, wanted: Wanted, limit: int, after: Mark | None = None) -> Found:
    """Up to `limit` conversations. `after` is the `next` of the page before, asked for with the same `wanted`."""
    words = Words.of(storable(wanted.words))
    with reading(connection):
        if not _is_anywhere(connection, wanted):
            return Found()
        if not words:
            return _list(connection, wanted, max(1, limit), after)
        return _search(connection, wanted, words, max(1, limit), after)


def read_choices(connection: sqlite3.Connection) -> Choices:
    """Every preset, model and backend that an answer names."""
    return Choices(*(tuple(_values(connection, column)) for column in ("preset", "asked_model", "backend")))


def _values(connection: sqlite3.Connection, column: str) -> Iterator[str]:
    """Steps along the index from value to value, so that the number of answers does not matter."""
    step = f"SELECT {column} FROM messages WHERE {column} > ? AND {column} IS NOT NULL ORDER BY {column} LIMIT 1"
    row = connection.execute(step, ("",)).fetchone()
    while row is not None:
        yield str(row[0])
        row = connection.execute(step, row).fetchone()


def _is_anywhere(connection: sqlite3.Connection, wanted: Wanted) -> bool:
    """Whether any answer at all has the preset, the model, the backend, or was compared: if not, that is known at
    once."""
    if wanted.compared and connection.execute(comparisons.ANY).fetchone() is None:
        return False
    filters = (("preset", wanted.preset), ("asked_model", wanted.model), ("backend", wanted.backend))
    return all(
        connection.execute(f"SELECT 1 FROM messages WHERE {column} = ? LIMIT 1", (storable(value),)).fetchone()
        for column, value in filters
        if value
    )


# The list


def _list(connection: sqlite3.Connection, wanted: Wanted, limit: int, after: Mark | None) -> Found:
    where, values = _dated_conversation_filters(wanted)
    if after is not None:
        where.append("(c.pinned, c.newest_message_id) < (?, ?)")
        values += json.loads(after.text)
    rows = connection.execute(
        "SELECT c.id, c.title, c.created_at, c.pinned, c.deleted_at, c.newest_message_id FROM conversations c "
        f"WHERE {' AND '.join(where)} ORDER BY c.pinned DESC, c.newest_message_id DESC LIMIT ?",
        (*values, limit + 1),
    ).fetchall()
    shown = rows[:limit]
    following = Mark(json.dumps([shown[-1][3], shown[-1][5]])) if len(rows) > limit else None
    return Found(_summaries(connection, {row[0]: None for row in shown}), following)


# The search


@dataclass(slots=True)
class _Page:
    """What a search has come upon so far. `seen` are the conversations of earlier pages."""

    words: Words
    limit: int
    seen: set[str]
    hits: dict[str, Hit] = field(default_factory=dict)
    read: int = 0
    last: int | str | None = None
    """Where the last message that was looked at stands in their order, where more may follow."""

    def take(self, connection: sqlite3.Connection, rows: Iterable[tuple[int | str, int, str, str, str]]) -> None:
        for place, number, message_id, conversation_id, role in rows:
            if self.read >= HITS_READ or (len(self.hits) >= self.limit and conversation_id not in self.hits):
                return
            self.read, self.last = self.read + 1, place
            if conversation_id in self.seen:
                continue
            known = self.hits.get(conversation_id)
            if known is None:
                text = connection.execute("SELECT text FROM messages WHERE number = ?", (number,)).fetchone()[0]
                self.hits[conversation_id] = Hit(message_id, Role(role), *excerpt(text, self.words))
            else:
                self.hits[conversation_id] = replace(known, count=known.count + 1)
        self.last = None


def _search(connection: sqlite3.Connection, wanted: Wanted, words: Words, limit: int, after: Mark | None) -> Found:
    begun = json.loads(after.text) if after is not None else {"place": None, "seen": []}
    page = _Page(words, limit, set(begun["seen"]))
    indexed = word_index.exists(connection)
    query = words.for_index if indexed else None
    if query is not None and wanted.order is Order.RELEVANCE:
        page.take(connection, _by_relevance(connection, wanted, words, query))
        page.last = None
    else:
        page.take(connection, _newest_first(connection, wanted, words, query, begun["place"]))
    found: dict[str, Hit | None] = dict(page.hits)
    if after is None:
        found = _with_titles(connection, wanted, words, found)
    following = None
    if page.last is not None:
        following = Mark(json.dumps({"place": page.last, "seen": [*begun["seen"], *found]}))
    return Found(_summaries(connection, found), following, _note(connection, indexed, query))


def _newest_first(
    connection: sqlite3.Connection, wanted: Wanted, words: Words, query: str | None, before: int | str | None
) -> Iterator[tuple[int | str, int, str, str, str]]:
    """The messages with these words, by the index or, without a `query` for it, by reading them all."""
    where, values = _message_filters(wanted)
    place = "m.number"
    if query is not None:
        _demand(words.with_signs, where, values)
        source, place = f"{word_index.TABLE} w CROSS JOIN messages m ON m.number = w.rowid", "w.rowid"
        where.append(f"w.{word_index.TABLE} MATCH ?")
        values.append(query)
        if wanted.since or wanted.before:
            where.append("w.rowid BETWEEN ? AND ?")
            values += _numbers_between(connection, wanted)
    else:
        source = "messages m"
        _demand(words.for_like, where, values)
    if _mixed(connection):
        place = "m.id"
    if before is not None:
        where.append(f"{place} < ?")
        values.append(before)
    return connection.execute(
        f"SELECT {place}, m.number, m.id, m.conversation_id, m.role FROM {source} "
        "CROSS JOIN conversations c ON c.id = m.conversation_id "
        f"WHERE {' AND '.join(where)} ORDER BY {place} DESC",
        values,
    )


def _demand(patterns: Sequence[str], where: list[str], values: list[str | int]) -> None:
    where += ["m.text LIKE ? ESCAPE '\\'" for _ in patterns]
    values += patterns


def _mixed(connection: sqlite3.Connection) -> bool:
    """Whether messages are here that were stored later than newer ones. Their ids tell the order then; that of the
    numbers, in which the index gives them, is had for nothing."""
    imported = connection.execute("SELECT 1 FROM conversations WHERE imported_at IS NOT NULL LIMIT 1")
    return imported.fetchone() is not None


def _numbers_between(connection: sqlite3.Connection, wanted: Wanted) -> tuple[int, int]:
    """The numbers between which all messages of the wanted dates are. Most have come in their order, and then the hits
    of other years are not gone through (measured: 32 instead of 77 ms for a common word of two years ago)."""
    dated, dates = _between("created_at", wanted)
    # Where the dates stand, too: the index that holds what a list says.
    source = "messages INDEXED BY messages_by_conversation"
    found = connection.execute(f"SELECT min(number), max(number) FROM {source} WHERE {dated}", dates).fetchone()
    return (found[0], found[1]) if found[0] is not None else (0, -1)


def _by_relevance(
    connection: sqlite3.Connection, wanted: Wanted, words: Words, query: str
) -> Iterator[tuple[int, int, str, str, str]]:
    where, values = _message_filters(wanted)
    _demand(words.with_signs, where, values)
    table = word_index.TABLE
    return connection.execute(
        f"SELECT m.number, m.number, m.id, m.conversation_id, m.role FROM {table} w "
        "CROSS JOIN messages m ON m.number = w.rowid CROSS JOIN conversations c ON c.id = m.conversation_id "
        f"WHERE {' AND '.join([*where, f'w.{table} MATCH ?'])} ORDER BY w.rank LIMIT ?",
        (*values, query, HITS_READ),
    )


def _with_titles(
    connection: sqlite3.Connection, wanted: Wanted, words: Words, hits: dict[str, Hit | None]
) -> dict[str, Hit | None]:
    """What was found in messages, and before it the conversations that have all the words in a title somebody gave
    them: those that come of the first prompt are found in that."""
    where, values = _dated_conversation_filters(wanted)
    connection.create_function("folded", 1, folded, deterministic=True)
    # Calling Python for each of ten thousand titles takes longer than everything else here; most need no folding.
    title = "CASE WHEN c.title GLOB '*[^ -~]*' THEN folded(c.title) ELSE lower(c.title) END"
    where += [_TITLE_GIVEN, *(f"instr({title}, ?) > 0" for _ in words.parts)]
    values += [folded(part) for part in words.parts]
    rows = connection.execute(
        f"SELECT c.id FROM conversations c WHERE {' AND '.join(where)} ORDER BY c.newest_message_id DESC LIMIT ?",
        (*values, _TITLES),
    ).fetchall()
    return {**{id_: None for (id_,) in rows if id_ not in hits}, **hits}


def _note(connection: sqlite3.Connection, indexed: bool, query: str | None) -> str:
    if not indexed:
        return _NO_INDEX
    if query is None:
        return _NO_WORDS
    (waiting,) = connection.execute(
        "SELECT count(*) FROM messages WHERE indexed = 0 AND status <> 'writing'"
    ).fetchone()
    if waiting:
        return f"The index is still being made: {plural(waiting, 'message')} left to read, not searched yet."
    return ""


# Both


def _conversation_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """Conditions on the conversation `c`, with their values."""
    where = ["c.deleted_at IS NOT NULL" if wanted.deleted else "c.deleted_at IS NULL"]
    values: list[str | int] = []
    if wanted.pinned:
        where.append("c.pinned = 1")
    if wanted.compared is not None:
        where.append(comparisons.COMPARED if wanted.compared else f"NOT {comparisons.COMPARED}")
    for column, value in (("preset", wanted.preset), ("asked_model", wanted.model), ("backend", wanted.backend)):
        if value:
            where.append(
                "EXISTS (SELECT 1 FROM messages f "
                f"WHERE f.conversation_id = c.id AND f.{column} = ? AND f.deleted_at IS NULL)"
            )
            values.append(storable(value))
    return where, values


def _dated_conversation_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """The same, with when its newest message is of."""
    where, values = _conversation_filters(wanted)
    if wanted.since or wanted.before:
        dated, dates = _between("n.created_at", wanted)
        where.append(f"EXISTS (SELECT 1 FROM messages n WHERE n.id = c.newest_message_id AND {dated})")
        values += dates
    return where, values


def _message_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """Conditions on the conversation, and on the message `m` that is hit."""
    where, values = _conversation_filters(wanted)
    where.append("m.deleted_at IS NULL")
    if wanted.since or wanted.before:
        dated, dates = _between("m.created_at", wanted)
        where.append(dated)
        values += dates
    return where, values


def _between(column: str, wanted: Wanted) -> tuple[str, list[str]]:
    bounds = [(f"{column} >= ?", wanted.since), (f"{column} < ?", wanted.before)]
    set_ones = [(condition, storable(bound)) for condition, bound in bounds if bound]
    return " AND ".join(condition for condition, _ in set_ones), [bound for _, bound in set_ones]


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


def _summaries(connection: sqlite3.Connection, found: dict[str, Hit | None]) -> tuple[Summary, ...]:
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
