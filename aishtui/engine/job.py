"""An export or import that takes its time: what is wanted, how far it is, and that it is to stop."""

import threading

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.portable.forms import Form


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


class NothingToExport(Exception):
    """There is no such conversation, or nothing in it; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """`conversation_id` None: all there are, unless a `comparison` is wanted. `leaf_id` is where the path ends that is
    exported (None: the newest) where `branches` does not ask for all of them."""

    form: Form
    branches: bool
    conversation_id: str | None = None
    leaf_id: str | None = None
    comparison: str | None = None

    @property
    def everything(self) -> bool:
        return self.conversation_id is None and self.comparison is None
