"""The conversations in memory, each loaded from the keeper when it is first needed."""

import threading

from aishtui.chat.messages import Conversation, Message


class ConversationBook:
    """Conversations by id. One that is not loaded yet may already hold newer messages; loading keeps those."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._conversations: dict[str, Conversation] = {}
        self._loaded: set[str] = set()

    def begin(self, conversation: Conversation) -> None:
        """Add one that nobody has stored: there is nothing to load."""
        with self._lock:
            self._conversations[conversation.id] = conversation
            self._loaded.add(conversation.id)

    def expect(self, conversation: Conversation) -> None:
        """Add one whose messages are still at the keeper."""
        with self._lock:
            self._conversations.setdefault(conversation.id, conversation)

    def get(self, conversation_id: str) -> Conversation:
        """Raises KeyError for one never added."""
        return self._conversations[conversation_id]

    def is_loaded(self, conversation_id: str) -> bool:
        return conversation_id in self._loaded

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
            conversation = self._conversations[message.conversation_id]
            self._conversations[message.conversation_id] = conversation.with_message(message)

    def entitle(self, conversation_id: str, title: str) -> Conversation:
        with self._lock:
            old = self._conversations[conversation_id]
            new = Conversation(old.id, old.created_at, title, old.messages)
            self._conversations[conversation_id] = new
            return new

    def rename(self, conversation_id: str, title: str) -> None:
        """Give it another title, if it is in memory."""
        with self._lock:
            old = self._conversations.get(conversation_id)
            if old is not None:
                self._conversations[conversation_id] = Conversation(old.id, old.created_at, title, old.messages)
