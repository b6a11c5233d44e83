"""Completing a command in the prompt: as far as it is certain, then from one candidate to the next."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.screens.command_arguments import CommandArguments, Desk
from aishtui.screens.latest import Latest
from aishtui.screens.path_names import paths_like
from aishtui.widgets.command_line import is_command_line
from aishtui.widgets.completion import Candidate, Completion, completion
from aishtui.widgets.completion_line import CompletionLine
from aishtui.widgets.prompt import Prompt


@dataclass(frozen=True, slots=True)
class _Going:
    """Going through candidates: what stands in the prompt since the last step, and which candidate that is."""

    line: str
    of: Completion
    at: int


class Completer:
    """Folders are read in a thread: what is in them is offered when it is known."""

    def __init__(
        self,
        desk: Desk,
        prompt: Prompt,
        put: Callable[[str], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        """`put` puts a line into the prompt, `run` has a coroutine run."""
        self.line = CompletionLine(id="completion")
        self._known = CommandArguments(desk)
        self._prompt = prompt
        self._put = put
        self._going: _Going | None = None
        self._files: tuple[str, tuple[Candidate, ...]] | None = None
        """The path as far as it was typed, and what it may become."""
        self._reads: Latest[str, tuple[Candidate, ...]] = Latest(_read_files, self._files_read, run)
        self._tab_waits = ""
        """The line for which Tab was pressed before the folder was read."""

    def show(self) -> None:
        """What the line in the prompt may become, as it stands now."""
        line = self._prompt.value
        if not (is_command_line(line) and self._prompt.typed):
            self.line.hide()
            self._going = self._files = None
        elif self._going is not None and self._going.line == line:
            self.line.show(self._going.of, self._going.at)
        else:
            self._going = None
            self.line.show(completion(line, self._arguments))

    def step(self, back: bool) -> bool:
        """Tab: complete, or go to the next candidate. False where that is none of its business."""
        line = self._prompt.value
        going = self._going if self._going is not None and self._going.line == line else None
        if not is_command_line(line) or (back and going is None):
            return False
        if going is not None:
            self._go(going.of, (going.at + (-1 if back else 1)) % len(going.of.candidates))
            return True
        found = completion(line, self._arguments)
        certain = found.certain()
        self._tab_waits = line if self._reads.busy else ""
        if certain != line:
            self._put(certain)
            self.show()
        elif found.candidates and [one.text for one in found.candidates] != [found.word]:
            stands_there = found.candidates[0].text == found.word
            self._go(found, int(stands_there))
        else:
            self.show()
        return True

    def _go(self, of: Completion, at: int) -> None:
        self._going = _Going(of.head + of.candidates[at].text, of, at)
        self._put(self._going.line)
        self.show()

    # -- what is possible

    def _arguments(self, name: str, kind: str, word: str) -> Sequence[Candidate]:
        if kind != "FILE":
            return self._known(name, kind, word)
        if self._files is not None and self._files[0] == word:
            return self._files[1]
        self._reads.want(word)
        return ()

    def _files_read(self, word: str, found: tuple[Candidate, ...]) -> None:
        self._files = (word, found)
        if self._tab_waits and self._tab_waits == self._prompt.value:
            self.step(back=False)
        else:
            self.show()
        self._tab_waits = ""


async def _read_files(word: str) -> tuple[Candidate, ...]:
    found = await asyncio.to_thread(paths_like, word)
    return tuple(Candidate(path, shown=path[path.rstrip("/").rfind("/") + 1 :]) for path in found)
