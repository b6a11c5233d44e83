"""Which part of a long list is in view, and where its cursor is."""


class ListWindow:
    """Items of the same height; `room` of them are in view."""

    def __init__(self) -> None:
        self.count = 0
        self.cursor = 0
        self.top = 0
        self.room = 1

    def fill(self, count: int, cursor: int | None = None) -> None:
        """So many items now; the cursor stays where it was, unless it is to be elsewhere."""
        self.count = count
        self.go(self.cursor if cursor is None else cursor)

    def resize(self, room: int) -> None:
        self.room = max(1, room)
        self.go(self.cursor)

    def go(self, index: int) -> None:
        """The cursor to an item, as near as there is one, and that into view."""
        self.cursor = max(0, min(index, self.count - 1))
        self.top = max(self.cursor - self.room + 1, min(self.top, self.cursor))
        self.top = max(0, min(self.top, self.count - self.room))

    def scroll(self, by: int) -> None:
        """Move the view; the cursor comes along where it would be left behind."""
        self.top = max(0, min(self.top + by, self.count - self.room))
        self.cursor = max(self.top, min(self.cursor, self.top + self.room - 1))

    @property
    def last_in_view(self) -> int:
        return min(self.count, self.top + self.room) - 1

    def thumb(self, rows: int) -> range:
        """The rows, of so many, that a scroll bar would mark; none where all is in view."""
        if self.count <= self.room or rows < 2:
            return range(0)
        size = max(1, rows * self.room // self.count)
        start = round(self.top * (rows - size) / (self.count - self.room))
        return range(start, start + size)
