"""Everything a program wrote to its terminal, with the time and the CPU seconds at which each piece was read."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_FRAME = b"\x1b[?2026h"
"""A synchronised update begins: one painted frame."""
_PAUSE_S = 0.004
"""What is written without such marks, a few letters, is another frame if it comes after such a pause."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One read. `time_s` is `time.monotonic()`; `cpu_s` is what the program had used then."""

    data: bytes
    time_s: float
    cpu_s: float


class Recording:
    """Pieces in the order they came. A place in it is a number of pieces."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self.bytes = 0

    def add(self, piece: Piece) -> None:
        self._pieces.append(piece)
        self.bytes += len(piece.data)

    @property
    def here(self) -> int:
        """The place behind the newest piece."""
        return len(self._pieces)

    @property
    def newest(self) -> Piece | None:
        return self._pieces[-1] if self._pieces else None

    def since(self, place: int) -> Iterator[Piece]:
        yield from self._pieces[place:]

    def at(self, time_s: float) -> int:
        """The place of the first piece that came at `time_s` or later."""
        return bisect_left(self._pieces, time_s, key=lambda piece: piece.time_s)

    def written(self, begin: int, end: int) -> int:
        """Bytes between two places."""
        return sum(len(piece.data) for piece in self._pieces[begin:end])

    def frames(self, begin: int, end: int) -> int:
        """Frames painted between two places."""
        bursts: list[int] = []
        ended_s = float("-inf")
        for piece in self._pieces[begin:end]:
            if piece.time_s - ended_s > _PAUSE_S:
                bursts.append(0)
            bursts[-1] += piece.data.count(_FRAME)
            ended_s = piece.time_s
        return sum(max(1, marked) for marked in bursts)
