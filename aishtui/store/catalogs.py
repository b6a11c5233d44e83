"""The last known catalogue of each endpoint, so that the sidebar is filled before the endpoint has answered.

A body is lines of JSON: what holds for all, then for each model what was read of it and, below, all that its server
said. Line by line nothing holds the interpreter's lock for long, however many there are.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.raw_object import RawObject
from aishtui.store.connection import writing
from aishtui.store.text import storable

MOST_ENDPOINTS = 20
"""The catalogues fetched last; who once tried an address need not keep its models for ever."""
_FIELDS = tuple(field.name for field in fields(CatalogEntry) if field.name != "raw")
_UNKNOWN = (None, "", ())
_LISTS = ("modalities_in", "modalities_out", "parameters")


def save_catalog(connection: sqlite3.Connection, catalog: Catalog) -> None:
    body = storable("\n".join(_lines(catalog)))
    with writing(connection):
        connection.execute(
            "INSERT OR REPLACE INTO catalogs (endpoint, fetched_at, body) VALUES (?, ?, ?)",
            (storable(catalog.endpoint), storable(catalog.fetched_at), body),
        )
        connection.execute(
            "DELETE FROM catalogs WHERE endpoint NOT IN "
            "(SELECT endpoint FROM catalogs ORDER BY fetched_at DESC, endpoint LIMIT ?)",
            (MOST_ENDPOINTS,),
        )


def read_catalog(connection: sqlite3.Connection, endpoint: str, most_chars: int | None = None) -> Catalog | None:
    """None when there is none, or none that can be read: it is fetched again anyway. `most_chars`: nor one whose body
    is longer."""
    row = connection.execute(
        "SELECT endpoint, fetched_at, body FROM catalogs WHERE endpoint = ? AND (? IS NULL OR length(body) <= ?)",
        (storable(endpoint), most_chars, most_chars),
    ).fetchone()
    if row is None:
        return None
    try:
        return _from_lines(row[0], row[1], _each_line(row[2]))
    except (ValueError, TypeError, KeyError, AttributeError, StopIteration):
        return None


def _lines(catalog: Catalog) -> Iterator[str]:
    about = {
        "skipped": catalog.skipped,
        "note": catalog.note,
        "whole": catalog.whole,
        "since": catalog.since,
        "new": sorted(catalog.new),
        "gone": catalog.gone,
    }
    yield json.dumps(about)
    for entry in catalog.entries:
        # What is not known is not written.
        yield json.dumps({name: value for name in _FIELDS if (value := getattr(entry, name)) not in _UNKNOWN})
        yield _one_line(entry.raw.text) if isinstance(entry.raw, RawObject) else json.dumps(dict(entry.raw))


def _one_line(text: str) -> str:
    """In JSON a line can only break where blanks may stand."""
    return text.replace("\r", " ").replace("\n", " ")


def _each_line(body: str) -> Iterator[str]:
    begin = 0
    while (end := body.find("\n", begin)) >= 0:
        yield body[begin:end]
        begin = end + 1
    yield body[begin:]


def _from_lines(endpoint: str, fetched_at: str, lines: Iterator[str]) -> Catalog:
    about = json.loads(next(lines))
    return Catalog(
        endpoint=endpoint,
        fetched_at=fetched_at,
        entries=tuple(_entry(json.loads(known), raw) for known, raw in zip(lines, lines, strict=True)),
        skipped=int(about["skipped"]),
        note=str(about["note"]),
        whole=bool(about["whole"]),
        since=str(about["since"]),
        new=frozenset(about["new"]),
        gone=tuple(about["gone"]),
    )


def _entry(known: dict[str, Any], raw: str) -> CatalogEntry:
    for name in _LISTS:
        if name in known:
            known[name] = tuple(known[name])
    return CatalogEntry(raw=RawObject(raw), **known)
