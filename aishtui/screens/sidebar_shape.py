"""How wide the sidebar is and whether it is seen; the next start finds it as it was left."""

from dataclasses import replace

from textual import events, on

from aishtui.engine.engine import Engine
from aishtui.screens.remembering import Remembering
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.sidebar import Sidebar

LEAST, MOST = 16, 80
_BESIDE = 38
"""Cells that are left to the conversation at least."""
_STEP = 2
_FORMS = "on, off, wider, narrower, usual, or a number of cells"


class SidebarShape(Remembering):
    """Beside columns and without them, whether it is seen is remembered apart, as it is shown apart."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        state = surroundings.screen_file.state
        self._sidebar_wanted = {False: not state.sidebar_hidden, True: state.sidebar_beside_columns}

    def show_sidebar(self, on: bool) -> None:
        columns = len(self.entry()) > 1
        before = self._sidebar_wanted[columns]
        super().show_sidebar(on)
        if before != on:
            self.remember_screen(
                lambda state: (
                    replace(state, sidebar_beside_columns=on) if columns else replace(state, sidebar_hidden=not on)
                )
            )

    # -- its width

    def on_mount(self) -> None:
        self._fit_sidebar(self._around.screen_file.state.sidebar_width)

    def on_resize(self, event: events.Resize) -> None:
        self._fit_sidebar(self._around.screen_file.state.sidebar_width, event.size.width)

    def _fit_sidebar(self, width: int | None, screen: int = 0) -> None:
        """As wide as was wanted, as far as the screen has room for it beside the conversation."""
        if width is None:
            self._sidebar.styles.clear_rule("width")
            self._sidebar.refresh(layout=True)
        else:
            most = max(LEAST, min(MOST, (screen or self.app.size.width) - _BESIDE))
            self._sidebar.styles.width = max(LEAST, min(width, most))

    def _set_width(self, width: int | None) -> None:
        """None: what the style sheet says for a screen of this width."""
        bounded = None if width is None else max(LEAST, min(MOST, self.app.size.width - _BESIDE, width))
        self._fit_sidebar(bounded)
        if bounded != self._around.screen_file.state.sidebar_width:
            self.remember_screen(lambda state: replace(state, sidebar_width=bounded))

    @on(Sidebar.Resized)
    def _resized(self, event: Sidebar.Resized) -> None:
        event.stop()
        if event.done:
            self._set_width(event.width)
        else:
            self._fit_sidebar(event.width)

    @on(Sidebar.WidthWanted)
    def _width_wanted(self, event: Sidebar.WidthWanted) -> None:
        event.stop()
        self._change_width(event.by)

    def _change_width(self, by: int) -> None:
        self._set_width(self._sidebar.size.width + by * _STEP if by else None)

    def shape_sidebar(self, how: str) -> None:
        """`:sidebar [off | wider | narrower | usual | CELLS]`; with nothing, shown or hidden. Raises
        CommandFailed."""
        match how:
            case "":
                self.show_sidebar(not self._sidebar.display)
            case "on" | "off":
                self.show_sidebar(how == "on")
            case "wider" | "narrower" | "usual":
                self.show_sidebar(True)
                self._change_width({"wider": 1, "narrower": -1, "usual": 0}[how])
            case _ if how.isdecimal() and how.isascii():
                self.show_sidebar(True)
                self._set_width(int(how[:4]))
            case _:
                raise CommandFailed(f":sidebar takes {_FORMS}; with nothing it shows or hides it.")

    def action_sidebar_wider(self) -> None:
        self.shape_sidebar("wider")

    def action_sidebar_narrower(self) -> None:
        self.shape_sidebar("narrower")
