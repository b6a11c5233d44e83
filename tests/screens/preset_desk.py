"""The workbench on a config folder, with its preset editor as it is seen."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events

from aishtui.chat.presets import Preset
from aishtui.screens.menu import Menu
from aishtui.screens.preset_editor import PresetEditor
from aishtui.store.form_drafts import FormDrafts
from aishtui.store.presets_file import load_config_presets
from aishtui.widgets.bound_keys import TABLE, BoundKeys
from tests.screens.desk import Desk, desk
from tests.widgets.host import text_of

WRITTEN = """\
# My presets. This comment stays.
[presets.mine]
model = "llama-3.1-8b-instruct"   # on boltzmann
system = "Be kind."
slot = 3

[presets.mine.params]
temperature = 0.2
"""


class Editor:
    """The editor over a desk."""

    def __init__(self, here: Desk, folder: Path) -> None:
        self._here = here
        self.folder = folder

    @property
    def screen(self) -> PresetEditor:
        return next(screen for screen in self._here.app.screen_stack if isinstance(screen, PresetEditor))

    @property
    def open(self) -> bool:
        return isinstance(self._here.app.screen, PresetEditor)

    @property
    def field(self) -> str:
        """The one that is written in."""
        return self.screen._form.current

    def part(self, name: str) -> str:
        """What the part with this id draws, white space counted as one blank."""
        return " ".join(" ".join(text_of(self.screen.query_one(f"#preset-{name}"))).split())

    @property
    def said(self) -> str:
        return self.screen._notice.text

    def saved(self, name: str) -> Preset | None:
        """The preset as the files have it."""
        return load_config_presets(self.folder).book.get(name)

    async def opened(self) -> None:
        """Wait until it is open and has read the files."""
        await self._here.until(lambda: self.open and self.screen.files_read)

    async def closed(self) -> None:
        await self._here.until(lambda: not self.open)

    async def type(self, field: str, text: str) -> None:
        """Have `text` in a field, in place of what stands there."""
        self.screen._form.go_to(field)
        await self._here.until(lambda: self.field == field)
        await self._here.press("end", "ctrl+u")
        self.screen._form.post_message(events.Paste(text))
        await self._here.until(lambda: self.screen.editing.form.texts[field] == text)

    async def choose(self, key: str) -> None:
        """What `key` stands for in the menu."""
        await self._here.press("ctrl+o")
        await self._here.until(lambda: isinstance(self._here.app.screen, Menu))
        await self._here.press(key)


@asynccontextmanager
async def preset_desk(
    endpoint: str,
    folder: Path,
    opened: Sequence[str] = ("fast",),
    size: tuple[int, int] = (120, 36),
    keys: BoundKeys = TABLE,
    data_dir: Path | None = None,
) -> AsyncIterator[tuple[Desk, Editor]]:
    """The workbench with the presets of a config folder, and a tab for each of those named. Forms are kept in
    `data_dir`, else nowhere."""
    presets = load_config_presets(folder).presets
    by_name = {preset.name: preset for preset in presets}
    drafts = FormDrafts(data_dir)
    drafts.read()
    tabs = [by_name.get(name) or Preset.of_model(name) for name in opened]
    async with desk(endpoint, tabs, own=presets, config_dir=folder, keys=keys, form_drafts=drafts) as here:
        await here.pilot.resize_terminal(*size)
        yield here, Editor(here, folder)


@asynccontextmanager
async def preset_editor(endpoint: str, folder: Path) -> AsyncIterator[tuple[Desk, Editor]]:
    """The same with the editor open on the preset `mine`."""
    async with preset_desk(endpoint, folder, ["mine"]) as (here, editor):
        await here.press("f5")
        await editor.opened()
        yield here, editor
