"""The log of a run with a screen: private, begun by the first warning, and never a trouble of its own."""

import logging
import os
from io import TextIOWrapper
from pathlib import Path


class LogFile(logging.FileHandler):
    """Warnings go into a file, since on the terminal they would lie across the screen. What cannot be written is
    left out: whoever warns is busy with something that matters more."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, delay=True, encoding="utf-8")
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            # The folder is missing or the disk full. The store says so, in words.
            return

    def handleError(self, record: logging.LogRecord) -> None:
        """As above; the standard library would print a traceback on the screen."""
