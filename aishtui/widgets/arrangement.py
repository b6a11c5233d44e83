"""How the columns of a comparison stand: beside each other, stacked, or one at a time."""

from enum import StrEnum

MIN_CELLS = 60
"""A conversation is read in lines of at least this width."""
MIN_ROWS = 7
"""Of a column in a stack: its line, and enough of an answer to follow it."""
MOST_BESIDE = 4


class Arrangement(StrEnum):
    SINGLE = "single"
    """One conversation, which is no column."""
    BESIDE = "beside"
    STACKED = "stacked"
    TABS = "tabs"
    """One column in view, and a row that names them all."""


def arrange(width: int, height: int, columns: int, enlarged: bool = False) -> Arrangement:
    """The best arrangement for so many columns in so many cells; `enlarged`: one of them is to have all the room."""
    if columns < 2:
        return Arrangement.SINGLE
    if enlarged:
        return Arrangement.TABS
    if columns <= MOST_BESIDE and width // columns >= MIN_CELLS:
        return Arrangement.BESIDE
    if height // columns >= MIN_ROWS:
        return Arrangement.STACKED
    return Arrangement.TABS
