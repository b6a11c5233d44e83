"""The user's own editor on a text of ours: which one it is, and what comes of it."""

import asyncio
import shlex
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.store.editor_file import EditorFile
from aishtui.store.errors import StoreError
from aishtui.terminal.edited import Edited, NotEdited, Suspended
from aishtui.terminal.foreground import run_in_foreground

_USUAL = ("editor", "nano", "vim", "vi")
"""Where none is named, the first that is there: Debian's own choice, then the one that says how to leave it."""

_AT_ONCE_S = 1.0
"""Nobody reads and leaves an editor so quickly: it shows the file in a window of its own."""


def editor_command(environ: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> tuple[str, ...]:
    """The words of `$VISUAL` or `$EDITOR`, else a usual editor. Raises NotEdited."""
    name = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    if name is None:
        found = next((usual for usual in _USUAL if which(usual)), None)
        if found is None:
            raise NotEdited("No editor is known here: set EDITOR to one, for example EDITOR=nano, and start again.")
        return (found,)
    shown = clean_line(environ[name], 80)
    try:
        words = shlex.split(environ[name])
    except ValueError as error:
        raise NotEdited(f"${name} is no command that can be read ({error}): {shown}") from error
    if not words or which(words[0]) is None:
        raise NotEdited(f"${name} names “{shown}”, and there is no such program here. Set it to another editor.")
    return tuple(words)


class OutsideEditor:
    """Opens texts one at a time. Files lie in `data_dir` meanwhile."""

    def __init__(self, data_dir: Path, environ: Mapping[str, str]) -> None:
        self._data_dir = data_dir
        self._environ = environ

    async def edit(self, text: str, suspended: Suspended, read_only: bool = False) -> Edited:
        """Has the user edit `text`, or look at a copy of it. Raises NotEdited. Cancelled, it leaves the file to the
        next start: a hang-up is no reason to lose what was saved, and the editor may be saving it this moment."""
        command = editor_command(self._environ)
        name = "answer.md" if read_only else "prompt.md"
        try:
            file = await asyncio.to_thread(EditorFile.of, text, self._data_dir, name, read_only)
        except StoreError as error:
            raise NotEdited(f"There is no place for the editor's file. {error}") from error
        try:
            status, at_once = await _run(command, file.path, suspended, file.leave)
        except NotEdited:
            file.remove()
            raise
        edited = await asyncio.to_thread(file.read)
        file.remove()
        return Edited(edited, status, at_once, Path(command[0]).name)

    async def open(self, path: Path, suspended: Suspended) -> Edited:
        """Has the user edit a file of theirs, where it is; its text is not read. Raises NotEdited."""
        command = editor_command(self._environ)
        status, at_once = await _run(command, path, suspended, lambda: None)
        return Edited(None, status, at_once, Path(command[0]).name)


async def _run(
    command: tuple[str, ...], path: Path, suspended: Suspended, left: Callable[[], None]
) -> tuple[int, bool]:
    """How the editor ended, and whether that was at once; `left` is called if it goes on without us. Raises
    NotEdited."""
    began = time.monotonic()
    not_started: OSError | None = None
    with suspended():  # an error in here would leave the screen given away
        try:
            status = await run_in_foreground((*command, str(path)), left)
        except OSError as error:
            not_started = error
    if not_started is not None:
        raise NotEdited(f"{clean_line(command[0], 80)} could not be started: {not_started.strerror}.")
    return status, time.monotonic() - began < _AT_ONCE_S
