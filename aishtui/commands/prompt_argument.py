"""The prompt of a command without a screen: as it stands on the command line, or what is piped in."""

import sys
from typing import TextIO

from aishtui.chat.piped import MOST_BYTES, NotForAPrompt, not_utf_8, prompt_in


class NothingSent(Exception):
    """What is piped in is no prompt; the message is a sentence."""


def read_prompt(argument: str | None, notes: TextIO) -> str | None:
    """The prompt named on the command line, or standard input for `-` and for none when something is piped in.
    None if there is nothing to read. What is piped in is judged as it is for the full screen: raises NothingSent."""
    if argument is not None and argument != "-":
        return argument
    if sys.stdin is None or (argument is None and sys.stdin.isatty()):
        return None
    try:
        text, wrong = prompt_in(sys.stdin.buffer.read(MOST_BYTES + 1))
    except OSError as error:
        raise NothingSent(f"What was piped in cannot be read ({error.strerror or error}).") from error
    except NotForAPrompt as refusal:
        raise NothingSent(f"{refusal.why}; nothing is sent. {refusal.cure}".strip()) from refusal
    if wrong:
        print(f"aishtui: {not_utf_8(wrong, 'what was piped in', 'sent as')}", file=notes)
    return text
