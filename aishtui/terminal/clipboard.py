"""Copying: by every way that fits this terminal, with a message that says what is known and no more.

Inside tmux its own `load-buffer`; elsewhere an OSC 52 sequence, and the clipboard of this computer unless the user
sits at another one. Always a file too, since no way but the file can be seen to have worked.
"""

import asyncio
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aishtui.chat.wording import size
from aishtui.store.errors import StoreError
from aishtui.terminal.desktop_clipboard import DesktopError, desktop_copy
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.tmux import TmuxError, client_of, load_buffer, session_is_over_ssh

LIMIT_S = 2.0
"""For all that other programs do about one copy."""

FILE_NAME = "last-copy.md"

Route = Literal["tmux", "tmux-terminal", "osc52", "desktop", "file"]

_TAKEN: dict[Route, str] = {
    "tmux": "in the tmux buffer",
    "tmux-terminal": "offered to your terminal",
    "desktop": "in this computer's clipboard",
    "osc52": "sent to your terminal (OSC 52)",
}


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy: `message` is what is known, in one line; `problem` what went wrong on the way."""

    message: str
    routes: tuple[Route, ...] = ()
    problem: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class _Tried:
    routes: tuple[Route, ...] = ()
    problems: tuple[str, ...] = ()

    def __add__(self, other: "_Tried") -> "_Tried":
        return _Tried(self.routes + other.routes, self.problems + other.problems)


async def copy(text: str, facts: TerminalFacts, write: Callable[[str], None], save: Callable[[bytes], Path]) -> Copied:
    """Copies `text` exactly; never raises for a way that fails.

    `write` is the driver's, called in the caller's thread; `save` writes `last-copy.md` and is called in another.
    """
    if not text:
        return Copied("nothing to copy: the text is empty")
    data = text.encode(errors="replace")
    tried, (path, file_problem) = await asyncio.gather(
        asyncio.to_thread(_by_programs, data, facts), asyncio.to_thread(_to_file, data, save)
    )
    if "tmux" not in tried.routes and not facts.in_screen:
        write(osc52(data))
        tried += _Tried(("osc52",))
    elif facts.in_screen and not tried.routes:
        tried += _Tried(problems=("GNU screen passes none on",))
    problems = tried.problems + ((file_problem,) if file_problem else ())
    routes = tried.routes + (("file",) if path else ())
    return Copied(_message(tried.routes, path, problems, facts, size(len(data))), routes, "; ".join(problems), path)


def osc52(data: bytes) -> str:
    """The sequence that offers `data` to the terminal's clipboard: one for all of it, since kitty appends a second."""
    return f"\x1b]52;c;{b64encode(data).decode()}\x07"


def _by_programs(data: bytes, facts: TerminalFacts) -> _Tried:
    """tmux's buffer, and the clipboard of this computer where the user sits at it."""
    ends_at = time.monotonic() + LIMIT_S
    tried = _by_tmux(data, facts, ends_at) if facts.in_tmux else _Tried()
    if (
        facts.desktop
        and not facts.over_ssh
        and not (facts.in_tmux and session_is_over_ssh(facts.tmux_pane, _left(ends_at)))
    ):
        tried += _by_desktop(data, ends_at)
    return tried


def _by_tmux(data: bytes, facts: TerminalFacts, ends_at: float) -> _Tried:
    try:
        client = client_of(facts.tmux_pane, _left(ends_at))
    except TmuxError:
        client = None  # an old tmux, perhaps: its buffer may still work
    if client is not None and client.takes_copies:
        try:
            load_buffer(data, client, _left(ends_at))
            return _Tried(("tmux", "tmux-terminal"))
        except TmuxError:
            pass  # it may have detached this moment; the buffer needs nobody
    try:
        load_buffer(data, None, _left(ends_at))
    except TmuxError as error:
        return _Tried(problems=(str(error),))
    return _Tried(("tmux",))


def _by_desktop(data: bytes, ends_at: float) -> _Tried:
    try:
        desktop_copy(data, _left(ends_at))
    except DesktopError as error:
        return _Tried(problems=(str(error),))
    return _Tried(("desktop",))


def _to_file(data: bytes, save: Callable[[bytes], Path]) -> tuple[Path | None, str]:
    try:
        return save(data), ""
    except (OSError, StoreError) as error:
        return None, f"{FILE_NAME} was not written: {error}"


def _left(ends_at: float) -> float:
    return max(0.1, ends_at - time.monotonic())


def _message(
    routes: tuple[Route, ...], path: Path | None, problems: tuple[str, ...], facts: TerminalFacts, amount: str
) -> str:
    if not routes:
        why = "; ".join(problems)
        if path is None:
            return f"not copied: {why}"
        return f"saved in {path}, {amount}; no clipboard was reached" + (f" ({why})" if why else "")
    if routes == ("osc52",) and (facts.in_tmux or facts.term_is_multiplexer):
        which = "tmux" if facts.in_tmux else "a tmux on your side"
        return f"sent (OSC 52), {amount}; {which} passes it on only with set-clipboard on"
    return " and ".join(_TAKEN[route] for route in routes) + f", {amount}"
