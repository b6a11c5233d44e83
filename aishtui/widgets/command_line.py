"""Commands typed in the prompt: what is one, what it asks for, and what was probably meant."""

import re
from collections.abc import Sequence

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.widgets.actions import ACTIONS

_COMMAND = re.compile(r"^:[a-z]")
_LISTS = ("compare",)
"""Commands that take several names, of which the last is completed."""
_LAST_NAME = re.compile(r"[^,\s+]*$")


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


def candidates(text: str, choices: dict[str, tuple[str, ...]]) -> list[str]:
    """What the last word of a command line may become.

    `choices` gives the possible arguments by command name (`preset`, `model`, `theme`, …).
    """
    name, space, argument = text[1:].partition(" ")
    if not space:
        return [f":{candidate}" for candidate in command_names() if candidate.startswith(name)]
    _, word = _last_word(name, argument)
    return [candidate for candidate in choices.get(name, ()) if candidate.startswith(word)]


def _last_word(name: str, argument: str) -> tuple[str, str]:
    """What of an argument stays as it is, and what of it is completed."""
    found = _LAST_NAME.search(argument) if name in _LISTS else None
    at = found.start() if found is not None else 0
    return argument[:at], argument[at:]


def complete(text: str, choices: dict[str, tuple[str, ...]]) -> str | None:
    """The line with its last word completed as far as it is certain; None if nothing fits."""
    if not is_command_line(text):
        return None
    found = common_start(candidates(text, choices))
    if found is None:
        return None
    name, space, argument = text[1:].partition(" ")
    if space:
        return f":{name} {_last_word(name, argument)[0]}{found}"
    takes_more = any(action.command.startswith(f"{found} ") for action in ACTIONS)
    return f"{found} " if takes_more else found


def common_start(words: Sequence[str]) -> str | None:
    """The longest start that all share; None of none."""
    if not words:
        return None
    first, last = min(words), max(words)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]
