"""Copying: by every way that fits this terminal, or the one that is wanted, with a message that says what is known.

Inside tmux its own `load-buffer`; elsewhere an OSC 52 sequence, wrapped for GNU screen, and the clipboard of this
computer unless the user sits at another one. Always a file too, since no way but the file can be seen to have worked.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, assert_never

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import size
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig, CopyRoute
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
class Tried:
    """What was done about a copy, but for the writing of `sequence` to the terminal."""

    routes: tuple[Taken, ...] = ()
    problems: tuple[str, ...] = ()
    sequence: str = ""

    def __add__(self, other: "Tried") -> "Tried":
        return Tried(self.routes + other.routes, self.problems + other.problems, self.sequence + other.sequence)


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


def try_route(text: str, facts: TerminalFacts, route: CopyRoute) -> Tried:
    """Hands a short `text` to one way, or to the tool behind it, within two seconds; writes no file."""
    return _by_route(_Copy(text.encode(), facts, ClipboardConfig(route, 0), time.monotonic() + LIMIT_S))


def fitting_routes(facts: TerminalFacts, limit_s: float = LIMIT_S) -> tuple[CopyRoute, ...]:
    """What `auto` takes here, as long as nothing of it fails."""
    away = facts.over_ssh or (facts.in_tmux and session_is_over_ssh(facts.tmux_pane, limit_s))
    desktop: tuple[CopyRoute, ...] = ("desktop",) if facts.desktop and not away else ()
    if facts.in_tmux:
        return ("tmux", *desktop)
    return (*desktop, "osc52-screen" if facts.behind_screen else "osc52")


def _too_long(one: _Copy) -> str:
    length, limit = size(base64_length(one.data)), size(one.wanted.limit)
    return f"not sent to your terminal, which may not take so much ({length} in base64, the limit is {limit})"


def _by_route(one: _Copy) -> Tried:
    """All that is done about it but the writing."""
    match one.wanted.route:
        case "auto":
            return _by_all_that_fit(one)
        case "tmux":
            return _by_tmux(one)
        case "desktop":
            return _by_desktop(one)
        case "file":
            return Tried()
        case "osc52" | "osc52-tmux" | "osc52-screen" as pinned:
            return _by_osc52(one, pinned)
    assert_never(one.wanted.route)


def _by_all_that_fit(one: _Copy) -> Tried:
    tried = Tried()
    for route in fitting_routes(one.facts, one.left_s):
        tried += _by_route(replace(one, wanted=replace(one.wanted, route=route)))
    if one.facts.in_tmux and "tmux" not in tried.routes:
        tried += _by_osc52(one, "osc52", "osc52-tmux")
    return tried


def _by_osc52(one: _Copy, *routes: Literal["osc52", "osc52-tmux", "osc52-screen"]) -> Tried:
    """As many times the same as there are routes: who gets more than one of them takes the last."""
    if one.too_long:
        return Tried()
    bare = osc52(one.data)
    wrapped = {"osc52": bare, "osc52-tmux": for_tmux(bare), "osc52-screen": for_screen(bare)}
    return Tried(routes, sequence="".join(wrapped[route] for route in routes))


def _by_tmux(one: _Copy) -> Tried:
    try:
        client = client_of(one.facts.tmux_pane, one.left_s)
    except TmuxError:
        client = None  # an old tmux, perhaps: its buffer may still work
    if client is not None and client.takes_copies and not one.too_long:
        try:
            load_buffer(one.data, client, one.left_s)
            return Tried(("tmux", "tmux-terminal"))
        except TmuxError:
            pass  # it may have detached this moment; the buffer needs nobody
    try:
        load_buffer(one.data, None, one.left_s)
    except TmuxError as error:
        return Tried(problems=(str(error),))
    return Tried(("tmux",))


def _by_desktop(one: _Copy) -> Tried:
    try:
        desktop_copy(one.data, one.left_s)
    except DesktopError as error:
        return Tried(problems=(str(error),))
    return Tried(("desktop",))


def _to_file(data: bytes, save: Callable[[bytes], Path]) -> tuple[Path | None, str]:
    try:
        return save(data), ""
    except (OSError, StoreError) as error:
        return None, f"{FILE_NAME} was not written: {error}"
