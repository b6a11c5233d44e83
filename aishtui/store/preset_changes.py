"""The values of a preset that is changed in aishtui: which are changed, and which a table has to say for that."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from aishtui.chat.preset_book import VALUES
from aishtui.chat.presets import Preset
from aishtui.chat.same_value import same_value
from aishtui.chat.wording import and_list
from aishtui.store.errors import ChangedMeanwhile
from aishtui.store.own_presets_file import Table
from aishtui.store.preset_tables import Said

_NO_SLOT = 0
"""TOML has no null."""
_SYSTEM = {"system": "system_file", "system_file": "system"}
"""Two ways to say one thing: who says the one takes the other away."""
_NOTHING_SAID: Mapping[str, Any] = {
    "description": "",
    "group": "",
    "slot": None,
    "system": "",
    "params": {},
    "headers": {},
    "refuse_cloud_ids": False,
}
"""What holds where no file says anything. Some file has to say the model."""


def values_of(preset: Preset) -> dict[str, Any]:
    """What can be saved of a preset, by the names of VALUES. A system prompt is its text or its file: the other one is
    None, as is the slot where there is none."""
    values = {key: getattr(preset, key) for key in VALUES}
    values["system" if preset.system_file else "system_file"] = None
    return values


def changes(name: str, now: Preset | None, shown: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What is wanted otherwise than it was shown. Raises ChangedMeanwhile where that is by now something else again."""
    if now is None:
        raise ChangedMeanwhile(name, "was deleted")
    current = values_of(now)
    changed = {key: value for key, value in wanted.items() if not same_value(value, shown[key])}
    theirs = [key for key in changed if not _one_of(current[key], shown[key], wanted[key])]
    if theirs:
        raise ChangedMeanwhile(name, f"was changed ({and_list(theirs)})", tuple(theirs))
    return changed


def _one_of(value: Any, *others: Any) -> bool:
    return any(same_value(value, other) for other in others)


def put_value(entry: Table, key: str, value: Any, said: Mapping[str, Said]) -> None:
    """Have a table say a value, unless what others say comes to the same."""
    if key in _SYSTEM:
        if value is None:
            return  # the other one says it
        entry.pop(_SYSTEM[key], None)
    below = said.get(key)
    if below is None:
        unsaid = _SYSTEM.get(key, key) not in said
        same = unsaid and key in _NOTHING_SAID and same_value(value, _NOTHING_SAID[key])
    else:
        same = not below.wrong and same_value(value, _plain(below.value))
    if same:
        entry.pop(key, None)
    else:
        entry[key] = deepcopy(value) if value is not None else _NO_SLOT


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value
