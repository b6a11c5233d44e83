"""Where in a message its reader is, told by letters and not by lines: it holds at any width."""

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.entry import Entry


@dataclass(frozen=True, slots=True)
class Spot:
    """A line with so many `letters` of the message above it; of several lines of which that is true (headers, blank
    lines, borders), the one that is `below` the first of them by so many."""

    letters: int
    below: int


def spot_of(entry: Entry, line: int) -> Spot:
    """What stands above a line."""
    letters = below = 0
    for index in range(line):
        own = letters_in(entry, index)
        letters, below = letters + own, 0 if own else below + 1
    return Spot(letters, below)


def line_of(entry: Entry, spot: Spot) -> int:
    """The line that is at this spot now."""
    letters = 0
    for line in range(entry.height):
        own = letters_in(entry, line)
        if letters + own > spot.letters or letters == spot.letters:
            return line + (_empty_from(entry, line, spot.below) if letters == spot.letters else 0)
        letters += own
    return entry.height - 1


def _empty_from(entry: Entry, line: int, most: int) -> int:
    """How many lines without letters stand one below the other from `line` on, `most` at most."""
    last = min(line + most, entry.height - 1)
    return next((at - line for at in range(line, last) if letters_in(entry, at)), last - line)


def letters_in(entry: Entry, line: int) -> int:
    """How many letters of the source a line shows: blanks and borders are others at another width."""
    return sum(len(text) - text.count(" ") for text, _, copied in entry.line(line).spans if copied is None)
