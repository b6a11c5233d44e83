"""Which models the doctor asks: never a cloud model by itself, and then the cheapest."""

from collections.abc import Sequence
from dataclasses import replace

from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.presets import Preset
from aishtui.commands.live.run import Run
from aishtui.engine.first_choice import first_choice


def local_choice(run: Run) -> Preset | None:
    """The first preset that is served and local, else the first local model, of another kind than the ones that
    aishtui's own broker plays where there is one. Where the catalogue says nothing, the first local preset."""
    catalog = run.catalog
    if catalog is not None and catalog.entries:
        if all(run.is_cloud(entry.id) for entry in catalog.entries):
            return None
        catalog = replace(catalog, entries=tuple(sorted(catalog.entries, key=lambda entry: run.is_own(entry.id))))
    return first_choice(run.presets, catalog, run.cloud_prefixes)


def another_local(run: Run, than: str) -> Preset | None:
    """A second local model that is served."""
    entries = run.catalog.entries if run.catalog is not None else ()
    served = [entry.id for entry in entries if entry.id != than and not run.is_cloud(entry.id)]
    by_preset = (preset for preset in run.presets if preset.model in served)
    models = (Preset.of_model(model) for model in served if not run.is_own(model))
    return next(by_preset, None) or next(models, None)


def cloud_choice(run: Run) -> Preset | None:
    """The cheapest by the catalogue's prices; without prices a preset's whose name sounds cheap, else the first."""
    entries = run.catalog.entries if run.catalog is not None else ()
    cloud = [entry for entry in entries if run.is_cloud(entry.id)]
    priced = [(price, entry) for entry in cloud if (price := _price(entry)) is not None and _writes(entry)]
    if priced:
        return _preset_for(run, min(priced, key=lambda pair: pair[0])[1].id)
    served = {entry.id for entry in cloud}
    presets = [preset for preset in run.presets if preset.model in served]
    return _sounds_cheap(presets) or next(iter(presets), None) or _first(run, cloud)


_CHEAP = ("haiku", "cheap", "mini", "flash", "small", "lite", "nano")


def _sounds_cheap(presets: Sequence[Preset]) -> Preset | None:
    """In the order of the words, not of the presets."""
    named = ((preset, f"{preset.name} {preset.model} {preset.description}".lower()) for preset in presets)
    known = list(named)
    return next((preset for word in _CHEAP for preset, words in known if word in words), None)


def _first(run: Run, cloud: Sequence[CatalogEntry]) -> Preset | None:
    return _preset_for(run, cloud[0].id) if cloud else None


def _preset_for(run: Run, model: str) -> Preset:
    return next((preset for preset in run.presets if preset.model == model), None) or Preset.of_model(model)


def _price(entry: CatalogEntry) -> float | None:
    """US dollars for a question and an answer of equal length."""
    if entry.price_in is None or entry.price_out is None:
        return None
    return entry.price_in + entry.price_out + (entry.price_request or 0.0)


def _writes(entry: CatalogEntry) -> bool:
    return not entry.modalities_out or "text" in entry.modalities_out
