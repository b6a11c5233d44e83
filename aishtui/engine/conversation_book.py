"""The conversations in memory, each loaded from the keeper when it is first needed."""

import threading
from collections.abc import Collection, Iterable, Mapping

from aishtui.chat.branches import mended
from aishtui.chat.messages import Conversation, Message


class ConversationBook:
    """Conversations by id. One that is not loaded yet may already hold newer messages; loading keeps those. What is
    deleted waits beside them, to be had back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._conversations: dict[str, Conversation] = {}
        self._loaded: set[str] = set()
        self._deleted: dict[str, dict[str, Message]] = {}

    def begin(self, conversation: Conversation) -> None:
        """Add one that nobody has stored: there is nothing to load."""
        with self._lock:
            self._conversations[conversation.id] = conversation
            self._loaded.add(conversation.id)

    def expect(self, conversation: Conversation) -> None:
        """Add one whose messages are still at the keeper."""
        with self._lock:
            self._conversations.setdefault(conversation.id, conversation)

    def forget(self, conversation_id: str) -> None:
        """Let it go out of memory, with what was deleted in it."""
        with self._lock:
            self._conversations.pop(conversation_id, None)
            self._loaded.discard(conversation_id)
            self._deleted.pop(conversation_id, None)

    def get(self, conversation_id: str) -> Conversation:
        """Raises KeyError for one never added."""
        return self._conversations[conversation_id]

    def holds(self, conversation_id: str) -> bool:
        return conversation_id in self._conversations

    def is_loaded(self, conversation_id: str) -> bool:
        return conversation_id in self._loaded

    def loaded(self) -> tuple[Conversation, ...]:
        """All that are in memory."""
        with self._lock:
            return tuple(one for id_, one in self._conversations.items() if id_ in self._loaded)

    def load(self, stored: Conversation) -> None:
        """Put in what the keeper had, under what has come since."""
        with self._lock:
            here = self._conversations.get(stored.id)
            newer = here.messages if here is not None else {}
            self._conversations[stored.id] = Conversation(
                stored.id, stored.created_at, stored.title, {**stored.messages, **newer}
            )
            self._loaded.add(stored.id)

    def loaded_without_keeper(self, conversation_id: str) -> None:
        """The keeper knows nothing of it: what is here is all there is."""
        with self._lock:
            self._loaded.add(conversation_id)

    def put(self, message: Message) -> None:
        """Add a message, or put its newer form in place."""
        with self._lock:
            deleted = self._deleted.get(message.conversation_id, {})
            if message.id in deleted:
                deleted[message.id] = message
                return
            conversation = self._conversations[message.conversation_id]
            self._conversations[message.conversation_id] = conversation.with_message(message)

    def rename(self, conversation_id: str, title: str) -> None:
        """Give it another title, if it is in memory."""
        with self._lock:
            old = self._conversations.get(conversation_id)
            if old is not None:
                self._conversations[conversation_id] = Conversation(old.id, old.created_at, title, old.messages)

    # -- branches that come and go

    def deleted(self, conversation_id: str) -> Mapping[str, Message]:
        """What can be had back, by id."""
        return self._deleted.get(conversation_id, {})

    def add(self, conversation_id: str, messages: Iterable[Message]) -> None:
        """Add messages that others have made. Those that are known stay as they are here."""
        with self._lock:
            old = self._conversations[conversation_id]
            deleted = self._deleted.get(conversation_id, {})
            new = {message.id: message for message in messages if message.id not in deleted}
            self._replace(old, mended({**new, **old.messages}))

    def take_out(self, conversation_id: str, message_ids: Collection[str]) -> None:
        with self._lock:
            old = self._conversations[conversation_id]
            out = {id_: old.messages[id_] for id_ in message_ids}
            self._deleted.setdefault(conversation_id, {}).update(out)
            self._replace(old, old.without(out).messages)

    def put_back(self, conversation_id: str, message_ids: Collection[str]) -> tuple[str, ...]:
        """Have deleted messages back, with what of the deleted they stand below; the ids of all that came."""
        with self._lock:
            deleted = self._deleted.get(conversation_id, {})
            back: dict[str, Message] = {}
            for message_id in message_ids:
                current: str | None = message_id
                while current is not None and (message := deleted.pop(current, None)) is not None:
                    back[message.id] = message
                    current = message.parent_id
            old = self._conversations[conversation_id]
            self._replace(old, {**old.messages, **back})
        return tuple(sorted(back))

    def _replace(self, old: Conversation, messages: Mapping[str, Message]) -> None:
        self._conversations[old.id] = Conversation(old.id, old.created_at, old.title, messages)
