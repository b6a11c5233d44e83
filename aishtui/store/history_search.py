"""The search through the messages of the history, by the full-text index or without it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from aishtui.chat.folding import folded
from aishtui.chat.history import Found, Hit, Mark, Order, Wanted
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Role
from aishtui.chat.wording import plural
from aishtui.store import word_index
from aishtui.store.history_filters import between, dated_conversation_filters, message_filters
from aishtui.store.history_summaries import summaries
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


def search(connection: sqlite3.Connection, wanted: Wanted, words: Words, limit: int, after: Mark | None) -> Found:
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
    return Found(summaries(connection, found), following, _note(connection, indexed, query))


def _newest_first(
    connection: sqlite3.Connection, wanted: Wanted, words: Words, query: str | None, before: int | str | None
) -> Iterator[tuple[int | str, int, str, str, str]]:
    """The messages with these words, by the index or, without a `query` for it, by reading them all."""
    where, values = message_filters(wanted)
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
    dated, dates = between("created_at", wanted)
    # Where the dates stand, too: the index that holds what a list says.
    source = "messages INDEXED BY messages_by_conversation"
    found = connection.execute(f"SELECT min(number), max(number) FROM {source} WHERE {dated}", dates).fetchone()
    return (found[0], found[1]) if found[0] is not None else (0, -1)


def _by_relevance(
    connection: sqlite3.Connection, wanted: Wanted, words: Words, query: str
) -> Iterator[tuple[int, int, str, str, str]]:
    where, values = message_filters(wanted)
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
    where, values = dated_conversation_filters(wanted)
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
