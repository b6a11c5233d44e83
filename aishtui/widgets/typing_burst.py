"""Input that comes faster than anybody types: a paste by a terminal that does not say it is one."""

BURST_S = 0.03
"""Input closer together than this was not typed by hand."""


class TypingBurst:
    """Counts inputs that follow each other within `gap_s`; 0 for programs that press keys on purpose."""

    def __init__(self, gap_s: float = BURST_S) -> None:
        self.gap_s = gap_s
        self.line_ends = 0
        """How many there were in the present burst; many in a paste that said it is one."""
        self._last = 0.0
        self._length = 0

    def add(self, time_s: float, size: int = 1, line_ends: int = 0) -> None:
        """Some input arrived, for example a letter, a new line or (as many) a paste."""
        if not self._goes_on(time_s):
            self._length = self.line_ends = 0
        self._length += size
        self.line_ends += line_ends
        self._last = time_s

    def lasts(self, time_s: float, least: int = 1) -> bool:
        """Whether what comes now belongs to a burst of at least so many inputs that has been going on. One may be the
        network handing over the last letter late."""
        return self._goes_on(time_s) and self._length >= least

    def _goes_on(self, time_s: float) -> bool:
        return time_s - self._last < self.gap_s
