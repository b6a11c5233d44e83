"""Whether the columns of a comparison are asked the same: what differs in what is sent besides the preset's model."""

import json
from collections.abc import Iterable, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.comparisons import is_of
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.wording import and_list

SYSTEM = "system prompt"
HEADERS = "headers"
HISTORY = "history"
"""What stood there before the first round."""
PROMPTS = "prompts of the rounds"
UNSET = "unset"

_NAMED = 4
"""So many columns are called by their names, and their values given in the columns' order."""
_VALUE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """A column of a comparison with what its next prompt goes out with."""

    name: str
    preset: Preset
    """As it is sent."""
    path: Sequence[Message]
    """Everything it shows, the answers of the comparison too."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not the same for all."""

    what: str
    """SYSTEM, HEADERS, HISTORY, PROMPTS or the name of a parameter."""
    values: tuple[str, ...] = ()
    """A parameter's value in each column, as JSON; `unset` where it is not sent."""


@dataclass(frozen=True, slots=True)
class Comparability:
    """What differs between some columns, by their names."""

    names: tuple[str, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def in_history(self) -> bool:
        """Whether what was said before differs."""
        return any(difference.what in (HISTORY, PROMPTS) for difference in self.differences)

    @property
    def in_settings(self) -> bool:
        """Whether the system prompt, a header or a parameter differs."""
        return any(difference.what not in (HISTORY, PROMPTS) for difference in self.differences)

    @property
    def in_headers(self) -> bool:
        return any(difference.what == HEADERS for difference in self.differences)

    @property
    def same(self) -> bool:
        return not self.differences

    @property
    def sentence(self) -> str:
        """`fast and deep differ in: system prompt, temperature (0.2, unset)`; empty where nothing differs."""
        if self.same:
            return ""
        named = len(self.names) <= _NAMED
        who = and_list(map(clean_line, self.names)) if named else f"The {len(self.names)} columns"
        return f"{who} differ in: {', '.join(_words(difference, named) for difference in self.differences)}"


def comparability(comparison: str, columns: Sequence[AskedColumn]) -> Comparability:
    """What differs between the columns that take part. Cheap enough for every redraw of a status line: what the columns
    share is passed over by identity, and the texts of the rest are compared up to the first difference."""
    presets = [column.preset for column in columns]
    found: list[Difference] = []
    if len({preset.system for preset in presets}) > 1:
        found.append(Difference(SYSTEM))
    if any(dict(preset.headers) != dict(presets[0].headers) for preset in presets[1:]):
        found.append(Difference(HEADERS))
    found.extend(_parameters(presets))
    found.extend(_histories(comparison, [column.path for column in columns]))
    return Comparability(tuple(column.name for column in columns), tuple(found))


def _parameters(presets: Sequence[Preset]) -> Iterable[Difference]:
    names = dict.fromkeys(name for preset in presets for name in preset.params)
    for name in names:
        values = [preset.params.get(name, UNSET) for preset in presets]
        everywhere = all(name in preset.params for preset in presets)
        if not everywhere or any(not _same_value(values[0], value) for value in values[1:]):
            yield Difference(name, tuple(_shown(preset, name) for preset in presets))


def _same_value(one: Any, other: Any) -> bool:
    """As it is sent: 1 and 1.0 say the same, 1 and true do not."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _shown(preset: Preset, name: str) -> str:
    if name not in preset.params:
        return UNSET
    return json.dumps(preset.params[name], ensure_ascii=False, default=str)


def _histories(comparison: str, paths: Sequence[Sequence[Message]]) -> Iterable[Difference]:
    """Differences in the messages that are no answers of the comparison: each column has its own of those."""
    shared = _shared(paths)
    rests = [_without_answers(comparison, path[shared:]) for path in paths]
    if _all_alike(rests):
        return
    halves = [_parted(comparison, path) for path in paths]
    if not _all_alike([before for before, _ in halves]):
        yield Difference(HISTORY)
    if not _all_alike([prompts for _, prompts in halves]):
        yield Difference(PROMPTS)


def _shared(paths: Sequence[Sequence[Message]]) -> int:
    """How many messages at the beginning are the very same in all paths."""
    if not paths:
        return 0
    first, *others = paths
    shared = len(first)
    for other in others:
        differs = next(compress(count(), map(is_not, first, other)), min(len(first), len(other)))
        shared = min(shared, differs)
    return shared


def _without_answers(comparison: str, messages: Iterable[Message]) -> list[Message]:
    return [message for message in messages if not is_of(comparison, message)]


def _parted(comparison: str, path: Sequence[Message]) -> tuple[Sequence[Message], Sequence[Message]]:
    """What stood there before the first prompt of the comparison, and what has come since besides its answers."""
    first = next((at for at, message in enumerate(path) if is_of(comparison, message)), None)
    begins = len(path) if first is None else max(0, first - 1)
    return path[:begins], _without_answers(comparison, path[begins:])


def _all_alike(lists: Sequence[Sequence[Message]]) -> bool:
    """Whether the same was said by the same in all of them."""
    first, *others = lists or [[]]
    return all(
        len(first) == len(other) and all(_alike(one, two) for one, two in zip(first, other, strict=True))
        for other in others
    )


def _alike(one: Message, other: Message) -> bool:
    return one is other or one.id == other.id or (one.role is other.role and one.text == other.text)


def _words(difference: Difference, in_order: bool) -> str:
    values = difference.values if in_order else tuple(dict.fromkeys(difference.values))
    what = clean_line(difference.what, 2 * _VALUE_LENGTH)
    return f"{what} ({', '.join(clean_line(value, _VALUE_LENGTH) for value in values)})" if values else what
