"""Our Textual driver: the screen may stall or vanish and the input be rubbish, and the app still answers."""

import codecs
import os
import selectors
import sys
import termios
from functools import partial
from typing import Any, ClassVar, TextIO

from textual import constants
from textual.app import App

from aishtui.terminal.colour_erasing import erases_in_colour
from aishtui.terminal.display import Display
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.harmless import is_harmless
from aishtui.terminal.input_parser import LONE_ESCAPE_S, InputParser
from aishtui.terminal.leaving import Leaving, Reason
from aishtui.terminal.paced_output import PacedOutput
from aishtui.terminal.reset import MOUSE_OFF, RESET, USUAL_KEYS
from aishtui.terminal.screen_writer import LEAVING_STALL_S, STALL_S, ScreenWriter
from aishtui.terminal.textual_private import OpenDriver, driver_of
from aishtui.terminal.title import GIVE_BACK, TAKE, title
from aishtui.terminal.waking_event import WakingEvent

BACKGROUND_LOOK_S = 0.3
"""How often an app in the background looks whether it is in the foreground again."""

MOUSE_ON = "\x1b[?1000h\x1b[?1002h\x1b[?1015h\x1b[?1006h"
"""Buttons, and moves while one is held down. Textual asks for every move (1003): over a slow line that is a flood,
and nothing here has a use for it."""

KEYBOARD_QUERY = "\x1b[?u"
"""Asks for the kitty protocol's flags; who does not know it says nothing."""


EXTENDED_KEYS = "\x1b[>4;1m"
"""tmux with `extended-keys on` tells Shift+Enter and the like to those who ask for it in xterm's way."""

MARGINS = 69
"""The mode in which a terminal scrolls some columns alone (DECLRMM): xterm, iTerm2 and others have it, tmux has not."""
MODE_SET, MODE_RESET = 1, 2
"""How a mode is set (DECRPM), where it may be changed."""


