"""What is said on standard error while a suite runs."""

import os
from typing import TextIO

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.clean import clean_line
from aishtui.chat.messages import Message
from aishtui.chat.suite_progress import SuiteProgress, column_names
from aishtui.chat.suites import Cell, Suite
from aishtui.chat.wording import backend, ending, figures, plural
from aishtui.commands.stopping import Progress

_USUAL_COLUMNS = 80
_LONGEST = 4096


class SuiteNotes:
    """Lines, and on a terminal a last one that says how far it is. `each`: a line for every answer as it ends, else
    only for those that failed. `kept`: the same command goes on after an interruption."""

    def __init__(self, suite: Suite, notes: TextIO, *, each: bool, kept: bool) -> None:
        self._suite = suite
        self._names = column_names(suite)
        self._notes = notes
        self._each = each
        self._hint = "Ctrl+C stops; the same command goes on" if kept else "Ctrl+C stops"
        self._line = Progress(notes)

    def say(self, words: str) -> None:
        """A sentence, in one line that is safe to show."""
        self.clear()
        try:
            print(f"aishtui: {clean_line(words, _LONGEST)}", file=self._notes, flush=True)
        except OSError:
            return  # nobody reads the notes; that is no reason to stop

    def ended(self, cell: Cell, message: Message) -> None:
        facts = message.facts or AnswerFacts()
        if message.status is Status.FAILED and not self._each:
            self.say(f"{self._which(cell)}: {facts.error or 'failed'}")
        elif self._each:
            error = [clean_line(facts.error)] if facts.error else []
            known = [backend(facts), *figures(facts), ending(message.status, facts), *error]
            self.say(f"{self._which(cell)}: {' · '.join(known)}")

    def _which(self, cell: Cell) -> str:
        """`fast`, `fast, capitals`, `fast, capitals, round 2`."""
        parts = [self._names[cell.column]]
        if len(self._suite.prompts) > 1:
            parts.append(f"prompt {clean_line(self._suite.prompts[cell.prompt].id, 40)}")
        if self._suite.repeat > 1:
            parts.append(f"round {cell.repeat + 1}")
        return ", ".join(parts)

    def progress(self, progress: SuiteProgress) -> None:
        """As much as fits into one line: a longer one would leave its beginning behind each time."""
        known = progress.words()
        most = (f"{known} ({self._hint})", known, progress.words(backends=False), progress.words(columns=False))
        room = self._columns() - 1
        fitting = (words for words in most if len(words) <= room)
        self._line.say(clean_line(next(fitting, most[-1][:room])))

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._notes.fileno()).columns or _USUAL_COLUMNS
        except (OSError, ValueError):
            return _USUAL_COLUMNS

    def clear(self) -> None:
        """Take the last line away: something is to be printed."""
        self._line.end()

    def sums(self, progress: SuiteProgress) -> None:
        words = ((status, status.value.replace("_", " ")) for status in Status if status is not Status.STOPPED)
        counts = [f"{progress.statuses[status]} {word}" for status, word in words if progress.statuses[status]]
        self.say(f"{plural(progress.ended, 'answer')}: {', '.join(counts) or 'none'}")
