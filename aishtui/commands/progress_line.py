"""How far a long command is: one line that replaces itself, on a terminal alone."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

from aishtui.commands.stopping import Progress
from aishtui.engine.job import Job

_QUIET_S = 1.0
"""What is done by then needs no words."""
_EVERY_S = 0.25


class ProgressLine:
    """`words` makes the line of the job as it is. A context manager; afterwards the line is gone."""

    def __init__(self, job: Job, notes: TextIO, words: Callable[[Job], str]) -> None:
        self._job = job
        self._notes = notes
        self._words = words
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._show, name="aishtui-progress", daemon=True)

    def __enter__(self) -> None:
        if self._notes.isatty():
            self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _show(self) -> None:
        line, pause = Progress(self._notes), _QUIET_S
        while not self._ended.wait(pause):
            pause = _EVERY_S
            line.say(self._words(self._job), at_once=True)
        line.end()