class TerminalDriver(OpenDriver):
    """Pass it, or what `driver_for` makes of it, as `App(driver_class=…)`.

    Without a `Leaving` a terminal that has gone just ends the app.
    """

    leaving: ClassVar[Leaving | None] = None
    has_title: bool = False
    """Whether there is a title, and it is ours to set."""
    plain_output: ClassVar[bool] = False
    """Whether Textual sends its frames itself, without the display layer."""
    thin_line: ClassVar[bool] = False
    """Whether the terminal is asked from the beginning how far it has got; else once it has been behind."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.output = _terminal_among(sys.__stderr__, sys.__stdout__) or self.output
        self.exit_event = self._exit = WakingEvent()
        self._stopping = False
        self._has_screen = False
        self._title = ""
        self._paced = PacedOutput(lambda: self.screen_writer, self._may_ask, self.thin_line)
        self.display = None if self.plain_output else self._layer()
        if self.leaving is not None:
            self.leaving.restore_with(self.restore_now)
            self.leaving.wake_with(lambda: self.call_in_loop(_nothing))
            self.leaving.when_gone(self._exit_app)

    # -- output

    def _layer(self) -> Display:
        in_colour = erases_in_colour(TerminalFacts.read())
        return Display(self._paced.send_frame, self.output_wait, self.call_in_loop, in_colour=in_colour)

    def make_writer(self, file: TextIO) -> ScreenWriter:
        return ScreenWriter(file, on_lost=self._screen_lost, patience=self._patience)

    @property
    def screen_writer(self) -> ScreenWriter | None:
        return self.writer if isinstance(self.writer, ScreenWriter) else None

    def output_wait(self) -> float:
        """Seconds until the terminal will have taken what was written, so that another frame makes sense; 0: now.
        Ask again then."""
        return self._paced.wait()

    def write(self, data: str) -> None:
        """Hands `data` to the writer; before the screen is taken and after it is lost, nothing is written."""
        if self.display is not None and not is_harmless(data):
            data = self.display.let_go() + data
        self._paced.send(data)

    def end_display(self) -> None:
        """From now on Textual sends its frames itself."""
        if self.display is not None:
            self._paced.send(self.display.let_go())
            self.display = None

    def flush(self) -> None:
        """Called when a frame of Textual's own has been written."""
        if self.display is None:
            self._paced.send_frame("")

    def _may_ask(self) -> bool:
        return self._has_screen and not self._stopping

    def show_title(self, words: str) -> None:
        """Names the window, now and whenever the screen is taken again."""
        self._title = title(words)
        if self.has_title:
            self.write(self._title)

    def switch_title(self, on: bool) -> None:
        """Whether the window's title is ours to set from now on; given back, it is what it was before."""
        if on != self.has_title:
            self.has_title = on
            if self._has_screen:
                self.write(TAKE + self._title if on else GIVE_BACK)

    def restore_now(self) -> None:
        """Puts the terminal in order without the app and without the writer; may block if nobody reads it."""
        if not self._has_screen or self._in_background():
            return
        try:
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
            os.write(self.output.fileno(), f"{RESET}{GIVE_BACK if self.has_title else ''}".encode())
        except (OSError, termios.error):  # it has gone, so there is nothing to put in order
            pass

    # -- taking the screen and giving it back

    @property
    def has_screen(self) -> bool:
        """False while it is suspended: the terminal is somebody else's."""
        return self._has_screen

    def start_application_mode(self) -> None:
        self._stopping = False
        self._has_screen = True
        self.take_screen()
        if self.has_title:
            self.write(TAKE + self._title)
        self.write(KEYBOARD_QUERY)
        if _in_tmux():
            self.write(EXTENDED_KEYS)
        if self.display is not None and self.input_tty and os.environ.get("TERM_PROGRAM") != "Apple_Terminal":
            self.write(f"\x1b[?{MARGINS}$p")  # that one terminal shows the last letter
        self._paced.send_frame("")

    def stop_application_mode(self) -> None:
        # Once only: suspended, the terminal is another program's, and touching it from the background stops us.
        if self._has_screen:
            self._stopping = True
            self._paced.drain.settle(LEAVING_STALL_S if self._told_to_leave() else STALL_S)
            self.write(MOUSE_OFF + (GIVE_BACK if self.has_title else ""))
            if _in_tmux():
                self.write(USUAL_KEYS)
            super().stop_application_mode()
            self._has_screen = False

    def tell_modes(self) -> None:
        """What the terminal was told when the screen was taken: no cursor, marked pastes, reports of mouse and
        focus."""
        if self._has_screen:
            self.write("\x1b[?25l\x1b[?1004h\x1b[?2004h")
            self.tell_mouse()

    def tell_mouse(self) -> None:
        if self.mouse:
            self.write(MOUSE_ON)

    def switch_mouse(self, on: bool) -> None:
        """Have the terminal report the mouse from now on, or keep it for its own selecting."""
        self.mouse = on
        if self._has_screen:
            self.write(MOUSE_ON if on else MOUSE_OFF)

    def disable_input(self) -> None:
        if self._has_screen:
            super().disable_input()

    def continued(self) -> None:
        if not os.isatty(self.fileno):  # the kernel sends SIGCONT after SIGHUP, for those that were stopped
            self._screen_lost()
            return
        if self._has_screen and not self._in_background():
            # Stopped by SIGSTOP the driver has had no chance to give the screen back. What the shell has made of the
            # terminal is unknown, and a second start on top of the first would have two threads reading it.
            self.suspend_application_mode()
            self.tell_of_resuming()
        self._take_screen_in_foreground()

    def _take_screen_in_foreground(self) -> None:
        """In the background the app goes on without a screen; `fg` does not tell a job that is running (bash)."""
        if self._has_screen or self._told_to_leave():
            return
        if self._in_background():
            self.call_in_loop(self._take_screen_in_foreground, after_s=BACKGROUND_LOOK_S)
            return
        super().continued()
        # The screen is empty now, and Textual (8.2.8) by itself draws only what changes from here on.
        self.call_in_loop(partial(self.app.refresh, layout=True))

    def _in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:  # a terminal that we do not control has no background
            return False

    # -- input

    def run_input_thread(self) -> None:
        delay = constants.ESCAPE_DELAY if "ESCDELAY" in os.environ else LONE_ESCAPE_S
        parser = InputParser(delay, told_of_mode=self._told_of_mode, told_of_drain=self._paced.drain.answered)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector, self._exit.waker() as waker:
            selector.register(waker, selectors.EVENT_READ)
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self._exit.is_set():
                ready = selector.select(parser.seconds_left)
                if any(key.fd == self.fileno for key, _ in ready):
                    data = self._read()
                    if data == b"":
                        return self._screen_lost()
                    for event in parser.feed(decode(data or b"")):
                        self._paced.drain.heard()
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        return None

    def _told_of_mode(self, mode: int, setting: int) -> None:
        if mode == MARGINS and self.display is not None:
            self.display.margins = setting in (MODE_SET, MODE_RESET)

    def _read(self) -> bytes | None:
        """Some of the input; empty: the terminal has gone; None: another reader was quicker."""
        try:
            return os.read(self.fileno, 65536)
        except BlockingIOError:
            return None
        except OSError:  # EIO after a hang-up
            return b""

    # -- leaving

    def _told_to_leave(self) -> bool:
        return self.leaving is not None and self.leaving.under_way

    def _patience(self) -> float | None:
        if self._told_to_leave():
            return LEAVING_STALL_S
        return STALL_S if self._stopping else None

    def _screen_lost(self) -> None:
        if self.leaving is not None:
            self.leaving.gone()
        else:
            self._exit_app()

    def _exit_app(self, _reason: Reason | None = None) -> None:
        self.call_in_loop(self._exit_in_loop)

    def _exit_in_loop(self) -> None:
        if self.leaving is not None:
            self.leaving.loop_heard()
        self.app.exit()


def terminal_driver(app: App[Any]) -> TerminalDriver | None:
    """The app's driver while it has one and it is ours."""
    driver = driver_of(app)
    return driver if isinstance(driver, TerminalDriver) else None


def driver_for(
    leaving: Leaving, *, has_title: bool = False, plain_output: bool = False, thin_line: bool = False
) -> type[TerminalDriver]:
    """The driver class of an app that leaves in the order of `leaving`; `plain_output`: without the display layer;
    `thin_line`: the terminal may be behind although everything was written."""
    its_own = {"leaving": leaving, "has_title": has_title, "plain_output": plain_output, "thin_line": thin_line}
    return type("TerminalDriver", (TerminalDriver,), its_own)


def _terminal_among(*files: TextIO | None) -> TextIO | None:
    return next((file for file in files if file is not None and file.isatty()), None)


def _in_tmux() -> bool:
    return bool(os.environ.get("TMUX")) or os.environ.get("TERM", "").startswith("tmux")


def _nothing() -> None:
    """Turning the loop once is enough: Python then runs the handlers of the signals that have come."""
