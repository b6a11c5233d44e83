"""The prompts of `aishtui compare` that stand in a file, or come on standard input."""

import sys
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.chat.prompts_file import NotPrompts, Prompts, read_prompts
from aishtui.chat.wording import size

MOST_BYTES = 32 * 1000 * 1000
"""More prompts than anybody waits for; a file that was meant to be another one must not fill the memory."""


def prompts_of_file(name: str) -> Prompts:
    """`-` is standard input. Raises NotPrompts."""
    shown = "standard input" if name == "-" else clean_line(name, 200) or "--prompts"
    try:
        content = _content(name)
        if len(content) > MOST_BYTES:
            raise NotPrompts(f"is larger than {size(MOST_BYTES)}, the most that is taken; split it.")
        if not content.strip():
            raise NotPrompts("is empty.")
        return read_prompts(content, name)
    except OSError as error:
        raise NotPrompts(f"{shown} cannot be read ({error.strerror or error}).") from error
    except NotPrompts as problem:
        raise NotPrompts(f"{shown} {problem}") from problem


def _content(name: str) -> bytes:
    """One byte more than is taken, at most."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin is not None else b""
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES + 1)
