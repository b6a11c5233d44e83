"""What is on disk when the program has gone: looked at as the next start would."""

from pathlib import Path

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
