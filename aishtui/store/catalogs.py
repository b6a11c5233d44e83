"""The last known catalogue of each endpoint, so that the sidebar is filled before the endpoint has answered."""

import json
import sqlite3
from typing import Any

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.store.connection import writing
from aishtui.store.text import storable


def save_catalog(connection: sqlite3.Connection, catalog: Catalog) -> None:
    body = storable(json.dumps({"skipped": catalog.skipped, "entries": [_to_json(e) for e in catalog.entries]}))
    with writing(connection):
        connection.execute(
            "INSERT OR REPLACE INTO catalogs (endpoint, fetched_at, body) VALUES (?, ?, ?)",
            (storable(catalog.endpoint), storable(catalog.fetched_at), body),
        )


def read_catalog(connection: sqlite3.Connection, endpoint: str) -> Catalog | None:
    """None when there is none, or none that can be read: it is fetched again anyway."""
    row = connection.execute(
        "SELECT endpoint, fetched_at, body FROM catalogs WHERE endpoint = ?", (storable(endpoint),)
    ).fetchone()
    if row is None:
        return None
    try:
        body = json.loads(row[2])
        entries = tuple(CatalogEntry(**entry) for entry in body["entries"])
        return Catalog(row[0], row[1], entries, int(body["skipped"]))
    except (ValueError, TypeError, KeyError):
        return None


def _to_json(entry: CatalogEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "owned_by": entry.owned_by,
        "name": entry.name,
        "description": entry.description,
        "context_length": entry.context_length,
        "raw": dict(entry.raw),
    }
