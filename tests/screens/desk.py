"""The whole app in Textual's pilot: a real engine and store, a real server, and no terminal."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from aishtui.app import AishtuiApp
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import Keeper, KeepsNothing
from aishtui.pane.transcript import Transcript
from aishtui.screens.surroundings import FRESH_S, ConfigDesk, Surroundings
from aishtui.screens.workbench import Workbench
from aishtui.store.clipboard_config import LIMIT
from aishtui.store.form_drafts import FormDrafts
from aishtui.store.screen_file import ScreenFile
from aishtui.terminal.clipboard import Copied
from aishtui.widgets.banner import Banner
from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.notice import Notice
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.tab_bar import TabBar
from tests.servers import lan
from tests.widgets.host import our_themes, text_of

LIMIT_S = 20.0
PRESETS = (
    Preset("fast", lan.FAST, "quick", source="test"),
    Preset("chat", lan.CHAT, source="test"),
    Preset("deep", lan.DEEP, source="test"),
    Preset("cloud", lan.CLOUD, source="test"),
)


@dataclass
class Desk:
    """The running app, its parts, and what was copied."""

    app: AishtuiApp
    engine: Engine
    pilot: Pilot[None]
    copied: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    """What the pane said of its renderer when the app said that its start was over."""

    @property
    def workbench(self) -> Workbench:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Workbench))

    @property
    def prompt(self) -> Prompt:
        return self.workbench.query_one(Prompt)

    @property
    def pane(self) -> Transcript:
        return self.workbench.query_one(Transcript)

    @property
    def notice(self) -> str:
        return self.workbench.query_one(Notice).text

    @property
    def banner(self) -> str:
        return " ".join(self.workbench.query_one(Banner).lines)

    @property
    def tab_line(self) -> str:
        return text_of(self.workbench.query_one(TabBar))[0]

    @property
    def tabs(self) -> tuple[Tab, ...]:
        return self.engine.tabs()

    @property
    def active(self) -> Tab:
        return next(tab for tab in self.tabs if tab.active)

    def shows(self, widget: type[Widget]) -> str:
        """What a widget draws, white space counted as one blank."""
        return " ".join(" ".join(text_of(self.workbench.query_one(widget))).split())

    @property
    def sidebar(self) -> str:
        return self.shows(Sidebar)

    @property
    def path(self) -> Sequence[Message]:
        """What the active tab shows."""
        return self.engine.path(self.active.id) or ()

    @property
    def at_rest(self) -> bool:
        """Whether all that the engine has of the conversation has ended, and has reached the screen: the engine is
        ahead of the view at the beginning of an answer as well as at its end."""
        view, path = self.workbench.view, tuple(self.path)
        ended = not view.answering and all(message.status.ended for message in path)
        return ended and tuple(view.document.messages) == view.shown(path) and self.pane.up_to_date

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until `condition` holds."""
        ends_at = time.monotonic() + LIMIT_S
        while not condition():
            assert time.monotonic() < ends_at, (
                f"waited in vain: {self.notice!r} {self.tab_line!r} {self.prompt.value!r}"
            )
            await self.pilot.pause(0.01)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Put `text` where the cursor is, at once: single keys take the pilot 30 ms each."""
        self.prompt.insert(text)
        await self.until(lambda: self.workbench.draft_tab.draft == self.prompt.value)

    async def enter(self, text: str) -> None:
        """Type `text` and send it."""
        await self.type(text)
        await self.pilot.press("enter")

    async def ask(self, text: str) -> None:
        """Send `text` and wait for the end of its answer."""
        count = len(self.path)
        await self.enter(text)
        await self.until(lambda: len(self.path) == count + 2 and self.path[-1].status.ended)
        await self.until(lambda: self.at_rest)


@asynccontextmanager
async def desk(
    endpoint: str,
    presets: Sequence[Preset] = PRESETS[:1],
    *,
    automatic: bool = False,
    first_start: bool = False,
    notices: tuple[str, ...] = (),
    lasting: tuple[str, ...] = (),
    prompts: tuple[str, ...] = (),
    own: tuple[Preset, ...] = (),
    fresh_s: float = FRESH_S,
    over_ssh: bool = False,
    keeper: Keeper | None = None,
    tabs: Sequence[Tab] = (),
    too_long: int = LIMIT,
    keys: BoundKeys = TABLE,
    config_dir: Path | None = None,
    screen_file: ScreenFile | None = None,
    form_drafts: FormDrafts | None = None,
    config: Callable[[Engine], ConfigDesk] | None = None,
    theme: str = "dusk",
    size: tuple[int, int] = (100, 24),
) -> AsyncIterator[Desk]:
    """The workbench with one tab for each of `presets`, the first in front; `own` are presets beside the usual ones.
    Where `tabs` are given, those of the last time are restored instead. What is asked is kept by `keeper`, else
    nowhere. A copy of more than `too_long` characters is not sent to the terminal. `config` makes what has the
    user's settings."""
    copied: list[str] = []
    starts: list[str] = []

    async def copy(text: str, _write: Callable[[str], None]) -> Copied:
        copied.append(text)
        return Copied(f"{len(text)} characters taken", ("osc52",), too_long=len(text) > too_long)

    engine = Engine(endpoint, keeper or KeepsNothing(), (*PRESETS, *own))
    engine.start(ask_catalog=False)
    engine.restore_tabs(tabs)
    opened = tabs or [engine.new_tab(preset) for preset in presets]
    engine.activate(opened[0].id)
    around = Surroundings(
        copy, low_bandwidth=over_ssh, first_start=first_start, automatic=automatic, notices=notices, lasting=lasting,
        prompts=prompts, fresh_s=fresh_s, keys=keys, config=config(engine) if config is not None else None,
        config_dir=config_dir, screen_file=screen_file or ScreenFile(), form_drafts=form_drafts or FormDrafts(),
    )  # fmt: skip

    def started() -> None:
        workbench = next(screen for screen in app.screen_stack if isinstance(screen, Workbench))
        starts.append(type(workbench.query_one(Transcript).renderer).__name__)

    app = AishtuiApp(engine, around, our_themes(), theme, started=started)
    try:
        async with app.run_test(size=size) as pilot:
            yield Desk(app, engine, pilot, copied, starts)
    finally:
        await asyncio.to_thread(engine.close)
