"""From hits in a message's source to the cells that show them.

The source decides what is a hit, so that a message counts the same whether it is laid out or not. In its lines the same
words are looked for, and both series of hits are joined by what stands around them. What the lines do not show (the
target of a link, a fold) is marked where it would stand: on its line, or on the fold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aishtui.pane.entry import Entry
from aishtui.pane.searching import Hit, Words

_AROUND = 80
_LOOK_AHEAD = 200
"""So many candidates are compared with a hit at most, or a message full of hits would take for ever."""
_JOINED_WITH_CARE = 2_000
"""A message with more hits is one big hit: where it shows fewer or more than it has, they are joined in turn."""
_NEAREST = 200
_LINES_COMPARED = 400


class Mark(NamedTuple):
    """Some characters of one line of a message, to be marked."""

    line: int
    start: int
    stop: int


class ShownHits:
    """The hits of a message that is laid out, numbered as `Words.find` finds them in its thinking, then in its text.
    A message may have a hundred thousand: only what is asked for is made."""

    def __init__(self, entry: Entry, words: Words) -> None:
        body = entry.body_span()
        fold = next((at for at in range(body.start) if entry.line(at).fold == "thinking"), body.start)
        thinking = range(fold + 1, body.start) if "thinking" in entry.opened else range(0)
        self._thinking = _Part(entry, words, entry.thinking, thinking, "" if thinking else "thinking", fold)
        last = body[-1] if body else body.start
        folded = "text" if body and entry.line(last).fold == "text" and "text" not in entry.opened else ""
        self._text = _Part(entry, words, entry.text, body, folded, last)

    def __len__(self) -> int:
        return len(self._thinking) + len(self._text)

    def marks(self, number: int) -> tuple[Mark, ...]:
        """Where a hit is shown, from top to bottom."""
        part, at = self._part(number)
        return part.marks(at)

    def fold(self, number: int) -> str:
        """The fold that has to be opened to see it, if any."""
        part, at = self._part(number)
        return part.fold_of(at)

    def until(self, line: int) -> int:
        """How many hits begin in the lines up to this one."""
        return self._thinking.until(line) + self._text.until(line)

    def on_line(self, line: int, here: int | None) -> dict[tuple[int, int], bool]:
        """What is marked in a line, from where to where, and whether it is hit number `here`."""
        found: dict[tuple[int, int], bool] = {}
        for mark, is_here in (
            *self._thinking.on_line(line, here),
            *self._text.on_line(line, here - len(self._thinking) if here is not None else None),
        ):
            span = (mark.start, mark.stop)
            found[span] = found.get(span, False) or is_here
        return found

    def _part(self, number: int) -> "tuple[_Part, int]":
        before = len(self._thinking)
        return (self._thinking, number) if number < before else (self._text, number - before)


class _Part:
    """The hits of a thinking or a text. What is in `fold` (empty: none) is marked on the line `label`."""

    def __init__(self, entry: Entry, words: Words, source: str, lines: range, fold: str, label: int) -> None:
        self._hits = words.find(source)
        self._fold = fold
        self._drawn = _Drawn(entry, lines if self._hits else range(0))
        self._places = words.find(self._drawn.text) if self._hits else []
        self._joined = _joined(source, self._hits, self._drawn.text, self._places)
        self._number = {place: number for number, place in enumerate(self._joined) if place is not None}
        self._missing = len(self._hits) - len(self._number)
        self._label = _whole(entry, min(label, entry.height - 1)) if fold else Mark(0, 0, 0)
        self._hidden = {} if fold or not self._missing else self._nearest(_Nearest(entry, source, lines))
        self._hidden_on: dict[int, list[int]] = {}
        for number, mark in self._hidden.items():
            self._hidden_on.setdefault(mark.line, []).append(number)

    def __len__(self) -> int:
        return len(self._hits)

    def marks(self, number: int) -> tuple[Mark, ...]:
        place = self._joined[number]
        if place is not None:
            return self._drawn.marks(*self._places[place])
        return (self._hidden.get(number, self._label),)

    def fold_of(self, number: int) -> str:
        return self._fold if self._joined[number] is None else ""

    def until(self, line: int) -> int:
        return bisect_right(range(len(self._hits)), line, key=lambda number: self.marks(number)[0].line)

    def on_line(self, line: int, here: int | None) -> Iterator[tuple[Mark, bool]]:
        if self._fold and self._missing and line == self._label.line:
            yield self._label, here is not None and 0 <= here < len(self) and self._joined[here] is None
        for number in self._hidden_on.get(line, ()):
            yield self._hidden[number], number == here
        start, stop = self._drawn.line_span(line)
        for place in range(bisect_right(self._places, start, key=_end), bisect_left(self._places, stop, key=_begin)):
            if place in self._number:
                for mark in self._drawn.marks(*self._places[place]):
                    if mark.line == line:
                        yield mark, self._number[place] == here

    def _nearest(self, nearest: "_Nearest") -> dict[int, Mark]:
        """Marks for the hits that no line shows."""
        marks: dict[int, Mark] = {}
        above = nearest.lines.start
        for number, place in enumerate(self._joined):
            if place is not None:
                above = self._drawn.line_at(self._places[place][0])
                continue
            later = bisect_left(self._places, above, key=lambda hit: self._drawn.line_at(hit[0]))
            after = next((at for at in range(later, len(self._places)) if self._number.get(at, -1) > number), None)
            below = nearest.lines.stop - 1 if after is None else self._drawn.line_at(self._places[after][0])
            marks[number] = nearest.mark(self._hits[number], above, below, compare=len(marks) < _NEAREST)
            above = marks[number].line
        return marks


def _begin(hit: Hit) -> int:
    return hit[0]


def _end(hit: Hit) -> int:
    return hit[1]


class _Drawn:
    """The text of some lines as it reads, without gutters and borders, and where its characters stand."""

    def __init__(self, entry: Entry, lines: range) -> None:
        self._starts: list[int] = []
        self._places: list[tuple[int, int, int]] = []
        """Of each span: its line, its column there and its length."""
        pieces: list[str] = []
        length = 0
        for index in lines:
            line, column = entry.line(index), 0
            for text, _, copied in line.spans:
                if text and copied != "":
                    self._starts.append(length)
                    self._places.append((index, column, len(text)))
                    pieces.append(text)
                    length += len(text)
                column += len(text)
            pieces.append(line.end)
            length += len(line.end)
        self.text = "".join(pieces)

    def line_at(self, at: int) -> int:
        """The line of a character."""
        return self._places[bisect_right(self._starts, at) - 1][0]

    def line_span(self, line: int) -> tuple[int, int]:
        """From where to where the text of a line goes; nothing for a line that has none."""
        first = bisect_left(self._places, (line, 0, 0))
        last = bisect_left(self._places, (line + 1, 0, 0))
        if first == last:
            return 0, 0
        return self._starts[first], self._starts[last - 1] + self._places[last - 1][2]

    def marks(self, start: int, stop: int) -> tuple[Mark, ...]:
        """The characters from `start` to `stop`, line by line."""
        marks: list[Mark] = []
        piece = bisect_right(self._starts, start) - 1
        while piece < len(self._starts) and self._starts[piece] < stop:
            line, column, length = self._places[piece]
            begins = self._starts[piece]
            first, last = column + max(start - begins, 0), column + min(stop - begins, length)
            if marks and marks[-1].line == line:
                marks[-1] = Mark(line, marks[-1].start, last)
            else:
                marks.append(Mark(line, first, last))
            piece += 1
        return tuple(marks)


class _Nearest:
    """The line nearest to what no line shows: the one that has most words of the source's line."""

    def __init__(self, entry: Entry, source: str, lines: range) -> None:
        self._entry = entry
        self._source = source
        self.lines = lines

    def mark(self, hit: Hit, above: int, below: int, *, compare: bool) -> Mark:
        """The line for `hit`, which is between the lines `above` and `below`; about there where nothing is compared."""
        source, lines = self._source, self.lines
        start = source.rfind("\n", 0, hit[0]) + 1
        stop = source.find("\n", hit[1])
        words = set(source[max(start, hit[0] - 300) : min(hit[1] + 300, len(source) if stop < 0 else stop)].split())
        expected = lines.start + len(lines) * hit[0] // max(1, len(source))
        if not compare:
            return _whole(self._entry, max(above, min(below, expected)))
        first = max(above, expected - _LINES_COMPARED // 2)
        near = range(first, max(first, min(below, first + _LINES_COMPARED)) + 1)
        best = max(near, key=lambda line: (self._shared(line, words), -abs(line - expected)))
        return _whole(self._entry, best)

    def _shared(self, line: int, words: set[str]) -> int:
        return len(words.intersection(self._entry.line(line).text.split()))


def _whole(entry: Entry, line: int) -> Mark:
    """All the text of a line, without the gutter before it."""
    at, start = 0, None
    for text, _, copied in entry.line(line).spans:
        if start is None and text.strip() and (copied != "" or entry.line(line).fold):
            start = at + len(text) - len(text.lstrip())
        at += len(text)
    return Mark(line, start or 0, len(entry.line(line).text.rstrip()))


def _joined(source: str, hits: Sequence[Hit], drawn: str, places: Sequence[Hit]) -> list[int | None]:
    """For each hit in the source, which hit in the drawn text it is; None: it is not drawn."""
    if len(hits) == len(places):
        return list(range(len(hits)))
    if max(len(hits), len(places)) > _JOINED_WITH_CARE:
        return [at if at < len(places) else None for at in range(len(hits))]
    found: list[int | None] = [None] * len(hits)
    if len(places) < len(hits):
        for place, hit in enumerate(_matched(drawn, places, source, hits)):
            found[hit] = place
    else:
        for hit, place in enumerate(_matched(source, hits, drawn, places)):
            found[hit] = place
    return found


def _matched(text: str, few: Sequence[Hit], other: str, many: Sequence[Hit]) -> list[int]:
    """For each of the few in turn, which of the many it is: the one with the most alike around it."""
    found: list[int] = []
    first = 0
    for at, hit in enumerate(few):
        around = _around(text, hit)
        all_alike = sum(map(len, around))
        last = len(many) - (len(few) - at)
        best, most = first, -1
        for candidate in range(first, min(last, first + _LOOK_AHEAD) + 1):
            alike = _alike(around, _around(other, many[candidate]))
            if alike > most:
                best, most = candidate, alike
            if alike == all_alike:
                break
        found.append(best)
        first = best + 1
    return found


def _around(text: str, hit: Hit) -> tuple[str, str]:
    """The letters before a hit, the nearest first, and those after it."""
    before = text[max(0, hit[0] - _AROUND) : hit[0]]
    after = text[hit[1] : hit[1] + _AROUND]
    return "".join(filter(str.isalnum, reversed(before))), "".join(filter(str.isalnum, after))


def _alike(one: tuple[str, str], other: tuple[str, str]) -> int:
    return sum(
        next((at for at, (a, b) in enumerate(zip(*side, strict=False)) if a != b), min(map(len, side)))
        for side in zip(one, other, strict=True)
    )
