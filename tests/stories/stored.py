"""What is on disk when the program has gone: looked at as the next start would."""

import sqlite3
from pathlib import Path
from typing import Any

from aishtui.chat.answers import Status
from aishtui.chat.messages import Role
from aishtui.store.database import Store


def last_answers(folder: Path) -> list[tuple[Status, str]]:
    """Status and text of each tab's last answer."""
    store = Store(folder / "data")
    store.start()
    tabs = store.opened.result(10).tabs
    found = []
    for tab in tabs:
        conversation = store.conversation(tab.conversation_id).result(10)
        assert conversation is not None
        message = conversation.messages[tab.leaf_id or ""]
        assert message.role is Role.ASSISTANT
        found.append((message.status, message.text))
    store.close()
    return found


def newest_answer(folder: Path) -> tuple[str, str, str]:
    """Status, text and thinking of the newest answer, read past aishtui's own code, whoever may be writing."""
    query = "SELECT status, text, thinking FROM messages WHERE role = 'assistant' ORDER BY id DESC LIMIT 1"
    return _rows(folder, query)[0]


def answers_to(folder: Path, question: str) -> list[tuple[str, str]]:
    """Status and text of every answer to this prompt, read likewise; of one that grows, not what is in pieces yet."""
    query = (
        "SELECT a.status, a.text FROM messages a JOIN messages q ON a.parent_id = q.id WHERE q.text = ? ORDER BY a.id"
    )
    return _rows(folder, query, question)


def _rows(folder: Path, query: str, *values: str) -> list[Any]:
    connection = sqlite3.connect(f"file:{folder / 'data' / 'aishtui.db'}?mode=ro", uri=True)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()
