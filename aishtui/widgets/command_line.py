"""Commands typed in the prompt: what is one, what it asks for, and what was probably meant."""

import re
from dataclasses import dataclass

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
    return tuple(action.command[1:].split(" ")[0] for action in ACTIONS if action.command)


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


def complete(text: str, choices: dict[str, tuple[str, ...]]) -> str | None:
    """The line with its last word completed as far as it is certain; None if nothing fits.

    `choices` gives the possible arguments by command name (`preset`, `model`, `theme`, …).
    """
    if not text.startswith(":") or "\n" in text:
        return None
    name, space, argument = text[1:].partition(" ")
    if not space:
        found = _common([candidate for candidate in command_names() if candidate.startswith(name)])
        if found is None:
            return None
        takes_more = found in command_names() and any(a.command.startswith(f":{found} ") for a in ACTIONS)
        return f":{found} " if takes_more else f":{found}"
    found = _common([candidate for candidate in choices.get(name, ()) if candidate.startswith(argument)])
    return f":{name} {found}" if found is not None else None


def _common(candidates: list[str]) -> str | None:
    """The longest start that all share; None of none."""
    if not candidates:
        return None
    first, last = min(candidates), max(candidates)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]
