"""Cutting text into lines that fit, by cells and not by characters."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rich.cells import cell_len, chop_cells

from aishtui.pane.lines import Line, Look, Span, merged

# Characters that every terminal draws one cell wide, so that counting them is measuring them.
_NARROW = "[\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u2199\u2500-\u259f]*"
# East Asian text has no spaces: a line may end after any of these.
_WIDE = "\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_WORD = f"[{_WIDE}]|[^\\s{_WIDE}]+|\\s+"

TAB = 4
_LONG_WORD = 4096


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Not before the first text that is not ASCII: patterns of so many characters are dear, 2 ms each (measured)."""
    return re.compile(pattern)


def narrow(text: str) -> bool:
    return text.isascii() or _compiled(_NARROW).fullmatch(text) is not None


def cells(text: str) -> int:
    """The width of `text` on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def span_cells(spans: Sequence[Span]) -> int:
    return sum(cells(span.text) for span in spans)


def fitting(text: str, width: int) -> int:
    """How many characters of `text` fit into `width` cells; at least one, or an endless loop would wait for it."""
    if narrow(text):
        return max(1, width)
    # Chopping cuts all it is given: give it no more than could fit (a cluster may be several characters).
    chopped = chop_cells(text[: 8 * width + 64], max(1, width))
    count = len(chopped[0]) if chopped else len(text)
    # Joiners at the beginning have no width of their own, and chopping counts what they join otherwise than measuring.
    while count > 1 and cell_len(text[:count]) > width:
        count -= 1
    return max(1, count)


def breaks(text: str, width: int) -> Iterator[tuple[int, int, str]]:
    """Where to cut one paragraph without newlines: (start, stop, what stood between it and the next line)."""
    width = max(1, width)
    return _narrow_breaks(text, width) if narrow(text) else _wide_breaks(text, width)


def _narrow_breaks(text: str, width: int) -> Iterator[tuple[int, int, str]]:
    start, length = 0, len(text)
    while length - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        if cut <= start or not text[start:cut].strip():
            yield start, start + width, ""
            start += width
            continue
        after = cut + 1
        while after < length and text[after] == " ":
            after += 1
        while cut > start and text[cut - 1] == " ":
            cut -= 1
        yield start, cut, text[cut:after]
        start = after
    yield start, length, "\n"


def _wide_breaks(text: str, width: int) -> Iterator[tuple[int, int, str]]:
    start = stop = used = 0
    for match in _compiled(_WORD).finditer(text):
        first, last = match.span()
        word = match.group()
        size = cell_len(word)
        if used + size <= width:
            used, stop = used + size, last
            continue
        if word.isspace() and used:
            yield start, stop, word
            start = stop = last
            used = 0
            continue
        if used:
            kept = len(text[start:stop].rstrip())
            if kept:
                yield start, start + kept, text[start + kept : first]
                start = first
                used = 0
        while size + used > width:
            room = width - used
            take = fitting(text[first : min(last, first + _LONG_WORD)], room) if room > 0 else 0
            yield start, first + take, ""
            first += take
            # Measuring all that is left for each line would make a word cost its length squared.
            size = cell_len(text[first:last]) if last - first < _LONG_WORD else size - width
            start, used = first, 0
        used, stop = used + size, last
    yield start, len(text), "\n"


def wrap(spans: Sequence[Span], width: int, fill: Look) -> Iterator[Line]:
    """`spans` as lines of at most `width` cells. A newline in a span's text ends a line."""
    text = "".join(span.text for span in spans)
    if "\n" not in text and len(text) <= width and narrow(text):
        yield Line(merged(spans), fill)
        return
    cutter = _Cutter(spans)
    at = 0
    for paragraph in text.split("\n"):
        for start, stop, end in breaks(paragraph, width):
            yield Line(cutter.cut(at + start, at + stop), fill, end)
        at += len(paragraph) + 1


class _Cutter:
    """Cuts a sequence of spans at growing positions, in one pass."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._index = 0
        self._at = 0

    def cut(self, start: int, stop: int) -> tuple[Span, ...]:
        out: list[Span] = []
        while self._index < len(self._spans):
            span = self._spans[self._index]
            after = self._at + len(span.text)
            if after >= start and self._at <= stop:
                piece = span.text[max(0, start - self._at) : max(0, stop - self._at)]
                if len(piece) == len(span.text):
                    out.append(span)
                elif piece:
                    out.append(Span(piece, span.look))
            if after > stop or (after == stop and self._index == len(self._spans) - 1):
                break
            self._index += 1
            self._at = after
        return merged(out)


def expand_tabs(text: str, look: Look, column: int = 0) -> list[Span]:
    """`text`, which begins at `column` of its line, with its tabs as spaces up to the next multiple of four cells,
    copied as the tabs they were."""
    if "\t" not in text:
        return [Span(text, look)] if text else []
    out: list[Span] = []
    for index, part in enumerate(text.split("\t")):
        if index:
            gap = TAB - column % TAB
            out.append(Span(" " * gap, look, "\t"))
            column += gap
        if part:
            out.append(Span(part, look))
            column += cells(part)
    return out
