"""A line that is very long in pieces which stand beside each other, so that nobody has to lay it out as a whole."""

from collections.abc import Iterable, Iterator

from aishtui.chat.differing_words import Stretch

LONGEST = 2000
"""A line with more characters on one of its sides is cut."""
_PIECE = 1000


def pieces_of(found: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """The stretches of one line, piece by piece; one empty piece for an empty line."""
    piece: list[Stretch] = []
    length = 0
    for stretch in found:
        for part in _cut(stretch):
            size = max(map(len, part))
            if piece and length + size > _PIECE:
                yield piece
                piece, length = [], 0
            piece.append(part)
            length += size
    yield piece


def _cut(stretch: Stretch) -> Iterator[Stretch]:
    if stretch.same:
        yield from (Stretch(part, part) for part in _parts(stretch.left))
        return
    lefts, rights = _parts(stretch.left), _parts(stretch.right)
    for number in range(max(len(lefts), len(rights))):
        yield Stretch("".join(lefts[number : number + 1]), "".join(rights[number : number + 1]))


def _parts(text: str) -> list[str]:
    """`text` in parts that a piece can hold, cut behind a space where there is one."""
    parts: list[str] = []
    at = 0
    while len(text) - at > _PIECE:
        space = text.rfind(" ", at + _PIECE // 2, at + _PIECE)
        stop = space + 1 if space > 0 else at + _PIECE
        parts.append(text[at:stop])
        at = stop
    return [*parts, text[at:]]
