"""Text cut to a width in terminal cells, with `…` wherever something is missing."""

from bisect import bisect_right

from rich.cells import cell_len


def fit(text: str, width: int) -> str:
    """`text` in at most `width` cells."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return start_of(text, width - 1).rstrip() + "…"


def start_of(text: str, width: int) -> str:
    """As much of `text` as `width` cells hold."""
    if cell_len(text) <= width:
        return text
    # Not rich's own cutting (15.0): it fails on a zero-width joiner at the beginning.
    return text[: bisect_right(range(len(text)), width, key=lambda count: cell_len(text[: count + 1]))]


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` cells, filled with spaces on the right."""
    text = fit(text, width)
    return text + " " * (max(0, width) - cell_len(text))


def fit_middle(text: str, width: int) -> str:
    """`text` in at most `width` cells, cut in the middle: names often differ at their ends only."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    room = (width - 1) * 3 // 7
    tail = text[-room:] if room else ""
    while cell_len(tail) > room:
        tail = tail[1:]
    return fit(f"{start_of(text, width - 1 - cell_len(tail)).rstrip()}…{tail}", width)


def wrapped(text: str, width: int, most: int = 0) -> list[str]:
    """`text` in pieces of at most `width` cells, broken at a space, else behind a sign such as `/`, else anywhere.

    With `most`, no more pieces than that; the last one ends in `…` if there was more.
    """
    pieces: list[str] = []
    rest = text.strip()
    while rest:
        head = start_of(rest, width)
        if head == rest or len(pieces) + 1 == most:
            return [*pieces, fit(rest, width)]
        head = head[: _break_in(head, rest)] or rest[0]
        pieces.append(head.rstrip())
        rest = rest[len(head) :].lstrip()
    return pieces


def _break_in(head: str, rest: str) -> int:
    """How much of `head`, the start of `rest` that fits, to take."""
    if rest[len(head) :].startswith(" "):
        return len(head)
    space = head.rfind(" ")
    sign = max(head.rfind(sign) for sign in "/-_,;:")
    return space if space > 0 else sign + 1 if sign > 0 else len(head)
