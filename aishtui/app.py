"""The Textual app: themes, style sheets, the driver, and the workbench as its one screen."""

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.driver import Driver
from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget

from aishtui.engine.engine import Engine
from aishtui.pane.transcript import Transcript
from aishtui.screens.catching_up import caught_up
from aishtui.screens.key_map import everywhere
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.workbench import Workbench
from aishtui.terminal.displayed_app import DisplayedApp
from aishtui.terminal.input_parser import KeyboardReported
from aishtui.terminal.textual_private import bind_only, end_with
from aishtui.widgets.sizes import classes_at
from aishtui.widgets.theme_tokens import variable_defaults

STYLES = Path(__file__).parent / "styles"
OVER = sorted((STYLES / "over").glob("*.tcss"))
"""What the screens look like that lie over the workbench."""


def _first_theme(app: Any) -> str:
    theme: str = app.first_theme
    return theme


class AishtuiApp(DisplayedApp[None]):
    """Shows the engine's state and asks it for what the user wants; it may be late or gone, the engine goes on."""

    CSS_PATH: ClassVar[list[str | Path]] = sorted(STYLES.glob("*.tcss"))  # type: ignore[assignment]
    TITLE = "aishtui"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    theme: Reactive[str] = Reactive(Initialize(_first_theme))
    """As Textual's, but right from the beginning: style sheets are not read for a theme that is left at once."""

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
        self._themes = {own.name: own for own in themes}
        self.first_theme = theme
        self._started: Callable[[], None] | None = started
        super().__init__(driver_class=driver_class)
        self.leave_colours_alone()
        self.engine = engine
        self._surroundings = surroundings
        if surroundings.keys.chosen:
            bind_only(self, everywhere(surroundings.keys))
        if surroundings.low_bandwidth:
            self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def register_theme(self, theme: Theme) -> None:
        self._themes[theme.name] = theme
        super().register_theme(theme)

    @property
    def available_themes(self) -> dict[str, Theme]:
        return {**super().available_themes, **self._themes}

    def get_default_screen(self) -> Screen[Any]:
        workbench = Workbench(self.engine, self._surroundings)
        # Before anything is styled: Textual gives them with the first event of a size, and styles all of it again.
        workbench.update_classes(dict.fromkeys(classes_at(self.size), True), update=False)
        return workbench

    def get_screen(  # type: ignore[override] # Textual tells how its classes go together, in four overloads
        self, screen: Screen[Any] | str, screen_class: type[Screen[Any]] | None = None
    ) -> Screen[Any]:
        """Called with each screen before it is shown. The workbench does without the styles of those that lie over it:
        they are a third of all, and every widget that is styled looks through all there are."""
        for path in OVER:
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.read(path)
        return super().get_screen(screen, screen_class)

    def on_mount(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._failed_in_loop)

    @on(Workbench.Stands)
    def _workbench_stands(self) -> None:
        # What changed before would have been read, and shown nowhere.
        loop = asyncio.get_running_loop()
        here = contextvars.copy_context()
        self.engine.wake_with(lambda: _call_soon(loop, self._engine_changed, here))
        self.engine.refresh()

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
                    await caught_up(widget)
        await super().on_event(event)

    def watch_app_focus(self, focus: bool) -> None:
        """Textual gives the focus back to what had it. In a terminal that was left before the screen stood, nothing
        had."""
        screen = self.screen
        wanted = self.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
        if focus and screen.focused is None and wanted:
            screen.set_focus(next((widget for widget in screen.query(wanted) if widget.focusable), None))

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


def _call_soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None], context: contextvars.Context) -> None:
    """From the engine's thread; a loop that has ended has nobody to tell. In that thread's own context Textual does not
    find its app: a timer that was begun there would end without a word, and its clock stand still."""
    try:
        loop.call_soon_threadsafe(call, context=context)
    except RuntimeError:
        return
