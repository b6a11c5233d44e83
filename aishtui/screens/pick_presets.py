"""Presets to pick."""

import asyncio
import json
from collections.abc import Mapping, Sequence

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.model_words import price, tokens
from aishtui.chat.nearest import NearestIds, or_list
from aishtui.chat.often_used import PickKind
from aishtui.chat.presets import Preset, is_cloud_id
from aishtui.screens.pick_facts import fact, titled
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

EMPTY = "There is no preset yet. Presets stand in presets.toml in the config folder; :model picks a model without one."
_SYSTEM = 1200
"""So many characters of a system prompt are shown."""


class Presets:
    """The presets as entries, with what is known of their models."""

    def __init__(
        self,
        presets: Mapping[str, Preset],
        catalog: Catalog | None,
        figures: Mapping[str, str],
        cloud_prefixes: Sequence[str],
        slots: Mapping[str, int],
        current: str,
        near: NearestIds,
        prefix: str = "",
    ) -> None:
        """`near` finds ids of the catalogue like one that is not in it; `prefix` stands before each name, where there
        are other things beside presets."""
        self._presets = presets
        self._catalog = catalog
        self._listed = {entry.id: entry for entry in catalog.entries} if catalog is not None else {}
        self._near = near
        self._figures = figures
        self._prefixes = cloud_prefixes
        self._slots = slots
        self.entries = [self._entry(preset, current, prefix) for preset in presets.values()]

    def _entry(self, preset: Preset, current: str, prefix: str) -> PickEntry:
        missing = self._missing(preset)
        cloud = is_cloud_id(preset.model, self._prefixes)
        note = "not served" if missing else "cloud" if cloud else self._figures.get(preset.model, "")
        also = clean_line(f"{preset.model} {preset.group} {preset.description}")
        return PickEntry(
            PickKind.PRESET, preset.name, f"{prefix}{clean_line(preset.name)}", clean_line(note), also, "Presets",
            missing, preset.name == current,
        )  # fmt: skip

    def _missing(self, preset: Preset) -> bool:
        """Unknown is not absence: while no whole list has come, nothing is called not served."""
        return self._catalog is not None and self._catalog.whole and preset.model not in self._listed

    async def look_closer(self, entry: PickEntry) -> ReadingText:
        """The same, with the nearest ids that are listed where the preset's own is not."""
        preset = self._presets.get(entry.key)
        if preset is None or not self._missing(preset):
            return self.look(entry)
        near = await asyncio.to_thread(self._near.to, preset.model)
        return self.look(entry, or_list(map(clean_line, near)))

    def look(self, entry: PickEntry, near: str = "") -> ReadingText:
        preset = self._presets.get(entry.key)
        if preset is None:
            return titled(entry.label, "It is gone.")
        reading = titled(entry.label, clean_line(preset.description))
        fact(reading, "model", clean_line(preset.model))
        fact(reading, "served", self._served(preset, near))
        if (listed := self._listed.get(preset.model)) is not None:
            context = listed.context_length
            fact(reading, "context", tokens(context) if context is not None else "")
            fact(reading, "price", price(listed))
        fact(reading, "own medians", clean_line(self._figures.get(preset.model, "")))
        fact(reading, "group", clean_line(preset.group))
        slot = self._slots.get(preset.name)
        fact(reading, "slot", f"{slot}, in the sidebar" if slot else "")
        fact(
            reading, "cloud ids", "are refused: nothing is sent to a model with one" if preset.refuse_cloud_ids else ""
        )
        fact(reading, "headers", ", ".join(map(clean_line, preset.headers)))
        fact(reading, "broken", clean_line(preset.broken), "error")
        fact(reading, "system from", clean_line(preset.system_file))
        fact(reading, "from", clean_line(preset.source))
        _parameters(reading, preset)
        _system(reading, preset.system)
        return reading

    def _served(self, preset: Preset, near: str) -> str:
        if self._catalog is None:
            return "unknown: no catalogue has been read yet"
        if preset.model in self._listed:
            return "yes, its model is listed"
        if not self._catalog.whole:
            return "unknown: the list of models is not whole"
        return "its model is not listed now; it can be asked for all the same" + (f". Nearest: {near}" if near else "")


def _parameters(reading: ReadingText, preset: Preset) -> None:
    reading.line()
    reading.line("Parameters" if preset.params else "No parameters: only the model and the turns are sent.", "muted")
    for name, value in preset.params.items():
        reading.line(f"  {clean_line(str(name))} = {clean_line(json.dumps(value, ensure_ascii=False, default=str))}")


def _system(reading: ReadingText, system: str) -> None:
    reading.line()
    reading.line("System prompt" if system else "No system prompt.", "muted")
    if system:
        reading.line(system[:_SYSTEM] + ("…" if len(system) > _SYSTEM else ""))
