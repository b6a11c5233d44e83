"""What the user has typed, to be found again from the prompt."""

import sqlite3
from datetime import UTC, datetime

from aishtui.store.connection import writing
from aishtui.store.text import storable


def save_prompt(connection: sqlite3.Connection, text: str) -> None:
    """Adds `text`, unless it is blank or what was added last."""
    wanted = storable(text)
    if not wanted.strip():
        return
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(connection):
        last = connection.execute("SELECT text FROM prompt_history ORDER BY number DESC LIMIT 1").fetchone()
        if last is None or last[0] != wanted:
            connection.execute("INSERT INTO prompt_history (text, created_at) VALUES (?, ?)", (wanted, now))


def read_prompts(connection: sqlite3.Connection, limit: int) -> tuple[str, ...]:
    """The newest `limit` prompts, newest first."""
    rows = connection.execute("SELECT text FROM prompt_history ORDER BY number DESC LIMIT ?", (max(0, limit),))
    return tuple(text for (text,) in rows.fetchall())
