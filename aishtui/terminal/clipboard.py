"""Copying: by every way that fits this terminal, or the one that is wanted, with a message that says what is known.

Inside tmux its own `load-buffer`; elsewhere an OSC 52 sequence, wrapped for GNU screen, and the clipboard of this
computer unless the user sits at another one. Always a file too, since no way but the file can be seen to have worked.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, assert_never

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import size
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig
from aishtui.store.errors import StoreError
from aishtui.terminal.copy_words import copy_words
from aishtui.terminal.desktop_clipboard import DesktopError, desktop_copy
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.osc52 import base64_length, for_screen, for_tmux, osc52
from aishtui.terminal.routes import Taken
from aishtui.terminal.tmux import TmuxError, client_of, load_buffer, session_is_over_ssh

LIMIT_S = 2.0
"""For all that other programs do about one copy."""

FILE_NAME = "last-copy.md"


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a copy: `message` is what is known, in one line; `problem` what went wrong on the way."""

    message: str
    routes: tuple[Taken, ...] = ()
    problem: str = ""
    path: Path | None = None
    too_long: bool = False
    """The terminal was sent nothing, since it might not take so much."""

    @property
    def sentence(self) -> str:
        """The message, with what went wrong where it does not say so itself."""
        told = not self.problem or self.routes in ((), ("file",))
        return self.message if told else f"{self.message} ({self.problem})"


@dataclass(frozen=True, slots=True)
class _Tried:
    routes: tuple[Taken, ...] = ()
    problems: tuple[str, ...] = ()
    sequence: str = ""
    """What the terminal is to be sent."""

    def __add__(self, other: "_Tried") -> "_Tried":
        return _Tried(self.routes + other.routes, self.problems + other.problems, self.sequence + other.sequence)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One copy on its way."""

    data: bytes
    facts: TerminalFacts
    wanted: ClipboardConfig
    ends_at: float

    @property
    def too_long(self) -> bool:
        """For the terminal; what is in between has no limits, as far as is known."""
        return 0 < self.wanted.limit < base64_length(self.data)

    @property
    def left_s(self) -> float:
        return max(0.1, self.ends_at - time.monotonic())


async def copy(
    text: str,
    facts: TerminalFacts,
    write: Callable[[str], None],
    save: Callable[[bytes], Path],
    wanted: ClipboardConfig = DEFAULT,
) -> Copied:
    """Copies `text` exactly; never raises for a way that fails.

    `write` is the driver's, called in the caller's thread; `save` writes `last-copy.md` and is called in another.
    """
    if not text:
        return Copied("nothing to copy: the text is empty")
    data = text.encode(errors="replace")
    one = _Copy(data, facts, wanted, time.monotonic() + LIMIT_S)
    tried, (path, file_problem) = await asyncio.gather(
        asyncio.to_thread(_by_route, one), asyncio.to_thread(_to_file, data, save)
    )
    if tried.sequence:
        write(tried.sequence)
    problems = tried.problems + ((file_problem,) if file_problem else ())
    routes = tried.routes + (("file",) if path else ())
    held_back = one.too_long and wanted.route not in ("desktop", "file") and "desktop" not in tried.routes
    nowhere = "" if tried.routes or wanted.route == "file" else "no clipboard was reached"
    missed = _too_long(one) if held_back else nowhere
    message = copy_words(tried.routes, path, problems, facts, size(len(data)), missed)
    return Copied(message, routes, "; ".join(problems), path, held_back)


def _too_long(one: _Copy) -> str:
    length, limit = size(base64_length(one.data)), size(one.wanted.limit)
    return f"not sent to your terminal, which may not take so much ({length} in base64, the limit is {limit})"


def _by_route(one: _Copy) -> _Tried:
    """All that is done about it but the writing."""
    match one.wanted.route:
        case "auto":
            return _by_all_that_fit(one)
        case "tmux":
            return _by_tmux(one)
        case "desktop":
            return _by_desktop(one)
        case "file":
            return _Tried()
        case "osc52" | "osc52-tmux" | "osc52-screen" as pinned:
            return _by_osc52(one, pinned)
    assert_never(one.wanted.route)


def _by_all_that_fit(one: _Copy) -> _Tried:
    facts = one.facts
    tried = _by_tmux(one) if facts.in_tmux else _Tried()
    has_buffer = bool(tried.routes)
    if facts.desktop and not facts.over_ssh and not (facts.in_tmux and _tmux_over_ssh(one)):
        tried += _by_desktop(one)
    if has_buffer:
        return tried
    if facts.in_tmux:
        return tried + _by_osc52(one, "osc52", "osc52-tmux")
    return tried + _by_osc52(one, "osc52-screen" if facts.behind_screen else "osc52")


def _tmux_over_ssh(one: _Copy) -> bool:
    return session_is_over_ssh(one.facts.tmux_pane, one.left_s)


def _by_osc52(one: _Copy, *routes: Literal["osc52", "osc52-tmux", "osc52-screen"]) -> _Tried:
    """As many times the same as there are routes: who gets more than one of them takes the last."""
    if one.too_long:
        return _Tried()
    bare = osc52(one.data)
    wrapped = {"osc52": bare, "osc52-tmux": for_tmux(bare), "osc52-screen": for_screen(bare)}
    return _Tried(routes, sequence="".join(wrapped[route] for route in routes))


def _by_tmux(one: _Copy) -> _Tried:
    try:
        client = client_of(one.facts.tmux_pane, one.left_s)
    except TmuxError:
        client = None  # an old tmux, perhaps: its buffer may still work
    if client is not None and client.takes_copies and not one.too_long:
        try:
            load_buffer(one.data, client, one.left_s)
            return _Tried(("tmux", "tmux-terminal"))
        except TmuxError:
            pass  # it may have detached this moment; the buffer needs nobody
    try:
        load_buffer(one.data, None, one.left_s)
    except TmuxError as error:
        return _Tried(problems=(str(error),))
    return _Tried(("tmux",))


def _by_desktop(one: _Copy) -> _Tried:
    try:
        desktop_copy(one.data, one.left_s)
    except DesktopError as error:
        return _Tried(problems=(str(error),))
    return _Tried(("desktop",))


def _to_file(data: bytes, save: Callable[[bytes], Path]) -> tuple[Path | None, str]:
    try:
        return save(data), ""
    except (OSError, StoreError) as error:
        return None, f"{FILE_NAME} was not written: {error}"
