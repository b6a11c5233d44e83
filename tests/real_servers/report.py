"""What was found, line by line, for people: told when it is known, and counted."""

import textwrap
from pathlib import Path
from typing import TextIO

_WIDTH = 100
_BEGIN, _END = "<!-- output: begin -->", "<!-- output: end -->"


class Report:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.lines: list[str] = []
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
        self.lines += line.splitlines() or [""]
        print(line, file=self._out, flush=True)

    def write_into(self, document: Path) -> None:
        """Puts all of it between the marks in `document`. Raises ValueError where they are not."""
        text = document.read_text()
        before, begin, rest = text.partition(_BEGIN)
        _, end, after = rest.partition(_END)
        if not begin or not end:
            raise ValueError(f"{document} has no place for the report: {_BEGIN} … {_END}")
        said = "\n".join(self.lines).strip()
        document.write_text(f"{before}{begin}\n\n```text\n{said}\n```\n\n{end}{after}")
