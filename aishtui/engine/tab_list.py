"""The open tabs in order, as frozen values; exactly one is active while there is any."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aishtui.chat.tabs import Tab


class TabList:
    """Not thread-safe by itself: the engine holds its lock around every call."""

    def __init__(self) -> None:
        self._tabs: list[Tab] = []
        self.begun = False
        """Some have been opened: before, to know of none says nothing of those of the last time."""

    def all(self) -> tuple[Tab, ...]:
        return tuple(self._tabs)

    def get(self, tab_id: str) -> Tab:
        """Raises KeyError for a tab that is not open."""
        return self._tabs[self._index(tab_id)]

    def active(self) -> Tab | None:
        return next((tab for tab in self._tabs if tab.active), None)

    def restore(self, tabs: Iterable[Tab]) -> None:
        """By their positions, and those of one comparison behind its first. Where two aishtui have had the same one
        open, each of its columns is there twice: the second is a tab like others."""
        self.begun = True
        columns = set[tuple[str, int]]()
        entries: dict[str, list[Tab]] = {}
        for tab in sorted(tabs, key=lambda tab: tab.position):
            key = (tab.column.comparison, tab.column.number) if tab.column is not None else None
            found = replace(tab, column=None) if key in columns else tab
            entries.setdefault(found.comparison or found.id, []).append(found)
            if key is not None:
                columns.add(key)
        self._tabs = [tab for entry in entries.values() for tab in entry]
        self._put_in_order()

    def add(self, tab: Tab, behind: str | None = None) -> None:
        """As the last one, or behind that tab. Raises KeyError."""
        self.begun = True
        self._tabs.insert(len(self._tabs) if behind is None else self._index(behind) + 1, tab)
        self._put_in_order()

    def gather(self, tab_ids: Sequence[str]) -> None:
        """Move these tabs behind the first of them, in this order. Raises KeyError."""
        moved = [self.get(tab_id) for tab_id in tab_ids]
        first = self._index(tab_ids[0])
        above = [tab for tab in self._tabs[:first] if tab.id not in tab_ids]
        below = [tab for tab in self._tabs[first:] if tab.id not in tab_ids]
        self._tabs = [*above, *moved, *below]
        self._put_in_order()

    def activate(self, tab_id: str) -> None:
        self._index(tab_id)
        self._tabs = [replace(tab, active=tab.id == tab_id) for tab in self._tabs]

    def change(self, tab_id: str, **fields: object) -> Tab:
        index = self._index(tab_id)
        self._tabs[index] = replace(self._tabs[index], **fields)  # type: ignore[arg-type]
        return self._tabs[index]

    def close(self, tab_id: str) -> Tab:
        """Take the tab out; the one that moves into its place (else the last) becomes active if it was."""
        index = self._index(tab_id)
        closed = self._tabs.pop(index)
        if closed.active and self._tabs:
            self.activate(self._tabs[min(index, len(self._tabs) - 1)].id)
        self._put_in_order()
        return closed

    def _index(self, tab_id: str) -> int:
        for index, tab in enumerate(self._tabs):
            if tab.id == tab_id:
                return index
        raise KeyError(tab_id)

    def _put_in_order(self) -> None:
        active = self.active() or next(iter(self._tabs), None)
        self._tabs = [replace(tab, position=place, active=tab is active) for place, tab in enumerate(self._tabs)]
