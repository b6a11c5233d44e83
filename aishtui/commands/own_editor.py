"""The user's own editor for the screen, loaded when it is wanted; and what it had saved when an earlier run ended."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aishtui.chat.clean import clean_line
from aishtui.store.paths import EDITOR_FOLDER

if TYPE_CHECKING:
    from aishtui.terminal.edited import Edited, Suspended

_log = logging.getLogger(__name__)


class OwnEditor:
    """`remember` puts a text among the prompts that can be had back."""

    def __init__(self, data_dir: Path, remember: Callable[[str], object]) -> None:
        self._data_dir = data_dir
        self._remember = remember
        self.taken_in: tuple[str, ...] = ()
        """What was left, the newest first; whether it is on disk already is not known."""

    async def edit(self, text: str, suspended: "Suspended", read_only: bool) -> "Edited":
        from aishtui.terminal.outside_editor import OutsideEditor  # start-up: not before somebody wants it

        return await OutsideEditor(self._data_dir, os.environ).edit(text, suspended, read_only)

    async def open(self, path: Path, suspended: "Suspended") -> "Edited":
        from aishtui.terminal.outside_editor import OutsideEditor  # start-up: as above

        return await OutsideEditor(self._data_dir, os.environ).open(path, suspended)

    def take_in(self) -> tuple[str, ...]:
        """What was left is remembered from now on; what there is to say of it."""
        if not (self._data_dir / EDITOR_FOLDER).is_dir():
            return ()
        from aishtui.store.editor_file import left_in_editors  # start-up: most have never used an editor

        try:
            left = left_in_editors(self._data_dir)
        except OSError as error:
            _log.warning("what earlier runs left in editors cannot be read: %s", error)
            return ()
        for text in left.texts:
            self._remember(text)
        self.taken_in = left.texts[::-1]
        kept = ["What stood in your editor when aishtui ended is kept; Up brings it back"] if left.texts else []
        files = [f"Your editor has left a file of its own in {clean_line(str(it), 200)}" for it in left.folders]
        return (*kept, *files)
