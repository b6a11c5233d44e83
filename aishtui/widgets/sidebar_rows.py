"""What stands in the sidebar: pure functions from presets and catalogue to rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from heapq import nlargest

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import CLOUD_PREFIXES, Preset, is_cloud_id

MODELS_HEADING = "Models"
PRESETS_HEADING = "Presets"

_MANY = 50
"""The nearest ids are looked for among so many that share the most words: difflib takes 0.1 ms for each."""


class RowKind(StrEnum):
    HEADING = "heading"
    PRESET = "preset"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class SidebarRow:
    """One row. `key` is what is chosen: the preset's name or the model's id, exactly as it came."""

    kind: RowKind
    key: str
    label: str
    note: str = ""
    dimmed: bool = False
    cloud: bool = False
    current: bool = False
    indent: int = 0
    detail: str = ""
    """Said in full at the foot of the sidebar while the row is under the cursor."""
    words: str = ""
    """What the filter looks in: case-folded."""


def rows_of(
    presets: Sequence[Preset],
    catalog: Catalog | None,
    current: str = "",
    figures: Mapping[str, str] | None = None,
    filter_text: str = "",
    cloud_prefixes: Sequence[str] = CLOUD_PREFIXES,
) -> list[SidebarRow]:
    """Presets in their order, then every model of the catalogue, local ones first, cloud ones by vendor.

    `catalog` is None while nothing is known: then nothing is called "not served", for unknown is not absence.
    `current` is the key of the preset or model the tab sends to; `figures` are short words by model id, shown
    where there is no other note.
    """
    figures = figures or {}
    ids = list(dict.fromkeys(entry.id for entry in catalog.entries)) if catalog is not None else []
    served = set(ids)
    near = _Nearest(ids)
    rows = [_heading(PRESETS_HEADING)] if presets else []
    for preset in presets:
        missing = catalog is not None and preset.model not in served
        rows.append(_preset_row(preset, missing, near, figures, cloud_prefixes))
    models = _model_rows(ids, figures, cloud_prefixes)
    if models:
        rows += [_heading(MODELS_HEADING), *models]
    return filter_rows(with_current(rows, current), filter_text)


def with_current(rows: Sequence[SidebarRow], current: str) -> list[SidebarRow]:
    """The same rows with the mark at `current`; cheap enough for every change of tab."""
    return [
        replace(row, current=not row.current)
        if row.kind is not RowKind.HEADING and row.current != (row.key == current)
        else row
        for row in rows
    ]


def filter_rows(rows: Sequence[SidebarRow], text: str) -> list[SidebarRow]:
    """The rows that contain every word of `text` somewhere, and the headings that still head something."""
    words = text.casefold().split()
    if not words:
        return list(rows)
    kept: list[SidebarRow] = []
    headings: list[SidebarRow] = []
    for row in rows:
        if row.kind is RowKind.HEADING:
            headings = [above for above in headings if above.indent < row.indent] + [row]
        elif all(word in row.words for word in words):
            kept += [*headings, row]
            headings = []
    return kept


def _heading(label: str, indent: int = 0) -> SidebarRow:
    return SidebarRow(RowKind.HEADING, label, label, indent=indent)


def _preset_row(
    preset: Preset, missing: bool, near: "_Nearest", figures: Mapping[str, str], prefixes: Sequence[str]
) -> SidebarRow:
    cloud = is_cloud_id(preset.model, prefixes)
    about = clean_line(preset.description)
    detail = clean_line(preset.model) + (f" · {about}" if about else "")
    if missing:
        close = or_list(clean_line(id) for id in near.to(preset.model))
        detail = f"{clean_line(preset.model)} is not served now" + (f"; nearest: {close}" if close else "")
    return SidebarRow(
        RowKind.PRESET,
        preset.name,
        clean_line(preset.name),
        note="not served" if missing else "cloud" if cloud else clean_line(figures.get(preset.model, "")),
        dimmed=missing,
        cloud=cloud,
        indent=1,
        detail=detail,
        words=f"{preset.name} {preset.model} {preset.group}".casefold(),
    )


def _model_rows(ids: Iterable[str], figures: Mapping[str, str], prefixes: Sequence[str]) -> list[SidebarRow]:
    local: list[SidebarRow] = []
    vendors: dict[str, list[SidebarRow]] = {}
    for model in ids:
        cleaned = clean_line(model)
        vendor, _, rest = cleaned.partition("/")
        cloud = is_cloud_id(model, prefixes)
        row = SidebarRow(
            RowKind.MODEL,
            model,
            rest if cloud and rest else cleaned,
            note=clean_line(figures[model]) if model in figures else "",
            cloud=cloud,
            indent=2 if cloud else 1,
            detail=" · ".join(filter(None, (cleaned, clean_line(figures.get(model, ""))))),
            words=model.casefold(),
        )
        (vendors.setdefault(vendor, []) if cloud else local).append(row)
    for vendor, rows in vendors.items():
        local += [_heading(f"{vendor}/", indent=1), *rows]
    return local


class _Nearest:
    """The ids of a catalogue by their words, so that near misses are found without comparing all of it."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._words: list[frozenset[str]] | None = None

    def to(self, model: str) -> list[str]:
        if len(self._ids) <= _MANY:
            return nearest(model, self._ids, most=2)
        if self._words is None:
            self._words = [frozenset(_words(id)) for id in self._ids]
        wanted = frozenset(_words(model))
        shared = [len(wanted & words) for words in self._words]
        likely = nlargest(_MANY, (index for index, count in enumerate(shared) if count), key=shared.__getitem__)
        return nearest(model, [self._ids[index] for index in likely], most=2)


def _words(model: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", model.casefold()) if word]
