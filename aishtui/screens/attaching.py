"""Files that go with a prompt: shown above it with their sizes, and read when it is sent, not before."""

import asyncio
from collections.abc import Mapping, Sequence

from textual import on

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.mentions import Attached, is_path, with_files
from aishtui.chat.wording import sentences, size
from aishtui.engine.engine import Engine
from aishtui.screens.latest import Latest
from aishtui.screens.path_completion import PathCompletion
from aishtui.screens.surroundings import Surroundings
from aishtui.store.errors import NotAttached, NotFound
from aishtui.widgets.attached_line import AttachedWords
from aishtui.widgets.mentioning import MentioningArea
from aishtui.widgets.notice import NoticeLevel

Looked = int | NotAttached
"""A file's size in bytes, or why it is not attached."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A prompt as it is to be sent: `text` with the files in it, which have so many bytes."""

    text: str
    files: tuple[Attached, ...] = ()

    @property
    def file_bytes(self) -> int:
        return sum(len(file.text.encode()) for file in self.files)


class Attaching(PathCompletion):
    """What is not shown above the prompt does not go with it."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._looked: dict[str, Looked] = {}
        """What is known of the files that are mentioned, by their paths."""
        self._refused_files = ""
        """The prompt that was not sent for what its files are: Enter again sends their mentions as text."""
        self._composing = False
        self._looks: Latest[tuple[str, ...], Mapping[str, Looked]] = Latest(
            self._look_at_files, self._take_looks, lambda work: self.run_worker(work, exclusive=False)
        )

    # -- what is shown

    @on(MentioningArea.MentionsReplaced)
    def _mentions_replaced(self, event: MentioningArea.MentionsReplaced) -> None:
        event.stop()
        self.show_attached(self._prompt.attached)

    def show_attached(self, paths: Sequence[str]) -> None:
        self._looked = {path: self._looked[path] for path in paths if path in self._looked}
        if any(path not in self._looked for path in paths):
            self._looks.want(tuple(paths))
        self._show_looked()

    async def _look_at_files(self, paths: tuple[str, ...]) -> Mapping[str, Looked]:
        return dict(zip(paths, await asyncio.gather(*map(self._look_at_file, paths)), strict=True))

    async def _look_at_file(self, path: str) -> Looked:
        try:
            return await self._files.size(path)
        except NotAttached as problem:
            return problem

    def _take_looks(self, paths: tuple[str, ...], found: Mapping[str, Looked]) -> None:
        if paths == self._prompt.attached:
            self._looked = dict(found)
            self._show_looked()

    def _show_looked(self) -> None:
        self._attached.show([_words(*known) for known in self._looked.items() if not isinstance(known[1], NotFound)])
        self._prompt.show_found(path for path, looked in self._looked.items() if isinstance(looked, int))
        self.show_context()

    def prompt_bytes(self) -> int:
        files = sum(looked for looked in self._looked.values() if isinstance(looked, int))
        return super().prompt_bytes() + files

    # -- sending

    async def composed(self, text: str, paths: Sequence[str]) -> Composed | None:
        """The text with its files. None: it is not to be sent yet, and the notice says why."""
        read = dict(zip(paths, await asyncio.gather(*map(self._read_file, paths)), strict=True))
        problems = [
            found for path, found in read.items() if isinstance(found, NotAttached) and self._was_meant(path, found)
        ]
        if problems and self._refused_files != text:
            self._refused_files = text
            again = f"{self.keys.name('prompt.send')} again sends what stands there as text"
            self._notice.show(sentences(*map(str, problems[:2]), again), NoticeLevel.WARNING)
            return None
        files = tuple(Attached(path, found) for path, found in read.items() if isinstance(found, str))
        return Composed(with_files(text, files) if files else text, files)

    async def _read_file(self, path: str) -> str | NotAttached:
        try:
            return await self._files.text(path)
        except NotAttached as problem:
            return problem

    def _was_meant(self, path: str, problem: NotAttached) -> bool:
        """Whether it was meant as a file: a word behind an @ that names none is text."""
        return not isinstance(problem, NotFound) or is_path(path) or isinstance(self._looked.get(path), int)


def _words(path: str, looked: Looked) -> AttachedWords:
    if isinstance(looked, int):
        return AttachedWords(path, size(looked))
    return AttachedWords(path, looked.reason, wrong=True)
