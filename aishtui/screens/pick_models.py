"""Models to pick: every one that is listed, and any other id."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line
from aishtui.chat.model_words import as_of, price, tokens
from aishtui.chat.often_used import PickKind
from aishtui.chat.presets import is_cloud_id
from aishtui.screens.pick_facts import fact, titled
from aishtui.store.errors import StoreError
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

EMPTY = (
    "No model is listed yet. :connect asks the broker again. The id of any model can be typed here all the same, and "
    "is asked for as it is."
)
_GROUP = "Models"
_GONE = "Not listed any more"


class Models:
    """The entries of one catalogue; making 5,000 of them takes a moment, so who has them keeps them."""

    def __init__(self, catalog: Catalog | None, figures: Mapping[str, str], cloud_prefixes: Sequence[str]) -> None:
        """`figures` are the user's own medians by model id."""
        self.catalog = catalog
        self.figures = figures
        self._prefixes = tuple(cloud_prefixes)
        self._entries = {entry.id: entry for entry in catalog.entries} if catalog is not None else {}
        gone = catalog.gone if catalog is not None else ()
        listed = [self._listed(id_, entry) for id_, entry in self._entries.items()]
        self._made = [*listed, *(self._gone(id_) for id_ in gone if id_ not in self._entries)]
        self._places = {entry.key: place for place, entry in enumerate(self._made)}

    def _listed(self, id_: str, entry: CatalogEntry) -> PickEntry:
        note = self.figures.get(id_) or ("cloud" if id_.startswith(self._prefixes) else "")
        also = entry.name or ""
        return PickEntry(PickKind.MODEL, id_, id_, clean_line(note), also, _GROUP)

    def _gone(self, id_: str) -> PickEntry:
        return PickEntry(PickKind.MODEL, id_, clean_line(id_), "gone", group=_GONE, dimmed=True)

    def marked(self, current: str) -> list[PickEntry]:
        """The entries, with the mark at the id that the tab sends to."""
        made = list(self._made)
        place = self._places.get(current)
        if place is not None:
            made[place] = made[place]._replace(current=True)
        return made

    def free(self, typed: str) -> PickEntry | None:
        """Any id can be asked for: what is not listed may be served all the same."""
        if not typed or typed in self._entries:
            return None
        return PickEntry(PickKind.MODEL, typed, f"ask for “{clean_line(typed, 80)}” though nobody lists it")

    def look(self, entry: PickEntry) -> ReadingText:
        return model_facts_of(entry.key, self._entries.get(entry.key), self.figures, self._prefixes, self.catalog)

    async def look_closer(self, last_backend: Callable[[str], Future[str | None]], entry: PickEntry) -> ReadingText:
        """The same, with who answered the last time."""
        reading = self.look(entry)
        try:
            backend = await asyncio.wrap_future(last_backend(entry.key))
        except StoreError as problem:
            reading.line()
            reading.line(str(problem), "error")
            return reading
        if backend:
            reading.line()
            reading.line(f"Answered by {clean_line(backend)} the last time.")
        return reading

    def raw(self, entry: PickEntry) -> str:
        known = self._entries.get(entry.key)
        return json.dumps(dict(known.raw), ensure_ascii=False, indent=2) if known is not None and known.raw else ""


def model_facts_of(
    id_: str,
    entry: CatalogEntry | None,
    figures: Mapping[str, str],
    cloud_prefixes: Sequence[str],
    catalog: Catalog | None,
) -> ReadingText:
    """What the catalogue says of the model, and how fast it was here. What nobody says is left out."""
    reading = titled(clean_line(id_), _name(id_, entry))
    fact(reading, "served", _served(entry, catalog))
    if entry is not None:
        fact(reading, "by", clean_line(entry.owned_by or ""))
    cloud = is_cloud_id(id_, cloud_prefixes)
    fact(reading, "cloud", "by its id; who answers is known from the answer" if cloud else "")
    if entry is not None:
        _entry_facts(reading, entry)
    fact(reading, "own medians", _medians(figures.get(id_, "")))
    if entry is not None and entry.description:
        reading.line()
        reading.line(entry.description)
    return reading


def _entry_facts(reading: ReadingText, entry: CatalogEntry) -> None:
    fact(reading, "state", clean_line(entry.status or ""))
    trained = ", as it was trained" if entry.context_from == "meta.n_ctx_train" else ""
    if entry.context_length is not None:
        fact(reading, "context", f"{tokens(entry.context_length)} ({entry.context_length:,} tokens{trained})")
    fact(reading, "price", price(entry))
    fact(reading, "takes", ", ".join(entry.modalities_in))
    fact(reading, "makes", ", ".join(entry.modalities_out))
    fact(reading, "parameters", ", ".join(entry.parameters))


def _name(id_: str, entry: CatalogEntry | None) -> str:
    name = clean_line(entry.name or "") if entry is not None else ""
    return name if name != id_ else ""


def _served(entry: CatalogEntry | None, catalog: Catalog | None) -> str:
    when = as_of(catalog.fetched_at) if catalog is not None else ""
    listed = f" ({clean_line(catalog.endpoint)}, as of {when})" if catalog is not None and when else ""
    if entry is not None:
        return f"listed{listed}"
    if catalog is None:
        return "unknown: no catalogue has been read yet"
    return f"not listed{listed}; it can be asked for all the same"


def _medians(figures: str) -> str:
    return f"{clean_line(figures)} (until the first token, then per second)" if figures else ""
