"""An endpoint's whole list of models, page after page, with an end to everything that could have none."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import field
from datetime import UTC, datetime

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import plural
from aishtui.endpoint import errors
from aishtui.wire.address import Address
from aishtui.wire.catalog import MAX_ENTRIES, CatalogReader, Page
from aishtui.wire.errors import NotACatalog
from aishtui.wire.next_page import resolved

MOST_PAGES = 50
MOST_BYTES = 32 * 1024 * 1024
"""Of all pages together."""
_LARGE = 64 * 1024
"""From here on a page is read in a thread of its own, in pieces. 5,000 models of OpenRouter's kind (9.1 MB) held the
loop for 5 ms at most; `json.loads` in a thread for 48 ms, unpickling what a child process had read for 67 ms, and in
batches of 50 for 8 ms. The child also took 0.3 s of CPU more, and three times as long (medians of 7)."""

Get = Callable[[str, int], Awaitable[tuple[bytes, str]]]
"""Fetches an address, at most so many bytes of it; gives the body and the address it came from in the end."""


@dataclass(slots=True)
class CatalogPages:
    """One reading of the list, within `limit_s` seconds for all of its pages together."""

    address: Address
    get: Get
    limit_s: float
    _reader: CatalogReader = field(init=False)
    _bytes: int = 0
    _pages: int = 0
    _total: int | None = None

    def __post_init__(self) -> None:
        self._reader = CatalogReader(self.address.url)

    async def read(self) -> Catalog:
        """The catalogue. What stands in the way of its first page is raised as an EndpointError; what stands in the
        way of a later one leaves a catalogue that is not whole, with a note that says so."""
        deadline = asyncio.get_running_loop().time() + self.limit_s
        url: str | None = self.address.models_url
        seen: set[str] = set()
        while url is not None and url not in seen:
            seen.add(url)
            try:
                body, at = await self._fetched(url, deadline)
                page = await self._taken(body)
            except errors.EndpointError as problem:
                if self._pages == 0:
                    raise
                return self._catalog(self._missing(problem), whole=False)
            self._pages += 1
            self._total = page.total or self._total
            bound = self._bound(page)
            if bound:
                return self._catalog(bound, whole=False)
            if page.next is None or page.repeats:
                break
            url = resolved(at, page.next)
            if url is None:
                return self._catalog(f"{self._read_so_far()}: the list goes on at another server, which was not asked.")
        return self._catalog()

    async def _fetched(self, url: str, deadline: float) -> tuple[bytes, str]:
        try:
            async with asyncio.timeout_at(deadline):
                body, at = await self.get(url, MOST_BYTES - self._bytes)
        except TimeoutError:
            raise errors.TooSlow(self.address, "its list of models", self.limit_s) from None
        self._bytes += len(body)
        return body, at

    async def _taken(self, body: bytes) -> Page:
        try:
            if len(body) > _LARGE:
                return await asyncio.to_thread(self._reader.take, body)
            return self._reader.take(body)
        except NotACatalog as problem:
            raise errors.BadCatalog(str(problem)) from None

    def _bound(self, page: Page) -> str:
        """Why the list is not read any further, where that is so."""
        if self._reader.overflowed:
            return f"{self._read_so_far()}: aishtui takes no more than {MAX_ENTRIES}."
        if self._pages == MOST_PAGES and page.next is not None and not page.repeats:
            return f"{self._read_so_far()}: the list has more than {MOST_PAGES} pages."
        return ""

    def _missing(self, problem: errors.EndpointError) -> str:
        return f"{self._read_so_far()}; page {self._pages + 1} of the list did not come: {problem.problem}"

    def _read_so_far(self) -> str:
        count = self._reader.count
        of = f"{count} of {self._total} models" if (self._total or 0) > count else plural(count, "model")
        return f"{of} {'was' if count == 1 else 'were'} read"

    def _catalog(self, note: str = "", whole: bool = True) -> Catalog:
        fetched_at = datetime.now(UTC).isoformat(timespec="seconds")
        return self._reader.catalog(fetched_at, clean_line(note), whole)
