"""The real app on its real parts at a fixed size, without a terminal: typed into, waited for, and drawn as SVG."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.app import App
from textual.pilot import Pilot

from aishtui.app import AishtuiApp
from aishtui.commands.live_config import LiveConfig, OpenEditor
from aishtui.commands.settings import Options, read_settings
from aishtui.engine.engine import Engine
from aishtui.screens.surroundings import Surroundings
from aishtui.store.database import Store
from aishtui.store.paths import shipped
from aishtui.terminal.clipboard import FILE_NAME, Copied, copy
from aishtui.terminal.environment import TerminalFacts
from aishtui.widgets.theme_file import load_themes
from tests.picture_svg import tidy, words_of

SIZE = (120, 36)
PATIENCE_S = 60.0
_HAND_S = 0.1
"""A person's pause before Enter: what comes faster is taken for a paste."""


class NotSeen(Exception):
    """What the picture is of did not appear."""


class Sitter:
    """The app that is drawn."""

    def __init__(self, pilot: Pilot[None], engine: Engine) -> None:
        self._pilot = pilot
        self.engine = engine

    async def type(self, text: str, enter: bool = True) -> None:
        """Type one line and, a moment later, Enter."""
        await self._pilot.press(*text)
        if enter:
            await asyncio.sleep(_HAND_S)
            await self._pilot.press("enter")

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    async def sees(self, *words: str) -> None:
        """Wait until all of `words` can be read in the picture."""
        await self.until(lambda: all(word in self.words for word in words), f"{words}")

    async def no_longer_sees(self, word: str) -> None:
        await self.until(lambda: word not in self.words, f"the end of {word!r}")

    async def until(self, condition: Callable[[], object], what: str) -> None:
        ends_at = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > ends_at:
                raise NotSeen(f"{what} was not seen in {PATIENCE_S:.0f} s; there was:\n{self.words}")
            await self._pilot.pause(0.1)

    @property
    def app(self) -> App[None]:
        return self._pilot.app

    @property
    def words(self) -> str:
        """What can be read in the picture, white space counted as one blank."""
        return words_of(self._pilot.app.export_screenshot(simplify=True))

    def draw(self, title: str) -> str:
        """The picture as SVG, with `title` in its window bar."""
        return tidy(self._pilot.app.export_screenshot(title=title))


@asynccontextmanager
async def sitting(
    endpoint: str, *presets: str, size: tuple[int, int] = SIZE, open_editor: OpenEditor | None = None
) -> AsyncIterator[Sitter]:
    """The app as `aishtui --endpoint … --preset …` opens it for the first time, joined as that command does.
    `open_editor` stands for the user's editor, which `:config` opens."""
    with TemporaryDirectory(prefix="aishtui-pictures-") as folder:
        options = Options(endpoint, presets=presets, config_dir=Path(folder, "config"), data_dir=Path(folder, "data"))
        settings = read_settings(options, {})
        store = Store(settings.data_dir)
        engine = Engine(settings.choice, store, settings.presets, settings.access, settings.config.cloud_prefixes)
        store.start()
        engine.start(ask_catalog=False)
        for name in presets:
            engine.new_tab(engine.presets[name])
        engine.activate(engine.tabs()[0].id)

        def save(data: bytes) -> Path:
            path = settings.data_dir / FILE_NAME
            path.write_bytes(data)
            return path

        async def copy_as_always(text: str, write: Callable[[str], None]) -> Copied:
            return await copy(text, TerminalFacts(), write, save)

        around = Surroundings(
            copy=copy_as_always,
            low_bandwidth=False,
            first_start=store.opened.result(10).first_start,
            keeping_problem=lambda: store.problem,
            config_dir=settings.config_dir,
            config=LiveConfig(settings, {}, TerminalFacts(), engine, open_editor) if open_editor is not None else None,
        )
        files, problems = load_themes(shipped("themes"))
        if problems:
            raise NotSeen("\n".join(map(str, problems)))
        themes = [file.theme for file in files]
        try:
            async with AishtuiApp(engine, around, themes, "dusk").run_test(size=size) as pilot:
                yield Sitter(pilot, engine)
        finally:
            engine.close()
            store.close()
