"""`aishtui models`: what the broker serves now, and which presets that makes usable."""

from typing import TextIO

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.catalog_news import with_news
from aishtui.chat.clean import clean_line
from aishtui.chat.model_words import as_of, model_facts
from aishtui.chat.nearest import NearestIds
from aishtui.chat.presets import is_cloud_id
from aishtui.chat.wording import plural
from aishtui.commands.output import write_json
from aishtui.commands.settings import Settings
from aishtui.commands.words import no_answer
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.store.last_catalog import last_catalog


def run_models(settings: Settings, as_json: bool, out: TextIO, notes: TextIO) -> int:
    """Ask for the catalogue and print it; returns the exit status (0, or 1 if the endpoint did not answer).

    New and gone is what differs from the last catalogue the workbench saw; this command keeps nothing itself.
    """
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
    catalog = with_news(catalog, last_catalog(settings.data_dir, catalog.endpoint))
    if catalog.note:
        print(f"aishtui: {catalog.note}", file=notes)
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
    """The catalogue as JSON: prices are US dollars per token, what is unknown is null, and what the endpoint said of
    each model stands under `raw`."""
    prefixes = settings.config.cloud_prefixes
    return {
        "endpoint": catalog.endpoint,
        "fetched_at": catalog.fetched_at,
        "models": [_entry(entry, is_cloud_id(entry.id, prefixes), catalog) for entry in catalog.entries],
        "presets": [
            {"name": preset.name, "model": preset.model, "served": served, "nearest": near}
            for preset, (served, near) in zip(settings.presets, _served(catalog, settings), strict=True)
        ],
        "skipped": catalog.skipped,
        "whole": catalog.whole,
        "note": catalog.note or None,
        "compared_with": catalog.since or None,
        "gone": list(catalog.gone),
    }


def _entry(entry: CatalogEntry, cloud: bool, catalog: Catalog) -> dict[str, object]:
    return {
        "id": entry.id,
        "cloud": cloud,
        "new": entry.id in catalog.new,
        "owned_by": entry.owned_by,
        "name": entry.name,
        "description": entry.description,
        "context_length": entry.context_length,
        "context_from": entry.context_from or None,
        "price_in": entry.price_in,
        "price_out": entry.price_out,
        "price_request": entry.price_request,
        "modalities_in": list(entry.modalities_in),
        "modalities_out": list(entry.modalities_out),
        "parameters": list(entry.parameters),
        "status": entry.status,
        "raw": dict(entry.raw),
    }


def as_text(catalog: Catalog, settings: Settings) -> str:
    """The catalogue as two aligned lists."""
    lines = [f"{clean_line(catalog.endpoint)} · {plural(len(catalog.entries), 'model')}", "", "Presets"]
    width = max((len(clean_line(preset.name)) for preset in settings.presets), default=0)
    for preset, (served, near) in zip(settings.presets, _served(catalog, settings), strict=True):
        lines.append(f"  {clean_line(preset.name):<{width}}  {clean_line(preset.model)}{_missing(served, near)}")
    lines += ["", "Models"]
    lines += [f"  {_model_line(entry, catalog, settings)}" for entry in catalog.entries]
    if catalog.skipped:
        lines.append(f"  left out: {plural(catalog.skipped, 'model')} without a usable id")
    if catalog.gone:
        when = as_of(catalog.since)
        lines += ["", f"Gone since {when}" if when else "Gone"]
        lines += [f"  {clean_line(model)}" for model in catalog.gone]
    return "\n".join(lines) + "\n"


def _model_line(entry: CatalogEntry, catalog: Catalog, settings: Settings) -> str:
    marks = ["cloud"] if is_cloud_id(entry.id, settings.config.cloud_prefixes) else []
    marks += ["new"] if entry.id in catalog.new else []
    parts = [clean_line(entry.id), f"({', '.join(marks)})" if marks else "", " · ".join(model_facts(entry))]
    return "  ".join(filter(None, parts))


def _missing(served: bool | None, near: list[str]) -> str:
    if served is False:
        return f"  (not served now{f'; the nearest is {clean_line(near[0])}' if near else ''})"
    return "" if served else "  (not among the models that were read)"


def _served(catalog: Catalog, settings: Settings) -> list[tuple[bool | None, list[str]]]:
    """For each preset whether its model is served (None: absent from a list that is not whole); if not, the nearest."""
    ids = [entry.id for entry in catalog.entries]
    served, near = set(ids), NearestIds(ids)
    answers: list[tuple[bool | None, list[str]]] = []
    for preset in settings.presets:
        known = True if preset.model in served else False if catalog.whole else None
        answers.append((known, near.to(preset.model) if known is False else []))
    return answers
