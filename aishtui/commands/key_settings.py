"""What `[keys]` in config.toml comes to: which keys do what, and what is wrong with the rest."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from aishtui.chat.clean import clean_line
from aishtui.chat.file_problem import FileProblem
from aishtui.chat.nearest import nearest, or_list
from aishtui.store.config import ChosenKeys
from aishtui.terminal.key_names import EXAMPLES, is_typed, read_key, unheard, write_key
from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTION_OF, ALL_ACTIONS
from aishtui.widgets.bound_keys import BoundKeys, Enter, can_choose
from aishtui.widgets.editing_keys import editing_keys
from aishtui.widgets.form_keys import field_keys

_OF_PROMPT = ("prompt.send", "prompt.newline")
_EVERYWHERE = ("app.leave", "app.palette")

Place = Literal["workbench", "form"]
"""Where a key does something: in the preset editor the same one may do something else."""


def bound_keys(entries: Iterable[ChosenKeys], enter: Enter) -> tuple[BoundKeys, tuple[FileProblem, ...]]:
    """The user's keys, and what is wrong with them; whatever is right is used."""
    judge = _Judge(enter)
    for entry in entries:
        judge.take(entry)
    judge.settle()
    return BoundKeys(judge.chosen, enter), tuple(judge.problems)


class _Judge:
    """Takes entries in their order in the file: of two that want the same key the first has it."""

    def __init__(self, enter: Enter) -> None:
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.problems: list[FileProblem] = []
        self._enter = enter
        self._taken: dict[tuple[Place, str], ChosenKeys] = {}
        self._needed = {"workbench": editing_keys(), "form": field_keys()}

    def take(self, entry: ChosenKeys) -> None:
        action = ACTION_OF.get(entry.action)
        if action is None:
            self._say(entry, f"there is no such action{_near(entry.action)}")
        elif not can_choose(action):
            self._say(entry, f"cannot be changed: {_why_fixed(action)}")
        else:
            found = [key for written in entry.keys if (key := self._key(written, action, entry)) is not None]
            for key in found:
                self._taken |= {(place, key): entry for place in _places(action)}
            if found or not entry.keys:
                self.chosen[entry.action] = tuple(dict.fromkeys(found))

    def _key(self, written: str, action: Action, entry: ChosenKeys) -> str | None:
        """The key by its name; None, and said why, where it is not to be had."""
        key = read_key(written)
        if key is None:
            self._say(entry, f"“{clean_line(written, 40)}” is no key; keys are written like {EXAMPLES}")
            return None
        refusal = self._refusal(key, action)
        if refusal:
            self._say(entry, f"{write_key(key)} {refusal}; it is not used")
            return None
        if why := unheard(key):
            self._say(entry, f"{write_key(key)} {why}; it is used where it arrives")
        return key

    def _refusal(self, key: str, action: Action) -> str:
        """Why the key cannot be had, as the rest of a sentence about it."""
        other = self._taker(action, key)
        if other is not None:
            line = f", line {other.where.line}" if other.where.line else ""
            return f"is bound to {other.action} already{line}"
        if key == "enter" and action.id in _OF_PROMPT:
            return "is settled by enter under [prompt]"
        if is_typed(key):
            return "is needed to type"
        place = _places(action)[0]
        if key in self._needed[place] and not action.in_columns:
            return f"is needed by the {'prompt' if place == 'workbench' else 'form'} ({self._needed[place][key]})"
        return ""

    def _taker(self, action: Action, key: str) -> ChosenKeys | None:
        """What has taken the key, in some place where the action has its own."""
        taken = (self._taken.get((place, key)) for place in _places(action))
        return next((entry for entry in taken if entry is not None), None)

    def settle(self) -> None:
        """A key that was chosen is no longer what the table says, and who loses it is told."""
        for action in ALL_ACTIONS:
            if action.id in self.chosen or not can_choose(action):
                continue
            before = BoundKeys(enter=self._enter).keys(action.id)
            kept = tuple(key for key in before if self._taker(action, key) is None)
            if kept != before:
                self._loses(action, before, kept)

    def _loses(self, action: Action, before: tuple[str, ...], kept: tuple[str, ...]) -> None:
        self.chosen[action.id] = tuple(key for key in kept if key != "enter")
        for key in before:
            taker = self._taker(action, key)
            if taker is not None:
                left = write_key(kept[0]) if kept else _left_with(action)
                self._say(
                    taker,
                    f"{write_key(key)} was the key of {action.id}, which has lost it and is left with {left}; "
                    f'`"{action.id}" = "…"` gives it another, and "" none',
                )

    def _say(self, entry: ChosenKeys, problem: str) -> None:
        self.problems.append(replace(entry.where, problem=problem))


def _places(action: Action) -> tuple[Place, ...]:
    if action.id in _EVERYWHERE:
        return "workbench", "form"
    return ("form",) if action.in_form else ("workbench",)


def _left_with(action: Action) -> str:
    """What does it without a key."""
    if action.in_form:
        return "the editor's menu" if action.id != "form.menu" else "nothing"
    return action.command.split(" ")[0] or "the palette"


def _near(name: str) -> str:
    near = nearest(name, [action.id for action in ALL_ACTIONS if can_choose(action)])
    return f"; did you mean {or_list(near)}?" if near else "; they are named like answer.copy or tab.new"


def _why_fixed(action: Action) -> str:
    if action.command:
        return f"it takes a name or a number behind it, as in {action.command}"
    return "what its key does depends on where one is"
