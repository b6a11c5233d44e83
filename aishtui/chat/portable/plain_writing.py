"""A conversation as plain text to read: texts as they are, a line above each that says who spoke."""

from collections.abc import Iterator, Sequence

from aishtui.chat.messages import Role
from aishtui.chat.portable.branch_order import Placed
from aishtui.chat.portable.front_matter import stamp
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.said_of import ended, remarks, speaker


def plain(kept: KeptConversation, placed: Sequence[Placed]) -> Iterator[str]:
    """One conversation in pieces."""
    of = kept.conversation
    yield f"{of.title or 'Conversation'}\n{of.id} · {of.created_at}\n"
    for one in placed:
        yield f"\n--- {one.number} · {speaker(one)} · {stamp(one.message)}\n\n"
        yield one.message.text
        yield "" if one.message.text.endswith("\n") else "\n"
        if one.message.role is Role.ASSISTANT:
            yield "".join(f"\n[{line}]\n" for line in (ended(one.message), *remarks(one.message)))
