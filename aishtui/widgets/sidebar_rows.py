"""What stands in the sidebar: pure functions from presets and catalogue to rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.model_words import as_of, model_facts
from aishtui.chat.nearest import NearestIds, or_list
from aishtui.chat.presets import CLOUD_PREFIXES, Preset, is_cloud_id

MODELS_HEADING = "Models"
PRESETS_HEADING = "Presets"


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
    slot: int = 0
    """The digit that takes it; 0: none."""
    about: str = ""
    entry: CatalogEntry | None = None
    """The model, as it is served now."""
    figure: str = ""
    words: str = ""
    """What the filter looks in: case-folded."""

    @property
    def detail(self) -> str:
        """Said in full at the foot of the sidebar while the row is under the cursor."""
        facts = model_facts(self.entry) if self.entry is not None else []
        return " · ".join(filter(None, (self.about, *facts, self.figure)))


def rows_of(
    presets: Sequence[Preset],
    catalog: Catalog | None,
    current: str = "",
    figures: Mapping[str, str] | None = None,
    filter_text: str = "",
    cloud_prefixes: Sequence[str] = CLOUD_PREFIXES,
    dated: bool = False,
    slots: Mapping[str, int] | None = None,
) -> list[SidebarRow]:
    """Presets in their order, then every model of the catalogue, local ones first, cloud ones by vendor.

    `catalog` is None while nothing is known: then nothing is called "not served", for unknown is not absence.
    `current` is the key of the preset or model the tab sends to; `figures` are short words by model id, shown
    where there is no other note; `slots` the digits by the presets' names. `dated`
    says of when the list is: the endpoint does not answer now.
    """
    catalog = catalog or _NOTHING_KNOWN
    when = as_of(catalog.fetched_at) if dated else ""
    making = _Making(catalog, figures or {}, cloud_prefixes, when, slots or {})
    rows = [_heading(PRESETS_HEADING)] if presets else []
    rows += [making.preset(preset) for preset in presets]
    models = making.models()
    if models:
        label = f"{MODELS_HEADING}, as of {when}" if when else MODELS_HEADING
        rows += [replace(_heading(MODELS_HEADING), label=label), *models]
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


_NOTHING_KNOWN = Catalog(whole=False)


class _Making:
    """What the rows of one list are made of."""

    def __init__(
        self, catalog: Catalog, figures: Mapping[str, str], prefixes: Sequence[str], when: str, slots: Mapping[str, int]
    ) -> None:
        self._catalog = catalog
        self._entries = {entry.id: entry for entry in catalog.entries}
        self._near = NearestIds(list(self._entries))
        self._figures = figures
        self._prefixes = tuple(prefixes)
        self._slots = slots
        self._not_served = f"was not served as of {when}" if when else "is not served now"

    def preset(self, preset: Preset) -> SidebarRow:
        model = clean_line(preset.model)
        entry = self._entries.get(preset.model)
        cloud = is_cloud_id(preset.model, self._prefixes)
        missing = entry is None and self._catalog.whole
        if missing:
            close = or_list(clean_line(id) for id in self._near.to(preset.model))
            about = f"{model} {self._not_served}" + (f"; nearest: {close}" if close else "")
        else:
            about = " · ".join(filter(None, (model, clean_line(preset.description))))
        return SidebarRow(
            RowKind.PRESET,
            preset.name,
            clean_line(preset.name),
            note="not served" if missing else "cloud" if cloud else self._figure(preset.model),
            dimmed=missing,
            cloud=cloud,
            indent=1,
            slot=self._slots.get(preset.name, 0),
            about=about,
            entry=entry,
            words=f"{preset.name} {preset.model} {preset.group}".casefold(),
        )

    def models(self) -> list[SidebarRow]:
        """Those that are gone stand with the others of their kind: who used one looks for it there."""
        local: list[SidebarRow] = []
        vendors: dict[str, list[SidebarRow]] = {}
        for model in dict.fromkeys((*self._entries, *self._catalog.gone)):
            row = self._model(model)
            (vendors.setdefault(clean_line(model).partition("/")[0], []) if row.cloud else local).append(row)
        for vendor, rows in vendors.items():
            local += [_heading(f"{vendor}/", indent=1), *rows]
        return local

    def _model(self, model: str) -> SidebarRow:
        entry = self._entries.get(model)
        cleaned = clean_line(model)
        cloud = is_cloud_id(model, self._prefixes)
        rest = cleaned.partition("/")[2] if cloud else ""
        figure = self._figure(model)
        return SidebarRow(
            RowKind.MODEL,
            model,
            rest or cleaned,
            note="gone" if entry is None else "new" if model in self._catalog.new else figure,
            dimmed=entry is None,
            cloud=cloud,
            indent=2 if cloud else 1,
            about=cleaned if entry is not None else f"{cleaned} · not listed any more",
            entry=entry,
            figure=figure,
            words=model.casefold(),
        )

    def _figure(self, model: str) -> str:
        return clean_line(self._figures[model]) if model in self._figures else ""
