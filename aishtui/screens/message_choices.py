"""What can be done with a message: the menu's rows, made from the message alone."""

from collections.abc import Sequence

from aishtui.chat.branches import Version
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message, Role
from aishtui.chat.prompt_queue import Queue, count_held, index_of
from aishtui.chat.wording import size
from aishtui.pane.code_blocks import CodeBlock
from aishtui.screens.message_acts import Act, can_go_on
from aishtui.widgets.menu_list import MenuRow

_HINT = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """An act with the row that offers it; `number` is a code block's."""

    act: Act
    row: MenuRow
    number: int = 0


def choices(
    message: Message, blocks: Sequence[CodeBlock], fold: str = "", opened: bool = False, version: Version | None = None
) -> list[Choice]:
    """Only what applies to this message. `fold` is what of it can be opened or closed."""
    return [
        *_copies(message, blocks),
        *_asking(message),
        *_showing(message, fold, opened),
        *_branches(message),
        *_versions(version),
    ]


def queued_choices(
    message: Message, blocks: Sequence[CodeBlock], queue: Queue, fold: str = "", opened: bool = False
) -> list[Choice]:
    """The same for a prompt that waits to be sent: it has no versions, and no answer."""
    index = index_of(queue, message.id)
    found = [
        Choice(Act.EDIT, MenuRow("e", "Edit", "in its place; not sent meanwhile", 2)),
        Choice(Act.TAKE_BACK, MenuRow("t", "Take back", "into the prompt; it is not sent", 2)),
    ]
    if count_held(queue):
        found.append(Choice(Act.SEND_ON, MenuRow("g", "Send on", "all that is held, in turn", 2)))
    if index:
        found.append(Choice(Act.EARLIER, MenuRow("<", "Earlier", "before the one above it", 2)))
    if index is not None and index + 1 < len(queue):
        found.append(Choice(Act.LATER, MenuRow(">", "Later", "behind the one below it", 2)))
    shown = [choice for choice in _showing(message, fold, opened) if choice.act is not Act.DETAILS]
    return [*_copies(message, blocks), *found, *shown]


def _copies(message: Message, blocks: Sequence[CodeBlock]) -> list[Choice]:
    found = []
    if message.text:
        length = size(len(message.text.encode(errors="replace")))
        as_it_is = "as received" if message.role is Role.ASSISTANT else "as typed"
        found.append(Choice(Act.COPY, MenuRow("y", "Copy", f"{as_it_is}, {length}")))
        found.append(Choice(Act.PLAIN, MenuRow("p", "Copy as plain text", "without Markdown marks")))
    if message.thinking:
        length = size(len(message.thinking.encode(errors="replace")))
        found.append(Choice(Act.THINKING, MenuRow("t", "Copy the thinking", length)))
    for block in blocks:
        key = str(block.number) if block.number <= 9 else ""
        row = MenuRow(key, f"Copy code block {block.number}", _code_hint(block), 1)
        found.append(Choice(Act.CODE, row, block.number))
    return found


def _code_hint(block: CodeBlock) -> str:
    first = next((line.strip() for line in block.text.split("\n") if line.strip()), "")
    return " · ".join(part for part in (clean_line(block.language), clean_line(first, _HINT)) if part)


def _asking(message: Message) -> list[Choice]:
    if message.role is Role.USER:
        return [Choice(Act.EDIT, MenuRow("e", "Edit", "and ask again from there", 2))]
    if not message.status.ended:
        return []
    found = [Choice(Act.RETRY, MenuRow("r", "Ask again", "this answer stays as well", 2))]
    refused = message.facts.refused_parameter if message.facts is not None else None
    if refused is not None:
        row = MenuRow("w", "Ask again without", f"{clean_line(refused, _HINT)}, which the server refused", 2)
        found.append(Choice(Act.WITHOUT, row))
    if can_go_on(message):
        found.append(Choice(Act.CONTINUE, MenuRow("c", "Have it continued", "goes on where it stopped", 2)))
        found.append(Choice(Act.KEEP, MenuRow("k", "Keep it as it is", "nothing is asked", 2)))
    return found


def _showing(message: Message, fold: str, opened: bool) -> list[Choice]:
    found = []
    if fold:
        what = "thinking" if fold == "thinking" else "long text"
        found.append(Choice(Act.FOLD, MenuRow("f", "Fold" if opened else "Unfold", f"the {what}", 3)))
    found.append(Choice(Act.RAW, MenuRow("v", "Raw view", "the source, full screen", 3)))
    if message.text:
        found.append(Choice(Act.PRINT, MenuRow("s", "Print view", "to select as in a shell", 3)))
    found.append(Choice(Act.VIEW, MenuRow("o", "Read in your editor", "a copy of it", 3)))
    found.append(Choice(Act.DETAILS, MenuRow("d", "Details", "request, response, curl", 3)))
    return found


def _branches(message: Message) -> list[Choice]:
    as_draft = "with it to be edited" if message.role is Role.USER else "that goes its own way"
    found = [Choice(Act.FORK, MenuRow("b", "Fork into a new tab", as_draft, 4))]
    if message.status.ended:
        row = MenuRow("x", "Delete from here", "and all below it", 4)
        found.append(Choice(Act.PRUNE, row))
    return found


def _versions(version: Version | None) -> list[Choice]:
    if version is None:
        return []
    found = []
    if version.number > 1:
        row = MenuRow("[", "Older version", f"{version.number - 1} of {version.count}", 5)
        found.append(Choice(Act.OLDER, row))
    if version.number < version.count:
        row = MenuRow("]", "Newer version", f"{version.number + 1} of {version.count}", 5)
        found.append(Choice(Act.NEWER, row))
    return found
