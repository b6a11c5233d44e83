"""`aishtui models`: what the broker serves now, and which presets that makes usable."""

from typing import TextIO

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import nearest
from aishtui.chat.presets import Preset, is_cloud_id
from aishtui.chat.wording import plural
from aishtui.commands.output import write_json
from aishtui.commands.settings import Settings
from aishtui.commands.words import no_answer
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing


def run_models(settings: Settings, as_json: bool, out: TextIO, notes: TextIO) -> int:
    """Ask for the catalogue and print it; returns the exit status (0, or 1 if the endpoint did not answer)."""
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)
    engine = Engine(settings.choice, KeepsNothing(), settings.presets, settings.access, settings.config.cloud_prefixes)
    engine.start(ask_catalog=False)
    try:
        engine.refresh().result()
        catalog = engine.catalog
        if catalog is None:
            print(f"aishtui: {no_answer(engine.health)}", file=notes)
            return 1
    finally:
        engine.close()
    try:
        _print(catalog, settings, as_json, out)
    except OSError as error:
        print(f"aishtui: the list could not be written: {error.strerror or error}.", file=notes)
        return 1
    return 0


def _print(catalog: Catalog, settings: Settings, as_json: bool, out: TextIO) -> None:
    if as_json:
        write_json(as_object(catalog, settings), out, indent=2)
    else:
        out.write(as_text(catalog, settings))
        out.flush()


def as_object(catalog: Catalog, settings: Settings) -> dict[str, object]:
    """The catalogue as JSON: what the endpoint said of each model stands under `raw`."""
    prefixes = settings.config.cloud_prefixes
    return {
        "endpoint": catalog.endpoint,
        "fetched_at": catalog.fetched_at,
        "models": [_entry(entry, is_cloud_id(entry.id, prefixes)) for entry in catalog.entries],
        "presets": [
            {"name": preset.name, "model": preset.model, "served": catalog.serves(preset.model)}
            for preset in settings.presets
        ],
        "skipped": catalog.skipped,
    }


def _entry(entry: CatalogEntry, cloud: bool) -> dict[str, object]:
    return {
        "id": entry.id,
        "cloud": cloud,
        "owned_by": entry.owned_by,
        "name": entry.name,
        "description": entry.description,
        "context_length": entry.context_length,
        "raw": dict(entry.raw),
    }


def as_text(catalog: Catalog, settings: Settings) -> str:
    """The catalogue as two aligned lists."""
    lines = [f"{clean_line(catalog.endpoint)} · {plural(len(catalog.entries), 'model')}", "", "Presets"]
    width = max((len(preset.name) for preset in settings.presets), default=0)
    lines += [f"  {preset.name:<{width}}  {_preset_line(preset, catalog)}" for preset in settings.presets]
    lines += ["", "Models"]
    for entry in catalog.entries:
        cloud = "  (cloud)" if is_cloud_id(entry.id, settings.config.cloud_prefixes) else ""
        lines.append(f"  {clean_line(entry.id)}{cloud}")
    if catalog.skipped:
        lines.append(f"  left out: {plural(catalog.skipped, 'model')} without a usable id")
    return "\n".join(lines) + "\n"


def _preset_line(preset: Preset, catalog: Catalog) -> str:
    if catalog.serves(preset.model):
        return preset.model
    near = nearest(preset.model, (entry.id for entry in catalog.entries), most=1)
    return f"{preset.model}  (not served now{f'; the nearest is {clean_line(near[0])}' if near else ''})"
