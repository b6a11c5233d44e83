"""Commands typed in the prompt: what is one, what it asks for, and what was probably meant."""

import re
from collections.abc import Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.widgets.actions import ACTIONS

_COMMAND = re.compile(r"^:[a-z]")


@dataclass(frozen=True, slots=True)
class Command:
    """A known command: its name without the colon and the rest of the line."""

    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """It looks like a command and is none; `near` are the names it may have meant."""

    name: str
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PromptText:
    """Anything else: to be sent as it is."""

    text: str


def command_names() -> tuple[str, ...]:
    """The names of all commands, without the colon, in the order of the table."""
    names = (action.command[1:].split(" ")[0] for action in ACTIONS if action.command)
    return tuple(dict.fromkeys(names))


def read_line(text: str, typed: bool) -> Command | UnknownCommand | PromptText:
    """A command is one line, typed not pasted, that begins with a colon and a small letter.

    One colon of a leading `::` is dropped only where the rest would be a command.
    """
    line = text.strip()
    if not typed or "\n" in line:
        return PromptText(text)
    if line.startswith("::") and _COMMAND.match(line[1:]):
        return PromptText(line[1:])
    if not _COMMAND.match(line):
        return PromptText(text)
    name, _, argument = line[1:].partition(" ")
    if name in command_names():
        return Command(name, argument.strip())
    return UnknownCommand(name, tuple(nearest(name, command_names())))


def is_command_line(text: str) -> bool:
    """Whether somebody seems to be typing a command, perhaps an unfinished one."""
    return text.startswith(":") and "\n" not in text and not text.startswith("::")


def common_start(words: Sequence[str]) -> str | None:
    """The longest start that all share; None of none."""
    if not words:
        return None
    first, last = min(words), max(words)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]
