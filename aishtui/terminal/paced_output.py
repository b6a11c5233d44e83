"""What is sent to the terminal, with the questions between it, and when there is to be more."""

from collections.abc import Callable

from aishtui.terminal.drain import Drain
from aishtui.terminal.screen_writer import ScreenWriter

LOOK_AGAIN_S = 0.05
"""How often it is looked whether a terminal that is behind has caught up."""


class PacedOutput:
    """`writer()` is what writes at the moment, None: nothing does; `may_ask()` says whether what the terminal answers
    would be read. `asks`: it is asked from the beginning how far it has got; else once it has been behind."""

    def __init__(self, writer: Callable[[], ScreenWriter | None], may_ask: Callable[[], bool], asks: bool) -> None:
        self.drain = Drain()
        self._writer = writer
        self._may_ask = may_ask
        self._asks = asks

    def wait(self) -> float:
        """Seconds until the terminal will have taken what was sent, so that another frame makes sense; 0: now. Ask
        again then."""
        writer = self._writer()
        if writer is None:
            return 0.0
        if not writer.ready:
            self._asks = True
            return LOOK_AGAIN_S
        if self._asks and self._may_ask():
            self.send(self.drain.mark_again())
        return min(LOOK_AGAIN_S, self.drain.wait())

    def send_frame(self, frame: str) -> None:
        """With the question behind it whose answer says that it was shown."""
        self.drain.sent(len(frame))
        self._write(frame + self.drain.mark() if self._asks and self._may_ask() else frame)

    def send(self, data: str) -> None:
        """Anything else."""
        self.drain.sent(len(data))
        self._write(data)

    def _write(self, data: str) -> None:
        writer = self._writer()
        if writer is not None and data:
            writer.write(data)
