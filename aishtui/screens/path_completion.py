"""`@` and the beginning of a path in the prompt: what it may become stands above the prompt, and Tab takes it."""

import os.path

from textual import on

from aishtui.chat.wording import size
from aishtui.engine.engine import Engine
from aishtui.screens.drafting import Drafting
from aishtui.screens.files_at_hand import FilesAtHand
from aishtui.screens.latest import Latest
from aishtui.screens.surroundings import Surroundings
from aishtui.store.attachment import Name, Names
from aishtui.store.errors import NotAttached
from aishtui.widgets.command_line import is_command_line
from aishtui.widgets.mentioning import MentioningArea
from aishtui.widgets.path_list import PathList, PathRow

_FOLDERS = ("~", "..")
"""What by itself is a folder's name."""
_MOST = 200
"""So many names are offered; whoever types on sees the others."""


class PathCompletion(Drafting):
    """The folder is read anew for each letter, in a thread of its own; the newest question counts."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._files = FilesAtHand()
        self._tab_waits = False
        """Tab was pressed sooner than the folder was read."""
        self._offered: tuple[str, Names] = "", Names()
        """What is shown: the folder as it is written in the mention, and what begins so in it."""
        self._names_wanted: Latest[str, Names | NotAttached] = Latest(
            self._look_for_names, self._take_names, lambda work: self.run_worker(work, exclusive=False)
        )

    @on(MentioningArea.PathTyped)
    def _path_typed(self, event: MentioningArea.PathTyped) -> None:
        event.stop()
        self._tab_waits = False
        if event.path is None or is_command_line(self._prompt.text):
            self.close_paths()
        else:
            self._names_wanted.want(event.path)

    @on(MentioningArea.PathStepped)
    def _path_stepped(self, event: MentioningArea.PathStepped) -> None:
        event.stop()
        self._paths.move(event.step)

    @on(PathList.Taken)
    def _path_clicked(self, event: PathList.Taken) -> None:
        event.stop()
        self.set_focus(self._prompt)
        self._take_path(event.index)

    def complete_path(self) -> bool:
        """Put the chosen path in place of the mention at the cursor; False where there is no such mention."""
        begun = self._prompt.begun_mention
        if begun is None or is_command_line(self._prompt.text):
            return False
        if self._prompt.offering and not self._names_wanted.busy:
            self._take_path(self._paths.cursor)
        else:
            self._tab_waits = True
            self._names_wanted.want(begun.path)
        return True

    def action_prompt_attach(self) -> None:
        """Type the sign that begins a mention: for those who look for it in the palette."""
        self.set_focus(self._prompt)
        row, column = self._prompt.cursor_location
        before = self._prompt.document[row][:column]
        self._prompt.insert("@" if not before or before[-1].isspace() else " @")

    def close_paths(self) -> bool:
        """Offer nothing any more; whether anything was."""
        was, self._prompt.offering = self._prompt.offering, False
        self._offered = "", Names()
        self._paths.show((), "")
        return was

    async def _look_for_names(self, path: str) -> Names | NotAttached:
        if path in _FOLDERS:
            return Names((Name(path, True),))
        folder, beginning = os.path.split(path)
        try:
            return await self._files.names(folder, beginning, _MOST)
        except NotAttached as problem:
            return problem

    def _take_names(self, path: str, found: Names | NotAttached) -> None:
        begun = self._prompt.begun_mention
        waits, self._tab_waits = self._tab_waits, False
        if begun is None or begun.path != path:
            self.close_paths()
            return
        folder = "" if path in _FOLDERS else path[: path.rfind("/") + 1]
        names = found if isinstance(found, Names) else Names()
        self._offered = folder, names
        self._prompt.offering = bool(names.names)
        rows = [PathRow(f"{name.name}/" if name.is_folder else name.name, _words(name)) for name in names.names]
        self._paths.show(rows, "Tab takes it")
        if not waits:
            return
        if names.names:
            self._take_path(0)
        else:
            why = str(found) if isinstance(found, NotAttached) else f"No file or folder here begins with {path}."
            self._notice.show(f"{why} What stands there is sent as text.")

    def _take_path(self, index: int) -> None:
        folder, names = self._offered
        chosen = names.names[index] if index < len(names.names) else None
        self.close_paths()
        if chosen is not None:
            path = f"{folder}{chosen.name}"
            self._prompt.mention(f"{path}/" if chosen.is_folder else path, whole=not chosen.is_folder)


def _words(name: Name) -> str:
    return size(name.size) if name.size is not None else ""
