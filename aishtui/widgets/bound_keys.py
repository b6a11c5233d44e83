"""Which keys do what in this run: the table's, but for those that the user has chosen."""

from collections.abc import Mapping
from dataclasses import field
from itertools import takewhile
from typing import Literal

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.terminal.key_names import write_key
from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTION_OF
from aishtui.widgets.editing_keys import NEWLINE_KEYS, SEND_KEYS

Enter = Literal["send", "newline"]
"""What Enter does in the prompt."""

_FIXED = ("tab.go", "focus.next")
"""What takes a number, and what means something else in every place."""


def can_choose(action: Action) -> bool:
    """Whether the user can give it other keys."""
    return action.id not in _FIXED


@dataclass(frozen=True, slots=True)
class BoundKeys:
    """`chosen` holds, by the action's id, what stands instead of the keys of the table; none: no key at all."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    enter: Enter = "send"

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Textual's names of the keys that do it."""
        table = ACTION_OF[action_id].keys
        match action_id:
            case "prompt.send":
                return self._of_prompt(action_id, SEND_KEYS if self.enter == "newline" else (), self.enter == "send")
            case "prompt.newline":
                others = NEWLINE_KEYS if self.enter == "send" else NEWLINE_KEYS[1:3]
                return self._of_prompt(action_id, others, self.enter == "newline")
            case _:
                return self.chosen.get(action_id, table)

    def _of_prompt(self, action_id: str, others: tuple[str, ...], by_enter: bool) -> tuple[str, ...]:
        return (*(("enter",) if by_enter else ()), *self.chosen.get(action_id, others))

    def shown(self, action: Action) -> str:
        """The key as people write it; empty where there is none."""
        if action.id in ("prompt.send", "prompt.newline"):
            return next((write_key(key) for key in self.keys(action.id)), "")
        if action.id not in self.chosen:
            return action.shown
        return " or ".join([*(write_key(key) for key in self.chosen[action.id][:1]), *filter(None, [action.always])])

    def name(self, action_id: str) -> str:
        """What to press, else what to type: `F6`, or `:retry` where it has no key."""
        action = ACTION_OF[action_id]
        key = self.shown(action).split(" or ")[0]
        fixed = takewhile(lambda word: word.islower() and word[0] != "[", action.command.split(" "))
        return key or " ".join(fixed) or f"“{action.label}”"


TABLE = BoundKeys()
"""Where the user has chosen none."""
