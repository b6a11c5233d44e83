"""aishtui with something that breaks it from outside when it is told to: `… ORDERS aishtui's own arguments`.

`ORDERS` is a file; when it says `app` a handler of the app fails, `loop` the main thread, `engine` the engine's. The
error speaks of a conversation and of a token, as errors may.
"""

import ctypes
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from textual.app import App

from aishtui.cli import main

SECRET = "Bearer verysecret1234"
SAID = "half a thought"


class Broken(Exception):
    """What goes wrong."""

    def __str__(self) -> str:
        return f"cannot draw “{SAID}”, {SECRET}"


def fail() -> None:
    said = SAID + SECRET
    raise Broken(said)


def in_thread(name: str) -> int:
    return next(thread.ident or 0 for thread in threading.enumerate() if thread.name == name)


def running_app() -> App[None]:
    frame: FrameType | None = sys._current_frames()[in_thread("MainThread")]
    while frame is not None:
        found = next((value for value in frame.f_locals.values() if isinstance(value, App)), None)
        if found is not None:
            return found
        frame = frame.f_back
    raise LookupError("the app does not run")


def obey(orders: Path) -> None:
    while not orders.exists() or not (order := orders.read_text()):
        time.sleep(0.02)
    if order == "app":
        running_app().call_from_thread(lambda: running_app().call_later(fail))
    else:
        thread = in_thread("MainThread" if order == "loop" else "engine")
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(Broken))


if __name__ == "__main__":
    path = Path(sys.argv.pop(1))
    threading.Thread(target=obey, args=(path,), daemon=True).start()
    main()
