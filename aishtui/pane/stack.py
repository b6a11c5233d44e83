"""The lines of a conversation's messages, one below the other, laid out only where somebody looks."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.entry import Entry
from aishtui.pane.frame import Frame
from aishtui.pane.lines import Line

KEPT_LAID_OUT = 200
"""So many messages keep their lines once they are out of sight."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a document. Unlike a number of lines from the top, it stays when heights above it become known."""

    entry: int
    line: int


class Stack:
    """Entries with the heights of their lines: known where laid out, guessed elsewhere."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries: list[Entry] = list(entries)
        self.visible = range(0)
        """The entries that were shown last."""
        self._laid_out: OrderedDict[int, None] = OrderedDict()
        self._before: list[int] = []
        """How many lines stand before each entry; one more for the total."""
        self._sum()

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def total(self) -> int:
        return self._before[-1]

    def append(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._before.append(self._before[-1] + entry.height)

    def forget(self, width: int) -> None:
        """Drop all lines and guess all heights: for another width."""
        for entry in self.entries:
            entry.forget()
            entry.estimate(width)
        self._laid_out.clear()
        self._sum()

    def need(self, index: int, frame: Frame) -> Entry:
        """An entry with its lines."""
        entry = self.entries[index]
        if not entry.laid_out:
            self.update(index, frame)
        self._touch(index)
        return entry

    def update(self, index: int, frame: Frame) -> tuple[int, int]:
        """Lay out an entry that changed: the index of its first changed line, and how much higher it became."""
        entry = self.entries[index]
        height = entry.height
        line = entry.lay_out(frame)
        self._touch(index)
        if entry.height != height:
            if index == len(self.entries) - 1:
                self._before[-1] = self._before[-2] + entry.height
            else:
                self._sum()
        return line, entry.height - height

    def show(self, top: Place, frame: Frame) -> None:
        """Lay out what is in view when `top` is the first line of the pane."""
        index, room = top.entry, frame.height + top.line
        while index < len(self.entries) and room > 0:
            room -= self.need(index, frame).height
            index += 1
        self.visible = range(top.entry, index)
        if len(self._laid_out) > KEPT_LAID_OUT:
            self._drop()

    def rows(self, top: Place, count: int) -> Iterator[tuple[int, int, Line]]:
        """Up to `count` lines from `top` on: entry, line in the entry, line."""
        index, line = top.entry, top.line
        for _ in range(count):
            while index < len(self.entries) and line >= self.entries[index].height:
                line -= self.entries[index].height
                index += 1
            if index >= len(self.entries):
                return
            yield index, line, self.entries[index].line(line)
            line += 1

    def lines_above(self, place: Place) -> int:
        """How many lines stand above a place, guessed where they are not known."""
        return self._before[place.entry] + place.line

    def place_at(self, lines: int) -> Place:
        """The place with about so many lines above it."""
        index = max(0, min(len(self.entries), bisect_right(self._before, lines)) - 1)
        return Place(index, max(0, lines - self._before[index]))

    def place_from(self, place: Place, lines: int, frame: Frame) -> Place:
        """The place so many lines below (above where negative), exactly: what is passed is laid out."""
        index, line = place.entry, place.line + lines
        while line < 0 and index > 0:
            index -= 1
            line += self.need(index, frame).height
        while index < len(self.entries) - 1 and line >= self.need(index, frame).height:
            line -= self.entries[index].height
            index += 1
        return Place(index, max(0, line))

    def end(self, frame: Frame) -> Place:
        """The place at the top of the pane when the last line is at its bottom."""
        index, room = len(self.entries) - 1, frame.height
        while index >= 0:
            # The blank line after the last message is not worth a row.
            height = self.need(index, frame).height - (index == len(self.entries) - 1)
            if height >= room:
                return Place(index, height - room)
            room -= height
            index -= 1
        return Place(0, 0)

    def _sum(self) -> None:
        self._before = [0, *accumulate(entry.height for entry in self.entries)]

    def _touch(self, index: int) -> None:
        self._laid_out[index] = None
        self._laid_out.move_to_end(index)

    def _drop(self) -> None:
        """Forget the lines of the messages that were in view the longest time ago."""
        excess = len(self._laid_out) - KEPT_LAID_OUT
        for index in [index for index in self._laid_out if index not in self.visible][:excess]:
            del self._laid_out[index]
            if not self.entries[index].running:
                self.entries[index].forget()
