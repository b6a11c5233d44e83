"""Where in a message its reader is, as it is kept for the next start: by the letters of its text alone.

What stands around the text may be another then: the header of yesterday's message says so, and thinking is folded.
"""

from aishtui.chat.places import ReadingPlace
from aishtui.pane.entry import Entry
from aishtui.pane.reading_spot import letters_in


def place_of(entry: Entry, line: int) -> ReadingPlace:
    """What stands above a line of a laid out entry; opened thinking counts as folded."""
    body, opened = entry.body_span(), entry.thought_span()
    letters = below = 0
    for index in range(line):
        if index not in opened:
            own = letters_in(entry, index) if index in body else 0
            letters, below = letters + own, 0 if own else below + 1
    return ReadingPlace(entry.message.id, letters, below)


def line_at(entry: Entry, place: ReadingPlace) -> int:
    """The line of a laid out entry that is at this place now."""
    body, opened = entry.body_span(), entry.thought_span()
    letters = below = 0
    for index in range(entry.height - 1):
        if index in opened:
            continue
        own = letters_in(entry, index) if index in body else 0
        if letters == place.letters and (below == place.below or own):
            return index
        if letters + own > place.letters:
            return index
        letters, below = letters + own, 0 if own else below + 1
    return entry.height - 1
