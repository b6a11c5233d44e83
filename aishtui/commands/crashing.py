"""What is done about a crash: a report is written, and one calm sentence said on the clean terminal."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

from aishtui.chat.wording import sentences
from aishtui.commands.crash_report import Crash, write_report
from aishtui.store.errors import StoreError

_log = logging.getLogger(__name__)


class Crashes:
    """The first crash counts: what follows it mostly comes of it. `end` is asked to end the screen when a thread dies
    without which it would stand there and do nothing."""

    def __init__(self, folder: Path, log: Path, environment: Mapping[str, str], end: Callable[[], object]) -> None:
        self._folder = folder
        self._log_file = log
        self._environment = environment
        self._end = end
        self._lock = threading.Lock()
        self._first: Crash | None = None

    def watch_threads(self) -> None:
        """For good: the error of a thread would be printed across the screen, and nothing would be done about it."""
        threading.excepthook = self._thread_died

    def screen_broke(self, error: BaseException) -> None:
        """To be called when `App.run()` has ended with an error."""
        _log.error("the screen broke", exc_info=error)
        self._keep(error, "screen")

    def tell(self, notes: TextIO) -> bool:
        """Write the report of the crash and say where it is; False if there was none."""
        if self._first is None:
            return False
        try:
            print(f"aishtui: {self._words(self._first)}", file=notes, flush=True)
        except (OSError, ValueError):  # the terminal has gone as well; the report is in its place
            _log.warning("nobody is left who could be told of the crash")
        return True

    def _words(self, crash: Crash) -> str:
        calm = "A mistake in aishtui has ended it. Nothing is lost: start aishtui again."
        try:
            report = write_report(self._folder, crash, self._environment, self._log_file)
        except StoreError as problem:
            return sentences(calm, f"No report could be written ({type(crash.error).__name__}): {problem}")
        return f"{calm} A report, without anything of your conversations: {report}"

    def _keep(self, error: BaseException, thread: str) -> None:
        with self._lock:
            if self._first is None:
                self._first = Crash.of(error, thread)

    def _thread_died(self, died: threading.ExceptHookArgs) -> None:
        error = died.exc_value
        if error is None or isinstance(error, SystemExit):
            return
        name = died.thread.name if died.thread is not None else "unknown"
        _log.error("the thread %s broke", name, exc_info=error)
        self._keep(error, name)
        self._end()
