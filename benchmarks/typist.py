"""Letters typed into the prompt, and how long each takes to be seen."""

import random
import string
import time

from benchmarks.terminal import Failed, Terminal

_LINES, _LINE = 3, 40
_CLEAR = "\x03"


class Typist:
    """Types the same lines for the same seed. `before` stands in front of them in the prompt."""

    def __init__(self, seed: int, before: str = "") -> None:
        self._chosen = random.Random(seed)
        self._before = before
        self._lines = ["".join(self._chosen.choices(string.ascii_lowercase, k=_LINE)) for _ in range(_LINES)]

    def types(self, terminal: Terminal) -> list[list[float]]:
        """When each key of each line was pressed."""
        return [self._type(terminal, line) for line in self._lines]

    def _type(self, terminal: Terminal, line: str) -> list[float]:
        """A key each 70 to 130 ms, so that they fall everywhere between two frames; then the line is cleared."""
        pressed: list[float] = []
        for key in line:
            pressed.append(time.monotonic())
            terminal.press(key)
            terminal.rest(self._chosen.uniform(0.07, 0.13))
        terminal.rest(0.3)
        terminal.press(_CLEAR)
        terminal.rest(0.3)
        return pressed

    def echoes(self, terminal: Terminal, pressed: list[list[float]]) -> list[float]:
        """Milliseconds from each key until the prompt showed it, found by computing the screen afterwards."""
        waiting = [
            (f"> {self._before}{line[: count + 1]} ", times[count])
            for line, times in zip(self._lines, pressed, strict=True)
            for count in range(len(line))
        ]
        late_ms: list[float] = []
        for piece, changed in terminal.unseen():
            # Of two keys echoed by one frame, the screen only ever shows the second.
            newest = max(
                (n for n, (shown, _) in enumerate(waiting) if any(shown in row for row in changed)), default=-1
            )
            late_ms += [(piece.time_s - pressed_s) * 1000 for _, pressed_s in waiting[: newest + 1]]
            del waiting[: newest + 1]
        if waiting:
            raise Failed(f"{len(waiting)} keys were never shown\n{terminal.screen}")
        return late_ms
