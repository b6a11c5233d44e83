"""Text compared without case and accents, and where in it something stands."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache


def folded(text: str) -> str:
    """`text` without case and accents, to be compared."""
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(char))


@cache
def base_letters() -> Mapping[int, str]:
    """Latin letters with accents, by code, each with the letter it is made of."""
    codes = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    bases = {code: unicodedata.normalize("NFD", chr(code))[0] for code in codes}
    return {code: base for code, base in bases.items() if base != chr(code)}


def places(text: str, parts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the folded `parts` stand in `text`, as (start, end), none over another."""
    letters = [(folded(char), at) for at, char in enumerate(text)] if not text.isascii() else None
    flat = text.lower() if letters is None else "".join(made for made, _ in letters)
    origin = range(len(text)) if letters is None else [at for made, at in letters for _ in made]
    found: list[tuple[int, int]] = []
    for start, end in sorted(_found(flat, parts)):
        first, last = origin[start], origin[end - 1] + 1
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _found(text: str, parts: Sequence[str]) -> list[tuple[int, int]]:
    spans = []
    for part in filter(None, parts):
        at = text.find(part)
        while at >= 0:
            spans.append((at, at + len(part)))
            at = text.find(part, at + len(part))
    return spans
