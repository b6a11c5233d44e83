"""What a command that is being typed may become: its name, and what stands behind it, from the table of actions."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest
from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.command_line import command_names, common_start

_PIECE = re.compile(r"[A-Za-z][A-Za-z-]*")
_LAST_NAME = re.compile(r"[^,\s+]*$")
_LAST_WORD = re.compile(r"\S*$")
_SEVERAL = {"compare": _LAST_NAME, "export": _LAST_WORD, "history": _LAST_WORD, "copy": _LAST_WORD, "print": _LAST_WORD}
"""Commands behind which several things may stand, of which the last is completed."""


class Candidate(NamedTuple):
    """What a word may become; `note` is to be known of it."""

    text: str
    note: str = ""
    shown: str = ""
    """What stands in the line for it; empty: its text."""


Arguments = Callable[[str, str, str], Sequence[Candidate]]
"""By the command's name, the kind of argument (`PRESET`, `FILE`, as the table writes it), and the word as far as it is
typed."""


@dataclass(frozen=True, slots=True)
class Completion:
    """`head` stays as it is, `word` is completed. `hint` says what the command takes and does, where one is meant."""

    head: str
    word: str
    candidates: tuple[Candidate, ...] = ()
    hint: str = ""
    problem: str = ""
    """That nothing begins so, with what may have been meant."""

    def certain(self) -> str:
        """The line as far as it is certain."""
        texts = [one.text for one in self.candidates]
        common = common_start(texts)
        if common is None or not common.startswith(self.word):
            return self.head + self.word
        space = " " if len(texts) == 1 and not self.head and _takes_more(common[1:]) else ""
        return f"{self.head}{common}{space}"


def completion(line: str, arguments: Arguments) -> Completion:
    """`line` is a command, perhaps an unfinished one."""
    name, space, argument = line[1:].partition(" ")
    if not space:
        return _of_name(name)
    if name not in command_names():
        return Completion(line, "", problem=_unknown(name))
    found = _SEVERAL[name].search(argument) if name in _SEVERAL else None
    at = found.start() if found is not None else len(argument) - len(argument.lstrip())
    head, word = f":{name} {argument[:at]}", argument[at:]
    words, kinds = taken_by(name)
    known = [Candidate(text) for text in words if text.startswith(word)]
    for kind in kinds:
        known += arguments(name, kind, word)
    unique = tuple({one.text: one for one in reversed(known)}.values())[::-1]
    return Completion(head, word, unique, _hint(name))


def _of_name(name: str) -> Completion:
    fitting = sorted((known for known in command_names() if known.startswith(name)), key=lambda known: known != name)
    notes = [_what(known) if len(fitting) > 1 else "" for known in fitting]  # of one alone the hint says more
    candidates = tuple(Candidate(f":{known}", note) for known, note in zip(fitting, notes, strict=True))
    if not fitting:
        return Completion("", f":{name}", problem=_unknown(name))
    meant = name if name in fitting else fitting[0] if len(fitting) == 1 else ""
    return Completion("", f":{name}", candidates, _hint(meant) if meant else "")


@cache
def taken_by(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can stand behind a command, as the table says: words that are typed as they are, and kinds of arguments."""
    pieces = [piece for action in _actions(name) for piece in _PIECE.findall(action.command.partition(" ")[2])]
    found = tuple(dict.fromkeys(pieces))
    return tuple(piece for piece in found if piece.islower()), tuple(piece for piece in found if piece.isupper())


def _actions(name: str) -> list[Action]:
    return [action for action in ACTIONS if action.command.split(" ")[0] == f":{name}"]


def _takes_more(name: str) -> bool:
    return any(taken_by(name))


def _what(name: str) -> str:
    return _actions(name)[0].label


def _hint(name: str) -> str:
    action = _actions(name)[0]
    return f"{action.command}  {action.help or action.label}"


def _unknown(name: str) -> str:
    near = [f":{known}" for known in nearest(name, command_names())]
    return f"There is no :{name}. " + (f"Nearest: {' '.join(near)}" if near else "Esc, then F1 lists the commands.")
