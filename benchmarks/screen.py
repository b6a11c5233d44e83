"""What stands on the screen, computed from what was written. Slow, so it is fed when somebody looks."""

import re

from benchmarks.margins import MarginByteStream, MarginScreen

COLUMNS, LINES = 120, 36

# What has no effect on the characters: colours, queries, titles, modes (but the one by which columns move). pyte is
# twice as fast without them, and prints parts of those it does not know.
_NO_CHARACTERS = re.compile(
    rb"\x1b\[[0-9;:]*m"
    rb"|\x1b\[[<=>?](?!69[hl])[0-9;]*[ $]?[a-zA-Z]"
    rb"|\x1b\[[0-9;]*[ $!\"'][a-zA-Z]"
    rb"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?$ ]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")


class Screen:
    """The characters, without their colours."""

    def __init__(self, columns: int = COLUMNS, lines: int = LINES) -> None:
        self._screen = MarginScreen(columns, lines)
        self._stream = MarginByteStream(self._screen)
        self._rest = b""
        self.rows = [""] * lines

    def feed(self, data: bytes) -> list[str]:
        """Returns the rows that may have changed."""
        data = self._rest + data
        unfinished = _UNFINISHED.search(data, max(0, len(data) - 4096))
        self._rest = data[unfinished.start() :] if unfinished else b""
        whole = data[: len(data) - len(self._rest)]
        self._stream.feed(_NO_CHARACTERS.sub(b"", whole))
        changed = [y for y in self._screen.dirty if y < self._screen.lines]
        for y in changed:
            row = self._screen.buffer[y]
            self.rows[y] = "".join(row[x].data for x in range(self._screen.columns))
        self._screen.dirty.clear()
        return [self.rows[y] for y in changed]

    def shows(self, text: str) -> bool:
        return any(text in row for row in self.rows)

    def __str__(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows)
