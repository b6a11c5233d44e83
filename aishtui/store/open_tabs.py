"""The open tabs of each aishtui in the database."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from aishtui.chat.places import ReadingPlace
from aishtui.chat.tabs import Tab
from aishtui.store.connection import writing
from aishtui.store.tab_columns import (
    attached_from,
    attached_to,
    column_from,
    column_to,
    json_in,
    own_from,
    own_to,
    queue_from,
    queue_to,
)
from aishtui.store.text import storable

# A tab that another process has meanwhile taken over is that process's.
_SAVE = """
    INSERT INTO tabs (id, owner, position, conversation_id, preset, model, leaf_id, draft, active, place, column_of,
                      own, attached, begins_at, queue)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        owner = excluded.owner, position = excluded.position, conversation_id = excluded.conversation_id,
        preset = excluded.preset, model = excluded.model, leaf_id = excluded.leaf_id, draft = excluded.draft,
        active = excluded.active, place = excluded.place, column_of = excluded.column_of, own = excluded.own,
        attached = excluded.attached, begins_at = excluded.begins_at, queue = excluded.queue
    WHERE owner IS NULL OR owner = excluded.owner
"""


def save_tabs(connection: sqlite3.Connection, tabs: Sequence[Tab], owner: str) -> None:
    """Makes `tabs` the tabs of `owner`, all of them. The conversations of those that are gone stay."""
    with writing(connection):
        connection.execute("DELETE FROM tabs WHERE owner = ?", (owner,))
        connection.executemany(_SAVE, [_row(tab, owner) for tab in tabs])


def release_tabs(connection: sqlite3.Connection, owner: str) -> None:
    """Gives the tabs of `owner` up: whoever starts next takes them."""
    with writing(connection):
        connection.execute("UPDATE tabs SET owner = NULL WHERE owner = ?", (owner,))


def take_tabs(connection: sqlite3.Connection, owner: str) -> tuple[Tab, ...]:
    """Makes all tabs that nobody holds the tabs of `owner`, numbered from 0, at most one of them active."""
    if connection.execute("SELECT 1 FROM tabs WHERE owner IS NULL LIMIT 1").fetchone() is None:
        return ()
    with writing(connection):
        rows = connection.execute(
            "SELECT id, position, conversation_id, preset, model, leaf_id, draft, active, place, column_of, own, "
            "attached, begins_at, queue FROM tabs WHERE owner IS NULL ORDER BY position, id"
        ).fetchall()
        found = [_tab(*row) for row in rows]
        active = next((tab.id for tab in found if tab.active), None)
        tabs = tuple(replace(tab, position=place, active=tab.id == active) for place, tab in enumerate(found))
        connection.executemany(_SAVE, [_row(tab, owner) for tab in tabs])
    return tabs


def count_tabs(connection: sqlite3.Connection, owner: str) -> int:
    return int(connection.execute("SELECT count(*) FROM tabs WHERE owner = ?", (owner,)).fetchone()[0])


def _tab(
    id_: str,
    position: int,
    conversation_id: str,
    preset: str,
    model: str,
    leaf_id: str | None,
    draft: str,
    active: int,
    place: str,
    column_of: str,
    own: str,
    attached: str,
    begins_at: str | None,
    queue: str,
) -> Tab:
    return Tab(
        id_,
        position,
        conversation_id,
        preset,
        model,
        leaf_id,
        draft,
        bool(active),
        _place_from(place),
        column_from(column_of),
        own_from(own),
        attached_from(attached),
        begins_at,
        queue_from(queue),
    )


def _row(tab: Tab, owner: str) -> tuple[str | int | None, ...]:
    leaf_id = None if tab.leaf_id is None else storable(tab.leaf_id)
    return (
        storable(tab.id),
        owner,
        tab.position,
        storable(tab.conversation_id),
        storable(tab.preset),
        storable(tab.model),
        leaf_id,
        storable(tab.draft),
        int(tab.active),
        _place_to(tab.place),
        storable(column_to(tab.column)),
        storable(own_to(tab.own)),
        storable(attached_to(tab.attached)),
        None if tab.begins_at is None else storable(tab.begins_at),
        storable(queue_to(tab.queue)),
    )


def _place_to(place: ReadingPlace | None) -> str:
    if place is None:
        return ""
    return json.dumps({"message": storable(place.message_id), "letters": place.letters, "below": place.below})


def _place_from(text: str) -> ReadingPlace | None:
    """None for what is no place: the conversation is then read from its end, as it would be without."""
    match json_in(text):
        case {"message": str(message_id), "letters": int(letters), "below": int(below)} if letters >= 0 and below >= 0:
            return ReadingPlace(message_id, letters, below)
        case _:
            return None
