"""How often the pane is drawn: so often per second at most, and less often when drawing is dear or the line thin."""

from collections.abc import Callable

_MOST_OF_THE_TIME = 0.15
"""Drawing may take this share of the time; a block that is dear to lay out gets fewer frames instead."""

_AS_GOOD_AS_NOW_S = 0.002

_REST_S = 0.25
"""After this long without a frame, two may follow one another: headers, and the first piece of the answer."""


class Governor:
    """Says when the next frame is due. Times are `time.monotonic()` values; `line_wait()` is how many seconds the
    terminal still needs for what it was sent."""

    def __init__(self, frames_per_second: int, line_wait: Callable[[], float] = lambda: 0.0) -> None:
        self.frames_per_second = frames_per_second
        self.line_wait = line_wait
        self._began = float("-inf")
        self._cost = 0.0
        self._one_more = False

    def wait(self, now: float) -> float:
        """Seconds until the next frame may be drawn; 0 after a rest, so that a first piece is drawn at once. Ask again
        then: where the line is thin it may be more."""
        wait = self.line_wait()
        if not self._one_more:
            pause = max(1 / max(1, self.frames_per_second), self._cost / _MOST_OF_THE_TIME)
            wait = max(wait, self._began + pause - now)
        return wait if wait > _AS_GOOD_AS_NOW_S else 0.0

    def began(self, now: float) -> None:
        self._one_more = now - self._began > _REST_S
        self._began, self._cost = now, 0.0

    def spent(self, cost: float) -> None:
        """Add what laying out or drawing the present frame took, in seconds."""
        self._cost += cost
