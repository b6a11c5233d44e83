"""The list of models out of the answer to `/v1/models`, whichever server wrote it, page by page."""

from collections.abc import Mapping
from typing import Any

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.raw_object import RawObject
from aishtui.wire.catalog_entry import entry_of, id_of
from aishtui.wire.error_body import error_words, words_of
from aishtui.wire.errors import NotACatalog
from aishtui.wire.fields import line, mapping, whole
from aishtui.wire.next_page import next_page
from aishtui.wire.pieces import Pieces, read_pieces

MAX_ENTRIES = 20_000

_LISTS = ("data", "models", "")


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer says beside its models."""

    next: str | None
    """Where the list goes on, as the server wrote it: a URL, a path, or a query."""
    total: int | None
    """How many models there are in all, as the server says."""
    repeats: bool
    """There was nothing in it that the pages before had not."""


def read_catalog(body: bytes, endpoint: str, fetched_at: str) -> Catalog:
    """The catalogue in one `body`: `{"data": […]}`, a bare list, or Ollama's `{"models": […]}`. Raises NotACatalog."""
    reader = CatalogReader(endpoint)
    reader.take(body)
    return reader.catalog(fetched_at)


class CatalogReader:
    """Gathers the models of one list from all of its pages.

    Only an id is needed; entries without one are counted as skipped, and so are those beyond the 20,000th.
    Of two entries with one id the first is kept, with what only the second says.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._entries: dict[str, CatalogEntry] = {}
        self._found: tuple[str, ...] = ()
        self.skipped = 0
        self.overflowed = False
        """Models were left out because there were too many."""

    @property
    def count(self) -> int:
        return len(self._entries)

    def take(self, body: bytes) -> Page:
        """Read one page more. Raises NotACatalog; what the pages before it had stays."""
        # Bytes that are no UTF-8 spoil the description they stand in, not the list; an id that has some is none.
        text = body.decode("utf-8-sig", "replace")
        try:
            pieces = read_pieces(text, _LISTS, _read_entry)
        except (ValueError, RecursionError):
            raise NotACatalog(_not_json(body, self._endpoint)) from None
        before = self.count + self.skipped
        listed = _listed(pieces, self._endpoint)
        for entry in listed:
            self._add(entry)
        about = mapping(pieces.fields.get("aishtui")).get("found")
        if isinstance(about, list):
            self._found = tuple(filter(None, map(line, about[:100])))
        return Page(next_page(pieces.fields), _total(pieces.fields), self.count + self.skipped == before)

    def catalog(self, fetched_at: str, note: str = "", whole: bool = True) -> Catalog:
        """All that was read."""
        return Catalog(
            endpoint=self._endpoint,
            fetched_at=fetched_at,
            entries=tuple(self._entries.values()),
            skipped=self.skipped,
            found=self._found,
            note=note,
            whole=whole,
        )

    def _add(self, entry: CatalogEntry | None) -> None:
        if entry is None:
            self.skipped += 1
            return
        known = self._entries.get(entry.id)
        if known is not None:
            self._entries[entry.id] = _merged(known, entry)
        elif self.count >= MAX_ENTRIES:
            self.skipped += 1
            self.overflowed = True
        else:
            self._entries[entry.id] = entry


def _read_entry(item: Any, text: str) -> CatalogEntry | None:
    id_ = id_of(item)
    return None if id_ is None else entry_of(id_, item, text)


def _merged(first: CatalogEntry, second: CatalogEntry) -> CatalogEntry:
    raw = RawObject.of({**second.raw, **first.raw})
    return entry_of(first.id, dict(raw), raw.text)


def _listed(pieces: Pieces[CatalogEntry | None], endpoint: str) -> list[CatalogEntry | None]:
    for key in _LISTS:
        if key in pieces.lists:
            return pieces.lists[key]
    if "data" in pieces.fields and pieces.fields["data"] is None:  # how Go servers write an empty list
        return []
    if words := words_of(pieces.fields):
        raise NotACatalog(f"{endpoint} sent no list of models, but: {words}")
    raise NotACatalog(f"{endpoint} sent no list of models: its JSON has neither `data` nor `models`.")


def _total(fields: Mapping[str, Any]) -> int | None:
    return next(filter(None, (whole(fields.get(key)) for key in ("total_count", "total"))), None)


def _not_json(body: bytes, endpoint: str) -> str:
    words = error_words(body, "")
    if not words:
        return f"{endpoint} sent an empty answer instead of its list of models."
    return f"{endpoint} sent something else than its list of models: {clean_line(words, 200)}"
