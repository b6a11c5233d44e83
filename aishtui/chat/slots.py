"""The slots 1 to 9 of the sidebar: which preset one digit takes."""

from collections.abc import Mapping, Sequence

from aishtui.chat.presets import Preset

MOST = 9


def slots_of(presets: Sequence[Preset], chosen: Mapping[str, int] | None = None) -> dict[str, int]:
    """By the preset's name. `chosen` ones have theirs, the first of two that want the same; the others take the free
    slots in their order."""
    taken: dict[str, int] = {}
    for preset in presets:
        slot = (chosen or {}).get(preset.name, 0)
        if 1 <= slot <= MOST and slot not in taken.values():
            taken[preset.name] = slot
    free = [slot for slot in range(1, MOST + 1) if slot not in taken.values()]
    others = (preset.name for preset in presets if preset.name not in taken)
    return taken | dict(zip(others, free, strict=False))


def in_slot(slots: Mapping[str, int], number: int) -> str | None:
    """The name of the preset in that slot."""
    return next((name for name, slot in slots.items() if slot == number), None)
