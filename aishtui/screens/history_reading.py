"""What has been read of the history: the pages of one search, and no more of them than somebody came near."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from aishtui.chat.history import Found, Mark, Summary, Wanted
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.engine.archive import Archive
from aishtui.screens.latest import Latest
from aishtui.store.errors import StoreError

PAGE = 100
"""So many conversations are read at once."""

Run = Callable[[Coroutine[Any, Any, None]], object]


@dataclass(frozen=True, slots=True)
class _Page:
    """A question to the archive. `after` is where the pages before it end."""

    wanted: Wanted
    limit: int
    after: Mark | None = None


class HistoryReading:
    """Nobody waits for it: it tells when it has read."""

    def __init__(self, archive: Archive, changed: Callable[[bool], None], run: Run) -> None:
        """`changed` is called when there is something else to show; with True when it is the answer to another
        question than what was shown before."""
        self._archive = archive
        self._changed = changed
        self._latest: Latest[_Page, Found | StoreError] = Latest(self._ask, self._take, run)
        self._asked: Wanted | None = None
        self._shown: Wanted | None = None
        self.rows: tuple[Summary, ...] = ()
        self.found = Found()
        """The newest page."""
        self.problem = ""
        """Why nothing can be read: a sentence."""

    @property
    def wanted(self) -> Wanted | None:
        """What `rows` are the answer to; None while nothing has been read."""
        return self._shown

    def look_for(self, wanted: Wanted) -> None:
        """Read from the beginning, unless that is what was asked for last."""
        if wanted != self._asked:
            self._asked = wanted
            self._latest.want(_Page(wanted, PAGE))

    def look_again(self, wanted: Wanted) -> None:
        """Read as much as there is now once more: something in it has changed."""
        self._asked = wanted
        self._latest.want(_Page(wanted, max(PAGE, len(self.rows)) if wanted == self._shown else PAGE))

    def more(self, known: int) -> None:
        """Read the page behind the first `known`, unless there is none or something is being read already."""
        more = self.found.next is not None and len(self.rows) == known
        if self._shown is not None and more and not self._latest.busy:
            self._latest.want(_Page(self._shown, PAGE, self.found.next))

    async def _ask(self, page: _Page) -> Found | StoreError:
        try:
            return await asyncio.wrap_future(self._archive.find(page.wanted, page.limit, page.after))
        except StoreError as problem:
            return problem

    def _take(self, page: _Page, found: Found | StoreError) -> None:
        anew = page.wanted != self._shown
        self._shown = page.wanted
        if isinstance(found, StoreError):
            self.problem, found = str(found), Found()
        else:
            self.problem = ""
        self.rows = (*self.rows, *found.rows) if page.after is not None else found.rows
        self.found = found
        self._changed(anew)
