"""What the user has typed, to be found again from the prompt."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from aishtui.chat.past_prompts import PastPrompt, PastPrompts, found_in, parts_of
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


def find_prompts(connection: sqlite3.Connection, typed: str, limit: int) -> PastPrompts:
    """The newest `limit` prompts that have all the words, each text once.

    SQLite leaves out what cannot fit, at half the cost of looking at each text here, and other threads run meanwhile.
    It knows the case of ASCII alone, so a text with anything else is looked at in any case.
    """
    parts = parts_of(storable(typed))
    fits = " AND ".join(["text LIKE ? ESCAPE '\\'"] * len(parts)) or "1"
    rows = connection.execute(
        f"SELECT text, created_at FROM prompt_history WHERE ({fits}) OR length(CAST(text AS BLOB)) <> length(text) "
        "ORDER BY number DESC",
        ["%" + re.sub(r"([\\%_])", r"\\\1", part) + "%" for part in parts],
    )
    with closing(rows):  # a read that is not finished would keep the log from being emptied
        return found_in((PastPrompt(text, created_at) for text, created_at in rows), parts, max(0, limit))
