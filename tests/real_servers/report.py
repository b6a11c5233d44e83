"""What was found, line by line, for people: told when it is known, and counted."""

import textwrap
from typing import TextIO

_WIDTH = 100


class Report:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.failed = 0
        self.held = 0

    def heading(self, text: str) -> None:
        self._say(f"\n{text}")

    def check(self, what: str, holds: bool, evidence: object = "") -> bool:
        """One line `ok` or `NOT OK`, the evidence below it."""
        self.held += holds
        self.failed += not holds
        self._say(f"{'ok    ' if holds else 'NOT OK'} {what}")
        for line in textwrap.wrap(str(evidence), _WIDTH - 9, max_lines=4, placeholder=" …"):
            self._say(f"       | {line}")
        return holds

    def summary(self) -> None:
        self._say(f"\n{self.held} held, {self.failed} did not")

    def _say(self, line: str) -> None:
        print(line, file=self._out, flush=True)
