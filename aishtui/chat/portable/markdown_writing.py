"""A conversation as Markdown to read, its texts byte for byte as they were typed or received.

Whatever a message contains, the structure can be told from it: comments with a boundary that occurs in no text stand
around each. `docs/export.md` has the rules.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.branch_order import Placed
from aishtui.chat.portable.front_matter import front_matter, stamp
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.left_open import closing_comments
from aishtui.chat.portable.said_of import ended, remarks, speaker

_BOUNDARY = "aishtui-message"
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!$^])")


def markdown(kept: KeptConversation, placed: Sequence[Placed]) -> Iterator[str]:
    """One conversation in pieces. `placed` are the messages that go into it, in their order."""
    boundary = boundary_for(one.message.text for one in placed)
    yield front_matter(kept, placed, boundary)
    if kept.conversation.title:
        yield f"\n# {escaped(kept.conversation.title)}\n"
    for one in placed:
        yield from message_block(one.message, f"## {one.number} · {escaped(speaker(one))}", boundary)
    yield f"\n<!-- {boundary} conversation-end -->\n"


def escaped(text: str) -> str:
    """One line in which nothing is a mark of Markdown."""
    line = escaped_within(text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=])", r"\\\1", line))


def escaped_within(text: str) -> str:
    """The same for a piece that does not begin a line, as a cell of a table."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def message_block(message: Message, heading: str, boundary: str) -> Iterator[str]:
    """A message with the comments around it, below its heading."""
    yield f"\n<!-- {boundary} {message.role.value} {_token(message.id)} -->\n"
    yield f"{heading}\n\n{escaped(stamp(message))}\n\n<!-- {boundary} text -->\n"
    yield message.text
    yield _text_end(message.text, boundary)
    if message.role is Role.ASSISTANT:
        yield f"\n*{escaped(ended(message))}*\n"
        yield from (f"\n> {escaped(remark)}\n" for remark in remarks(message))


def _text_end(text: str, boundary: str) -> str:
    first, *others = closing_comments(text) or ("",)
    mark = f"\n<!-- {boundary} text-end\n{first}\n-->\n" if first else f"\n<!-- {boundary} text-end -->\n"
    return mark + "".join(f"<!--\n{line}\n-->\n" for line in others)


def boundary_for(texts: Iterable[str]) -> str:
    """The first that occurs in none of the texts: `aishtui-message`, `aishtui-message-2`, …"""
    number, boundary = 1, _BOUNDARY
    all_texts = tuple(texts)
    while any(f"<!-- {boundary} " in text for text in all_texts):
        number += 1
        boundary = f"{_BOUNDARY}-{number}"
    return boundary


def _token(text: str) -> str:
    """An id, within a comment."""
    return re.sub(r"[^0-9A-Za-z_.]", "_", text) or "_"
