"""Where a word stands in the manual: by SQLite's full-text search, or by counting where SQLite lacks it."""

import math
import re
import sqlite3
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Protocol

from aishtui.broker.manual import Section

_WORD = re.compile(r"[^\W_]+")
_PREFIX_FROM = 4
"""Shorter words are matched whole: as prefixes they would match anything."""


class Index(Protocol):
    """Finds one word."""

    def hits(self, word: str) -> Mapping[int, float]:
        """How well each section (by its place) fits the word; only those that have it."""


def words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def make_index(sections: Sequence[Section]) -> Index:
    """SQLite's full-text search, or the plain one where this SQLite was built without it."""
    try:
        return FullTextIndex(sections)
    except sqlite3.OperationalError:
        return PlainIndex(sections)


class FullTextIndex:
    """FTS5 in memory; the bm25 of single words adds up to that of their OR query."""

    def __init__(self, sections: Sequence[Section]) -> None:
        # Requests are answered in threads of their own; the lock keeps them from each other.
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            self._base.execute(
                "CREATE VIRTUAL TABLE manual USING fts5(heading, also, chapter, text, tokenize='porter unicode61')"
            )
        except sqlite3.OperationalError:
            self._base.close()
            raise
        rows = [(place, s.heading, s.also, s.chapter, s.text) for place, s in enumerate(sections)]
        self._base.executemany("INSERT INTO manual(rowid, heading, also, chapter, text) VALUES (?, ?, ?, ?, ?)", rows)

    def hits(self, word: str) -> Mapping[int, float]:
        query = f'"{word}"*' if len(word) >= _PREFIX_FROM else f'"{word}"'
        statement = "SELECT rowid, -bm25(manual, 8.0, 6.0, 3.0, 1.0) FROM manual WHERE manual MATCH ?"
        with self._lock:
            return dict(self._base.execute(statement, (query,)).fetchall())


class PlainIndex:
    """The same by counting words: as good for a manual of this size, only without stemming."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._columns = [
            [(8.0, words(s.heading)), (6.0, words(s.also)), (3.0, words(s.chapter)), (1.0, words(s.text))]
            for s in sections
        ]

    def hits(self, word: str) -> Mapping[int, float]:
        counts = {
            place: sum(weight * _occurrences(word, column) for weight, column in columns)
            for place, columns in enumerate(self._columns)
        }
        having = {place: count for place, count in counts.items() if count}
        rarity = math.log(1 + len(self._columns) / max(1, len(having)))
        # A word's tenth occurrence says less than its first (as in bm25).
        return {place: rarity * count / (count + 2.0) for place, count in having.items()}


def _occurrences(word: str, column: Sequence[str]) -> int:
    if len(word) < _PREFIX_FROM:
        return column.count(word)
    return sum(1 for other in column if other.startswith(word))
