"""What a selection in the pane stands for: the source, not the cells."""

import re

from textual.geometry import Offset
from textual.selection import Selection

from aishtui.pane.document import Document
from aishtui.pane.entry import Entry
from aishtui.pane.frame import Frame
from aishtui.pane.lines import Line, copied_text
from aishtui.pane.strips import MARGIN
from aishtui.pane.whole_characters import whole_characters
from aishtui.pane.wrapping import cells

LINE_BITS = 20
"""A selection's y is (entry << LINE_BITS) | line: Textual only compares these, and they survive growing."""

_LINE = (1 << LINE_BITS) - 1

# What terminals take for a word: a name with its dots, a path, an address.
_WORD = re.compile(r"\w(?:[\w./:@%~+#?=&-]*\w)?")


def selection_y(entry: int, line: int) -> int:
    return (entry << LINE_BITS) | min(line, _LINE)


def word_at(entry: int, number: int, line: Line, cell: int) -> Selection | None:
    """The word of a line (the entry's line `number`) that is drawn at a cell of the row, if one is."""
    for match in _WORD.finditer(line.text):
        begins = MARGIN + cells(line.text[: match.start()])
        if begins <= cell < begins + cells(match.group()):
            y = selection_y(entry, number)
            return Selection(Offset(MARGIN + match.start(), y), Offset(MARGIN + match.end(), y))
    return None


def message_text(index: int, entry: Entry) -> Selection | None:
    """All of a message's text, if it has any."""
    body = entry.body_span()
    if not body:
        return None
    end = MARGIN + len(entry.line(body[-1]).text)
    return Selection(Offset(0, selection_y(index, body[0])), Offset(end, selection_y(index, body[-1])))


def selected_text(document: Document, selection: Selection, frame: Frame) -> str:
    """The text of what is selected: soft wraps joined, without gutters; a message selected whole as its source."""
    last = len(document.entries()) - 1
    begin = selection.start.y if selection.start else 0
    end = selection.end.y if selection.end else selection_y(last, _LINE)
    parts = []
    for index in range(begin >> LINE_BITS, min(last, end >> LINE_BITS) + 1):
        entry = document.laid_out(index, frame)
        text = _of_entry(entry, index, selection)
        if text:
            parts.append(text)
    return "\n\n".join(parts)


def _of_entry(entry: Entry, index: int, selection: Selection) -> str:
    chosen: list[tuple[Line, int, int | None]] = []
    body = entry.body_span()
    whole = bool(body)
    for at in range(entry.height):
        span = selection.get_span(selection_y(index, at))
        line = entry.line(at)
        start, stop = (
            (max(0, span[0] - MARGIN), None if span[1] == -1 else max(0, span[1] - MARGIN)) if span else (0, 0)
        )
        if span is not None:
            start, stop = _whole(line.text, start, stop)
            chosen.append((line, start, stop))
        if at in body and (span is None or start > 0 or (stop is not None and stop < len(line.text))):
            whole = False
    if whole:
        return entry.text
    return _joined(chosen)


def _whole(text: str, start: int, stop: int | None) -> tuple[int, int | None]:
    first, last = whole_characters(text, start, len(text) if stop is None else stop)
    return first, None if stop is None else last


def _joined(chosen: list[tuple[Line, int, int | None]]) -> str:
    text = "".join(copied_text(line, start, stop) + line.end for line, start, stop in chosen)
    return text.strip("\n")
