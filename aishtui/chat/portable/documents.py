"""The whole text of an export, in any of its forms."""

from collections.abc import Iterable, Iterator

from aishtui.chat.messages import Message
from aishtui.chat.portable.branch_order import along, in_branches
from aishtui.chat.portable.comparison_json import comparison_json
from aishtui.chat.portable.comparison_markdown import comparison_markdown
from aishtui.chat.portable.forms import Form
from aishtui.chat.portable.json_writing import json_document
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.kept_comparison import KeptComparison
from aishtui.chat.portable.markdown_writing import markdown
from aishtui.chat.portable.plain_writing import plain


def document(
    form: Form, conversations: Iterable[KeptConversation], branches: bool, leaf_id: str | None = None
) -> Iterator[str]:
    """The file's text in pieces, conversation by conversation: all branches, or the path to `leaf_id` (None: to the
    newest message)."""
    if form is Form.JSON:
        yield from json_document(kept if branches else kept.only(_path(kept, leaf_id)) for kept in conversations)
        return
    between = ""
    for kept in conversations:
        placed = in_branches(kept.conversation) if branches else along(kept.conversation, _path(kept, leaf_id))
        yield between
        yield from markdown(kept, placed) if form is Form.MARKDOWN else plain(kept, placed)
        between = "\n"


def comparison_document(form: Form, comparison: KeptComparison) -> Iterator[str]:
    """A comparison's file in pieces. There is no plain text of one: tables need signs."""
    return comparison_json(comparison) if form is Form.JSON else comparison_markdown(comparison)


def _path(kept: KeptConversation, leaf_id: str | None) -> tuple[Message, ...]:
    return kept.conversation.path(leaf_id) or kept.newest_path()
