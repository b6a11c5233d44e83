"""Characters of several code points, as terminals draw them: marked, selected and copied whole."""

from rich.cells import split_graphemes
from rich.segment import Segment
from textual.strip import Strip

from aishtui.pane.wrapping import narrow


def whole_characters(text: str, start: int, stop: int) -> tuple[int, int]:
    """The least stretch of `text` from `start` to `stop` or beyond that cuts none; places count code points."""
    if start >= stop or narrow(text):
        return start, stop
    for begin, end, _ in split_graphemes(text)[0]:
        if begin < start < end:
            start = begin
        if begin < stop < end:
            return start, end
    return start, stop


def by_characters(strip: Strip) -> Strip:
    """The same with a segment for each. Textual looks for what stands in a cell by the widths of code points, which
    for those together is not their width; of segments it takes the cells that they have."""
    if narrow(strip.text):
        return strip
    segments = [
        Segment(text[begin:end], style) for text, style, _ in strip for begin, end, _ in split_graphemes(text)[0]
    ]
    return Strip(segments, strip.cell_length)
