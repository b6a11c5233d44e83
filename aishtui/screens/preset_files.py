"""Presets on disk, changed from the workbench: saved, duplicated, deleted, and each of that undone."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Own
from aishtui.screens.deleted import PresetChanged
from aishtui.screens.deleting import Deleting
from aishtui.screens.typed_commands import CommandFailed
from aishtui.store.errors import StoreError
from aishtui.widgets.notice import NoticeLevel

if TYPE_CHECKING:  # start-up: no preset is changed before the first paint
    from aishtui.store.own_presets import OwnPresets, PresetChange
    from aishtui.store.presets_file import LoadedPresets

NAME = 60
"""Characters of a preset's name in a sentence."""


class PresetFiles(Deleting):
    """Files are read and written in threads; what people wrote by hand is never written."""

    def edit_preset(self, name: str) -> None:
        """Open its form."""
        raise NotImplementedError

    def preset_named(self, name: str) -> Preset:
        presets = self.engine.presets
        if name in presets:
            return presets[name]
        near = nearest(name, presets)
        hint = f"Did you mean {or_list(near)}?" if near else "`:preset new MODEL` makes one of a model."
        raise CommandFailed(f"There is no preset “{clean_line(name, NAME)}”. {hint}")

    def _config_folder(self) -> Path:
        if self._around.config_dir is None:
            raise CommandFailed("Presets cannot be changed here: there is no config folder.")
        return self._around.config_dir

    def _own_presets(self) -> "OwnPresets":
        from aishtui.store.own_presets import OwnPresets  # start-up: as above

        return OwnPresets(self._config_folder())

    async def read_presets(self) -> "LoadedPresets":
        """The presets as their files have them now; they are in force then."""
        loaded = await asyncio.to_thread(self._own_presets().load)
        if loaded.presets != tuple(self.engine.presets.values()):
            self.engine.replace_presets(loaded.presets)
        return loaded

    async def system_of(self, file: str) -> str:
        """Raises NoSystemPrompt."""
        from aishtui.store.system_file import read_system, system_path  # start-up: as above

        return await asyncio.to_thread(lambda: read_system(system_path(file, self._config_folder())))

    async def save_preset(self, wanted: Preset, shown: Preset | None) -> "PresetChange":
        """Raises NotSaved, and nothing has changed then."""
        change = await asyncio.to_thread(self._own_presets().save, wanted, shown)
        undone = f"{wanted.name} is as it was." if shown is not None else f"{wanted.name} is gone again."
        self._preset_changed(PresetChanged(change, undone))
        return change

    def _preset_changed(self, changed: PresetChanged) -> None:
        """The presets are others from now on. What a tab sends of its own and is the preset's by now is no longer its
        own."""
        self._deleted.add(changed)
        self._in_force(changed.change)

    def _in_force(self, change: "PresetChange") -> None:
        self.engine.replace_presets(change.loaded.presets)
        preset = self.engine.presets.get(change.name)
        for tab in self.engine.tabs():
            if preset is not None and tab.preset == preset.name and tab.own is not None:
                self.engine.set_own(tab.id, Own.between(preset, tab.own.over(preset)))
        self._show_presets()

    def _show_presets(self) -> None:
        self._show_catalog()
        self._show_tab()
        self._welcome_anew()

    # -- without the editor

    def duplicate_preset(self, name: str) -> None:
        """Raises CommandFailed."""
        preset = self.preset_named(name or self.tab.preset)
        self._config_folder()
        self.run_worker(self._duplicate(preset.name), exclusive=False)

    async def _duplicate(self, name: str) -> None:
        try:
            change = await asyncio.to_thread(self._own_presets().duplicate, name)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._preset_changed(PresetChanged(change, f"{change.name} is gone again."))
        self._notice.show(
            f"{clean_line(change.name, NAME)} is made, as {clean_line(name, NAME)} is. :undo takes it away."
        )
        self._attempt(lambda: self.edit_preset(change.name))

    def delete_preset(self, name: str) -> None:
        """Raises CommandFailed."""
        preset = self.preset_named(name or self.tab.preset)
        self._config_folder()
        self.run_worker(self._delete_preset(preset.name), exclusive=False)

    async def _delete_preset(self, name: str) -> None:
        try:
            change = await asyncio.to_thread(self._own_presets().delete, name)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._preset_changed(PresetChanged(change, f"{name} is back."))
        self._notice.show(f"Deleted the preset {clean_line(name, NAME)}. :undo brings it back.")

    def undo_preset(self, changed: PresetChanged) -> None:
        """It is had back once, whatever comes of it: what was changed before that is next."""
        self._deleted.forget(changed)
        self.run_worker(self._undo_preset(changed), exclusive=False)

    async def _undo_preset(self, changed: PresetChanged) -> None:
        try:
            change = await asyncio.to_thread(self._own_presets().undo, changed.change)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._in_force(change)
        self._notice.show(clean_line(changed.undone, 200))
