"""Which text a copy takes: the stored source, never what is drawn."""

from aishtui.chat.messages import Message, Role
from aishtui.chat.wording import plural
from aishtui.pane.code_blocks import CodeBlock, code_blocks


class NothingToCopy(Exception):
    """There is no such text; the message is a sentence."""


def last_answer(path: tuple[Message, ...]) -> Message | None:
    """The newest answer of the path that has any text."""
    return next((m for m in reversed(path) if m.role is Role.ASSISTANT and m.text), None)


def word_for(message: Message) -> str:
    return "answer" if message.role is Role.ASSISTANT else "prompt"


def source_of(message: Message) -> str:
    """The message as it was typed or received."""
    if not message.text:
        raise NothingToCopy(f"This {word_for(message)} has no text.")
    return message.text


def thinking_of(message: Message) -> str:
    if not message.thinking:
        raise NothingToCopy(f"This {word_for(message)} has no thinking.")
    return message.thinking


def plain_of(message: Message) -> str:
    """The message without Markdown's marks."""
    from aishtui.pane.plain_text import plain_text  # loads markdown-it: not before the first paint

    return plain_text(source_of(message))


def code_block_of(message: Message, number: int) -> CodeBlock:
    """The code block that stands on the screen with `[number]`."""
    blocks = code_blocks(message.text)
    if not blocks:
        raise NothingToCopy(f"This {word_for(message)} has no code block.")
    if not 1 <= number <= len(blocks):
        raise NothingToCopy(f"This {word_for(message)} has {plural(len(blocks), 'code block')}; there is no {number}.")
    return blocks[number - 1]
