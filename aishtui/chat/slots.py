"""The slots 1 to 9 of the sidebar: which preset one digit takes."""

from collections.abc import Mapping, Sequence

from aishtui.chat.presets import SLOTS, Preset


def slots_of(presets: Sequence[Preset]) -> dict[str, int]:
    """By the preset's name. Those that name a slot have it, the others take the free ones in their order."""
    taken: dict[str, int] = {}
    for preset in presets:
        slot = preset.slot
        if slot is not None and slot in SLOTS and slot not in taken.values():
            taken[preset.name] = slot
    free = [slot for slot in SLOTS if slot not in taken.values()]
    others = (preset.name for preset in presets if preset.name not in taken)
    return taken | dict(zip(others, free, strict=False))


def in_slot(slots: Mapping[str, int], number: int) -> str | None:
    """The name of the preset in that slot."""
    return next((name for name, slot in slots.items() if slot == number), None)
