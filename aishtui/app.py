"""The Textual app: themes, style sheets, the driver, and the workbench as its one screen."""

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.driver import Driver
from textual.theme import Theme
from textual.widget import Widget

from aishtui.engine.engine import Engine
from aishtui.pane.transcript import Transcript
from aishtui.screens.key_map import everywhere
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.workbench import Workbench
from aishtui.terminal.displayed_app import DisplayedApp
from aishtui.terminal.input_parser import KeyboardReported
from aishtui.terminal.textual_private import bind_only, end_with
from aishtui.widgets.theme_tokens import variable_defaults

CATCH_UP_S = 0.5
STYLES = Path(__file__).parent / "styles"


class AishtuiApp(DisplayedApp[None]):
    """Shows the engine's state and asks it for what the user wants; it may be late or gone, the engine goes on."""

    CSS_PATH: ClassVar[list[str | Path]] = sorted(STYLES.glob("*.tcss"))  # type: ignore[assignment]
    TITLE = "aishtui"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        engine: Engine,
        surroundings: Surroundings,
        themes: Sequence[Theme],
        theme: str,
        driver_class: type[Driver] | None = None,
        started: Callable[[], None] = lambda: None,
    ) -> None:
        """`started` is called when the first whole screen stands."""
        self._themes = tuple(themes)
        self._started: Callable[[], None] | None = started
        super().__init__(driver_class=driver_class)
        self.leave_colours_alone()
        self.engine = engine
        self._surroundings = surroundings
        if surroundings.keys.chosen:
            bind_only(self, everywhere(surroundings.keys))
        for own in themes:
            self.register_theme(own)
        self.theme = theme
        if surroundings.low_bandwidth:
            self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    async def on_mount(self) -> None:
        # Waits until it is mounted: what changes before would be read, and shown nowhere.
        await self.push_screen(Workbench(self.engine, self._surroundings))
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._failed_in_loop)
        here = contextvars.copy_context()
        self.engine.wake_with(lambda: _call_soon(loop, self._engine_changed, here))
        self.call_after_refresh(self.engine.refresh)

    @on(Transcript.Complete)
    def _complete(self) -> None:
        """The first conversation is whole; further ones, which a comparison brings, are no start."""
        started, self._started = self._started, None
        if started is not None:
            started()

    def _failed_in_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Frames are drawn by the loop's own timers; asyncio would log what fails there, and the screen stand still."""
        error = context.get("exception")
        if isinstance(error, Exception) and self.is_running:
            end_with(self, error)
        else:
            loop.default_exception_handler(context)

    async def on_event(self, event: events.Event) -> None:
        """Keys act in the order they were pressed. Over a slow line several come at once, and a widget handles its
        keys in its own time: without waiting, F9 could overtake the text typed before it."""
        match event:
            case events.AppFocus() | events.AppBlur():
                self._surroundings.attention.focus_reported(isinstance(event, events.AppFocus))
            case events.Key() | events.MouseDown() | events.MouseScrollUp() | events.MouseScrollDown() | events.Paste():
                self._surroundings.attention.input_came()
        if isinstance(event, events.Key) and self.focused is not None:
            # What the widget has no use for goes up from queue to queue, as far as the screen.
            for widget in self.focused.ancestors_with_self:
                if isinstance(widget, Widget):
                    await _caught_up(widget)
        await super().on_event(event)

    @on(KeyboardReported)
    def _keyboard_reported(self, event: KeyboardReported) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Workbench):
                screen.show_more_keys(event.all_keys)

    def _engine_changed(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Workbench):
                screen.engine_changed()

    async def action_quit(self) -> None:
        """Ctrl+Q: Textual looks for bindings from the app downwards, so its own comes before the workbench's."""
        for screen in self.screen_stack:
            if isinstance(screen, Workbench):
                screen.action_app_leave()

    def action_command_palette(self) -> None:
        """Textual's name for what the palette's key does, on every screen."""
        for screen in self.screen_stack:
            if isinstance(screen, Workbench):
                screen.palette_key(self.screen)

    def on_unmount(self) -> None:
        self.engine.wake_with(None)


async def _caught_up(widget: Widget) -> None:
    """Wait until `widget` has handled what was sent to it, or for a moment if it does not get there."""
    done = asyncio.Event()
    if widget.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), CATCH_UP_S)
        except TimeoutError:
            # It is busy or on its way out; the key is handled all the same.
            return


def _call_soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None], context: contextvars.Context) -> None:
    """From the engine's thread; a loop that has ended has nobody to tell. In that thread's own context Textual does not
    find its app: a timer that was begun there would end without a word, and its clock stand still."""
    try:
        loop.call_soon_threadsafe(call, context=context)
    except RuntimeError:
        return
