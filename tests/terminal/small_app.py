"""A small real app on our driver that leaves in our order and logs what it gets; tests run it in a pseudoterminal."""

import logging
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

from aishtui.terminal.displayed_app import DisplayedApp
from aishtui.terminal.driver import TerminalDriver, driver_for
from aishtui.terminal.leaving import Leaving, Reason
from aishtui.terminal.print_view import NoPrintView, print_view
from aishtui.terminal.screen_output import ScreenOutput
from aishtui.terminal.textual_private import Piece


class Log:
    def __init__(self, path: str) -> None:
        self._file = open(path, "a", buffering=1)  # noqa: SIM115

    def __call__(self, line: str) -> None:
        self._file.write(line + "\n")


class SmallApp(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, log: Log, driver_class: type[TerminalDriver]) -> None:
        super().__init__(driver_class=driver_class)
        self._log = log

    def compose(self) -> ComposeResult:
        yield Static("The small app", id="title")

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda _: self._log("resumed"))
        self._log(f"pid {os.getpid()}")
        self.call_after_refresh(self._log, "ready")

    def on_key(self, event: events.Key) -> None:
        self._log(f"key {event.key} {event.character!r}")
        match event.key:
            case "q":
                self.exit()
            case "x":
                raise ValueError("a crash in the app")
            case "s":
                with self.suspend():
                    print("somebody else's screen", flush=True)
            case "p":
                for number in (1, 2):
                    self.run_worker(self._print_out(f"printed {number}"))
            case "z":
                self.action_suspend_process()
                self.set_timer(0.05, self._look_around)
            case "h":
                self._log("hung")
                time.sleep(3600)
            case "c":
                child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(3600,))
                child.start()
                child.terminate()
                child.join()
                self._log(f"child ended by {-(child.exitcode or 0)}")
            case "o":
                output = ScreenOutput(self)
                self._log(f"output ready {output.wait() == 0}")
                for _ in range(4):
                    output.write("\x1b[H" + " " * 50_000)
                self._log(f"output ready {output.wait() == 0}")
            case "t":
                self.query_one("#title", Static).update("pressed t")
            case "r":
                self._log(f"ready now {ScreenOutput(self).wait() == 0}")
            case "w":
                self._log(f"size {self.size.width}x{self.size.height}")
            case "f":
                self._flood()
            case "v":
                ScreenOutput(self).write("\x1b[2J\x1b[Hwritten past the app")

    async def _print_out(self, text: str) -> None:
        try:
            await print_view(self, text)
        except NoPrintView as problem:
            self._log(f"not {text}: {problem}")
        else:
            self._log(text)

    def _look_around(self) -> None:
        try:
            background = os.tcgetpgrp(0) != os.getpgrp()
        except OSError:
            background = False
        if background:
            self._log("working in the background")

    def _flood(self) -> None:
        for number in range(1, 21):
            self._log(f"writing {number}")
            ScreenOutput(self).write("\x1b[H" + " " * 50_000)
        self._log("written")

    def on_paste(self, event: events.Paste) -> None:
        self._log(f"paste {event.text!r}")


class LayeredApp(SmallApp, DisplayedApp[None]):
    """The same on the display layer, and without it by `plain-output`."""


class StrangeApp(LayeredApp):
    """As if a new Textual made something else of its updates."""

    def show_pieces(self, pieces: Iterable[Piece]) -> bool:
        return super().show_pieces(piece.strip for piece in pieces)  # type: ignore[misc]


class ToLog(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log(record.getMessage())


def main() -> None:
    log, options = Log(sys.argv[1]), set(sys.argv[2:])
    if "strange" in options:
        logging.getLogger().addHandler(ToLog(log))
    if "plain" in options:
        SmallApp(log, TerminalDriver).run()
        log("returned")
        return
    stop = threading.Event()

    def rest(reason: Reason) -> int:
        log(f"rest {reason}")
        if "stubborn" in options:
            threading.Event().wait()
        if "work" in options:
            stop.wait()
            print("done", flush=True)
        log(f"rest done {leaving.reason}")
        return reason.exit_code

    def heard(reason: Reason) -> None:
        log(f"heard {reason}")
        if reason is Reason.TERMINATE:
            stop.set()

    leaving = Leaving(rest, patience_s=600 if "patient" in options else 0.5)
    leaving.install()
    leaving.when_gone(heard)
    kind = StrangeApp if "strange" in options else LayeredApp if "layer" in options else SmallApp
    app = kind(log, driver_for(leaving, plain_output="plain-output" in options, thin_line="thin" in options))
    app.run()
    log("returned")
    leaving.leave(crashed=app.return_code != 0)


if __name__ == "__main__":
    assert Path(sys.argv[1]).parent.is_dir()
    main()
