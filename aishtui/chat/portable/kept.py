"""A conversation with what is kept beside its messages: what goes into an export, and comes back from one."""

from collections.abc import Mapping
from dataclasses import replace

from aishtui.chat.branches import newest_leaf_below
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """`origin` is who began it: `workbench`, `ask`, `compare`, `import`."""

    conversation: Conversation
    pinned: bool = False
    origin: str = "workbench"

    def newest_path(self) -> tuple[Message, ...]:
        """The path to the newest message that nothing follows."""
        messages = self.conversation.messages
        roots = [message.id for message in messages.values() if message.parent_id not in messages]
        leaves = [newest_leaf_below(self.conversation, root) for root in roots]
        return self.conversation.path(max(leaves, default=None))

    def only(self, path: tuple[Message, ...]) -> "KeptConversation":
        """The same with the messages of one path alone."""
        return self._with({message.id: message for message in path})

    def connected(self) -> "KeptConversation":
        """Without what hangs below a message that is not here (somebody deleted it), and in the order of the ids."""
        messages = self.conversation.messages
        here: set[str] = set()
        waiting = [message.id for message in messages.values() if message.parent_id is None]
        children: dict[str | None, list[str]] = {}
        for message in messages.values():
            children.setdefault(message.parent_id, []).append(message.id)
        while waiting:
            current = waiting.pop()
            if current not in here:
                here.add(current)
                waiting.extend(children.get(current, ()))
        return self._with({id_: messages[id_] for id_ in sorted(here)})

    def _with(self, messages: Mapping[str, Message]) -> "KeptConversation":
        of = self.conversation
        return replace(self, conversation=Conversation(of.id, of.created_at, of.title, messages))


@dataclass(frozen=True, slots=True)
class Imported:
    """What one conversation's import did. `refused` are sentences, without their ends, about messages that were not
    taken; `left_out` is one about all of it, where nothing was."""

    conversation_id: str
    new: bool = False
    """It was not here before."""
    added: int = 0
    """Messages that were not here."""
    restored: int = 0
    """Messages that had been deleted here and are back, as is the conversation where that was deleted."""
    refused: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def changed(self) -> bool:
        return self.new or self.added > 0 or self.restored > 0


@dataclass(frozen=True, slots=True)
class Named:
    """A conversation as somebody may have meant it."""

    id: str
    title: str
