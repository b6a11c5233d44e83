"""Something that takes its time: how far it is, and that it is to stop."""

import threading


class Job:
    """Written by the thread that does the work, read by whoever waits for it; `stop` is for everybody."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self.done = 0
        self.total = 0
        """0 while it is not known."""
        self.waiting = False
        """It waits for input, which may never come."""

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()


class JobStopped(Exception):
    """It was stopped before it was done."""
