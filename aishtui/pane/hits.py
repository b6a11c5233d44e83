"""How often some words stand in each message of a conversation, kept up to date while it grows."""

from collections.abc import Sequence

from aishtui.pane.entry import Entry
from aishtui.pane.searching import MOST_HITS, Words


class Hits:
    """Counts of the hits in the sources, message by message. A hit's number is its place among those of its message."""

    def __init__(self, words: Words, entries: Sequence[Entry], wider: "Hits | None" = None) -> None:
        """`wider` are the hits of words that are found wherever these are: what they are not in is not looked at."""
        self.words = words
        self._entries = entries
        self._counts: list[int] = []
        self._open: list[int] = []
        """The messages that may change: answers that are being written."""
        known = wider._counts if wider is not None and wider._entries is entries and words.narrow(wider.words) else []
        for index, entry in enumerate(entries):
            ended = entry.message.status.ended
            if not ended:
                self._open.append(index)
            skip = ended and index < len(known) and not known[index]
            self._counts.append(0 if skip else self._count(entry))
        self.total = sum(self._counts)

    def count_of(self, index: int) -> int:
        return self._counts[index] if 0 <= index < len(self._counts) else 0

    @property
    def more(self) -> bool:
        """Whether a message has more of them than are found."""
        return self.total >= MOST_HITS and max(self._counts) >= MOST_HITS

    def before(self, index: int) -> int:
        """How many hits are in the messages above one."""
        return sum(self._counts[:index])

    def last_until(self, index: int) -> int | None:
        """The last message up to this one that has a hit."""
        return next((at for at in range(min(index, len(self._counts) - 1), -1, -1) if self._counts[at]), None)

    def first_from(self, index: int) -> int | None:
        """The first message from this one on that has a hit."""
        return next((at for at in range(max(0, index), len(self._counts)) if self._counts[at]), None)

    def are_of(self, entries: Sequence[Entry]) -> bool:
        """Whether these are the messages whose hits are counted; a conversation may have shown another branch since."""
        return entries is self._entries

    def refresh(self) -> None:
        """Count what is new since the last time."""
        new = range(len(self._counts), len(self._entries))
        self._counts += [0] * len(new)
        due, self._open = [*self._open, *new], []
        for index in due:
            count = self._count(self._entries[index])
            self.total += count - self._counts[index]
            self._counts[index] = count
            if not self._entries[index].message.status.ended:
                self._open.append(index)

    def _count(self, entry: Entry) -> int:
        return self.words.count(entry.thinking) + self.words.count(entry.text)
