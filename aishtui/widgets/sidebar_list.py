"""The sidebar's list without its looks: which rows pass the filter, where the cursor is, what part is in view."""

from collections.abc import Callable, Sequence

from aishtui.widgets.sidebar_rows import RowKind, SidebarRow, filter_rows


class RowList:
    """Rows with a cursor that steps over headings. `height` is how many rows the view has."""

    def __init__(self) -> None:
        self._all: list[SidebarRow] = []
        self.shown: list[SidebarRow] = []
        self.cursor = 0
        self.top = 0
        self.height = 1

    @property
    def rows(self) -> list[SidebarRow]:
        """All of them, unfiltered."""
        return self._all

    @property
    def under_cursor(self) -> SidebarRow | None:
        row = self.shown[self.cursor] if self.cursor < len(self.shown) else None
        return None if row is None or row.kind is RowKind.HEADING else row

    @property
    def current_key(self) -> str | None:
        return next((row.key for row in self._all if row.current), None)

    def replace(self, rows: Sequence[SidebarRow], text: str) -> None:
        self._all = list(rows)
        self.filter(text)

    def filter(self, text: str) -> None:
        self.shown = filter_rows(self._all, text)
        self.move_to(self.cursor)

    def resize(self, height: int) -> None:
        self.height = max(1, height)
        self.move_to(self.cursor)

    def go_to(self, wanted: Callable[[SidebarRow], bool]) -> None:
        """The cursor to the first such row; it stays if there is none."""
        self.move_to(next((i for i, row in enumerate(self.shown) if wanted(row)), self.cursor))

    def step(self, by: int) -> None:
        self.move_to(self.cursor + by, forward=by > 0)

    def move_to(self, index: int, forward: bool = True) -> None:
        """The cursor to `index`, or to the nearest row that can be chosen, looking `forward` first; then into view."""
        last = len(self.shown) - 1
        index = max(0, min(index, last))
        ahead, behind = range(index, last + 1), range(min(index, last), -1, -1)
        for candidates in (ahead, behind) if forward else (behind, ahead):
            found = next((i for i in candidates if self.shown[i].kind is not RowKind.HEADING), None)
            if found is not None:
                index = found
                break
        self.cursor = index
        self._reveal()

    def scroll(self, by: int) -> None:
        """Moves the view and leaves the cursor."""
        self.top = max(0, min(self.top + by, len(self.shown) - self.height))

    def thumb(self) -> range:
        """The rows of the view that mark its position, as a scroll bar would; empty when all is in view."""
        total = len(self.shown)
        if total <= self.height:
            return range(0)
        size = max(1, self.height * self.height // total)
        start = round(self.top * (self.height - size) / (total - self.height))
        return range(start, start + size)

    def _reveal(self) -> None:
        """The cursor's row into view, with the headings right above it where they fit."""
        above = self.cursor
        while above > 0 and self.shown[above - 1].kind is RowKind.HEADING:
            above -= 1
        highest = above if self.cursor - above < self.height else self.cursor
        self.top = max(self.cursor - self.height + 1, min(self.top, highest))
        self.scroll(0)
