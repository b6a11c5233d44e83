"""Text in small pieces at a speed that is pleasant to read."""

import re
import time
from collections.abc import Iterator
from math import ceil

_STEP_S = 0.025
_LONGEST_S = 8.0
"""A mirrored conversation may be megabytes; larger pieces keep its time to this."""

_WORD = re.compile(r"\S+")


def in_pieces(text: str, words_each: int) -> Iterator[str]:
    """`text` cut behind words, `words_each` words a piece; the pieces joined are the text."""
    start = 0
    for number, word in enumerate(_WORD.finditer(text), 1):
        if number % words_each == 0:
            yield text[start : word.end()]
            start = word.end()
    if start < len(text):
        yield text[start:]


def paced(text: str, words_per_s: float) -> Iterator[str]:
    """The first piece at once, the others one by one in time."""
    words = sum(1 for _ in _WORD.finditer(text))
    each = max(1, round(words_per_s * _STEP_S))
    step_s = each / words_per_s
    each = max(each, ceil(words * step_s / _LONGEST_S))
    for number, piece in enumerate(in_pieces(text, each)):
        if number:
            time.sleep(step_s)
        yield piece
