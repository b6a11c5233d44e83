"""A comparison with all that belongs to it: what goes into an export of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from aishtui.chat.comparisons import Round, column_leaves, place_of, rounds_of
from aishtui.chat.messages import Message
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.verdict import names_of


@dataclass(frozen=True)
class KeptComparison:
    """`conversations` hold its answers, and what stands above them; nothing else of them. It has no slots, since what
    follows from them is worked out once."""

    id: str
    conversations: tuple[KeptConversation, ...]

    @classmethod
    def of(cls, comparison: str, conversations: Iterable[KeptConversation]) -> "KeptComparison":
        """Out of all messages of its conversations; those in which it has no answer are left out."""
        cut = (_only_compared(comparison, kept) for kept in conversations)
        return cls(comparison, tuple(sorted((one for one in cut if one is not None), key=_id)))

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        messages = (message for kept in self.conversations for message in kept.conversation.messages.values())
        return rounds_of(self.id, messages)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """What each column is called, the same in every round."""
        return names_of(Round(0, column_leaves(self.rounds)))

    @property
    def title(self) -> str:
        """That of its first conversation."""
        return next((kept.conversation.title for kept in self.conversations), "")

    def above(self, answer: Message) -> tuple[Message, ...]:
        """The path to an answer, without it: its prompt is the last."""
        of = next(kept.conversation for kept in self.conversations if kept.conversation.id == answer.conversation_id)
        return of.path(answer.id)[:-1]


def _only_compared(comparison: str, kept: KeptConversation) -> KeptConversation | None:
    messages = kept.conversation.messages
    wanted: dict[str, None] = {}
    for message in messages.values():
        place = place_of(message)
        current: str | None = message.id if place is not None and place.comparison == comparison else None
        while current is not None and current in messages and current not in wanted:
            wanted[current] = None
            current = messages[current].parent_id
    return kept.only(tuple(messages[id_] for id_ in sorted(wanted))) if wanted else None


def _id(kept: KeptConversation) -> str:
    return kept.conversation.id
