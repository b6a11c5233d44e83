"""Copies: what arrives, byte for byte, and what the message says about it."""

import os
import stat
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.store.atomic import write_atomic
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig, CopyRoute
from aishtui.terminal.clipboard import FILE_NAME, Copied, copy
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.osc52 import for_screen, for_tmux, osc52
from tests.terminal.tmux_server import TmuxServer, needs_tmux, offered, tmux_server

TEXT = "Ein Wort: naïve 😀 „quoted“ 'single' \"double\" $HOME `x` \\n\n\n\ttab ä\n"
LONG = "0123456789 äöü\n" * 13_000  # 234 kB
NO_LIMIT = ClipboardConfig(limit=0)


class Copier:
    """Copies for a terminal with these facts, and keeps what was written and saved."""

    def __init__(self, folder: Path, facts: TerminalFacts) -> None:
        self.path = folder / FILE_NAME
        self.facts = facts
        self.written: list[str] = []

    async def __call__(self, text: str, wanted: ClipboardConfig = DEFAULT) -> Copied:
        return await copy(text, self.facts, self.written.append, self._save, wanted)

    def _save(self, data: bytes) -> Path:
        write_atomic(self.path, data)
        return self.path

    @property
    def saved(self) -> bytes:
        return self.path.read_bytes()


@pytest.fixture
def server() -> Iterator[TmuxServer]:
    with tmux_server() as made:
        yield made


@pytest.fixture
def in_tmux(server: TmuxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copier:
    for name, value in {"TMUX": server.variable, "TMUX_PANE": server.pane, "TERM": "tmux-256color"}.items():
        monkeypatch.setenv(name, value)
    for name in ("STY", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
        monkeypatch.delenv(name, raising=False)
    return Copier(tmp_path, TerminalFacts.read())


def decoded(sequence: str) -> bytes:
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    return b64decode(sequence[7:-1])


@needs_tmux
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="quotes and newlines"),
        pytest.param(LONG, id="long"),
        pytest.param(" ", id="a space"),
        pytest.param("no newline at the end", id="no newline"),
        pytest.param("\n\n\n", id="only newlines"),
        pytest.param("-w", id="like an option"),
        pytest.param("\x00\x1b[31m\r\n", id="controls"),
    ],
)
async def test_the_tmux_buffer_is_the_source_byte_for_byte(server: TmuxServer, in_tmux: Copier, text: str) -> None:
    copied = await in_tmux(text)
    assert server.buffer == text.encode()
    assert in_tmux.saved == text.encode()
    assert copied.routes == ("tmux", "file")
    assert in_tmux.written == []


@needs_tmux
async def test_with_nobody_attached_only_the_buffer_is_claimed(in_tmux: Copier) -> None:
    assert await in_tmux("x" * 3100) == Copied("in the tmux buffer, 3.1 kB", ("tmux", "file"), "", in_tmux.path)


@needs_tmux
@pytest.mark.parametrize("option", ["on", "external", "off"])
async def test_a_terminal_with_a_clipboard_is_offered_the_copy(
    server: TmuxServer, in_tmux: Copier, tmp_path: Path, option: str
) -> None:
    server("set-option", "-s", "set-clipboard", option)
    with server.attached(tmp_path, "xterm-256color") as terminal:
        copied = await in_tmux(LONG, NO_LIMIT)
        terminal.until(lambda: offered(terminal) == LONG.encode())
    assert copied.message == "in the tmux buffer and offered to your terminal, 234.0 kB"
    assert copied.routes == ("tmux", "tmux-terminal", "file")
    assert server.buffer == LONG.encode()


@needs_tmux
async def test_a_terminal_without_a_clipboard_is_not_claimed(
    server: TmuxServer, in_tmux: Copier, tmp_path: Path
) -> None:
    with server.attached(tmp_path, "screen-256color") as terminal:
        copied = await in_tmux(TEXT)
        assert copied.message == f"in the tmux buffer, {len(TEXT.encode())} B"
        assert offered(terminal) is None


@needs_tmux
async def test_a_terminal_on_another_session_does_not_count(
    server: TmuxServer, in_tmux: Copier, tmp_path: Path
) -> None:
    server("new-session", "-d", "-s", "other", "exec sleep 3600")
    with server.attached(tmp_path, "xterm-256color", "other") as terminal:
        copied = await in_tmux(TEXT)
        assert copied.routes == ("tmux", "file")
        terminal.read()
        assert offered(terminal) is None


@needs_tmux
async def test_of_two_terminals_the_one_used_last_is_offered_the_copy(
    server: TmuxServer, in_tmux: Copier, tmp_path: Path
) -> None:
    def activity() -> list[int]:
        return [int(line) for line in server("list-clients", "-F", "#{client_activity}").split()]

    with (
        server.attached(tmp_path, "xterm-256color") as used,
        server.attached(tmp_path, "xterm-256color") as other,
    ):

        def typed_later() -> bool:
            used.press("x")  # tmux counts activity in whole seconds
            other.read()
            first, second = activity()
            return first > second

        used.until(typed_later)
        await in_tmux(TEXT)
        used.until(lambda: offered(used) == TEXT.encode())
        other.read()
        assert offered(other) is None


@needs_tmux
async def test_a_tmux_that_has_gone_is_told_and_osc52_sent(
    in_tmux: Copier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", f"{tmp_path}/gone,1,0")
    copied = await in_tmux(TEXT)
    condition = "tmux passes it on only with set-clipboard or allow-passthrough on"
    assert copied.message == f"sent (OSC 52), {len(TEXT.encode())} B; {condition}"
    assert "tmux said" in copied.problem
    assert copied.sentence == f"{copied.message} ({copied.problem})"
    bare = osc52(TEXT.encode())
    assert in_tmux.written == [bare + for_tmux(bare)]


async def test_a_tmux_program_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = tmp_path / "tmux"
    hanging.write_text("#!/bin/sh\nexec sleep 3600\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    copier = Copier(tmp_path, TerminalFacts(tmux="/nowhere,1,0"))
    copied = await copier(TEXT)
    assert "did not answer" in copied.problem
    assert copied.routes == ("osc52", "osc52-tmux", "file")


async def test_without_the_tmux_program_osc52_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    copier = Copier(tmp_path, TerminalFacts(tmux="/nowhere,1,0"))
    copied = await copier(TEXT)
    assert copied.problem == "tmux could not be started: No such file or directory"
    assert copied.routes == ("osc52", "osc52-tmux", "file")


@pytest.mark.parametrize("text", [pytest.param(TEXT, id="short"), pytest.param(LONG, id="long")])
async def test_elsewhere_one_osc52_carries_the_source(tmp_path: Path, text: str) -> None:
    copier = Copier(tmp_path, TerminalFacts(term="xterm-256color", over_ssh=True))
    copied = await copier(text, NO_LIMIT)
    assert [decoded(sequence) for sequence in copier.written] == [text.encode()]
    assert copied.message.startswith("sent to your terminal (OSC 52), ")
    assert copied.routes == ("osc52", "file")


async def test_a_tmux_on_the_users_side_is_named(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts(term="tmux-256color", over_ssh=True))
    copied = await copier("x" * 3100)
    assert copied.message == "sent (OSC 52), 3.1 kB; a tmux on your side passes it on only with set-clipboard on"


async def test_what_may_be_a_screen_on_the_users_side_is_named_too(tmp_path: Path) -> None:
    copied = await Copier(tmp_path, TerminalFacts(term="screen", over_ssh=True))("x" * 3100)
    assert copied.routes == ("osc52", "file")
    assert copied.message.endswith("a tmux on your side passes it on only with set-clipboard on, GNU screen not at all")


async def test_what_is_a_screen_on_the_users_side_gets_it_in_its_wrapping(tmp_path: Path) -> None:
    copied = await Copier(tmp_path, TerminalFacts(term="screen.xterm-256color", over_ssh=True))("x" * 3100)
    assert copied.routes == ("osc52-screen", "file")


async def test_inside_screen_it_goes_through_in_pieces(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts(term="screen", in_screen=True))
    copied = await copier("x" * 3100)
    assert copied.message == "sent through GNU screen (OSC 52), 3.1 kB"
    assert copied.routes == ("osc52-screen", "file")
    assert copier.written == [for_screen(osc52(b"x" * 3100))]


async def test_the_file_is_private(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts())
    await copier(TEXT)
    assert stat.S_IMODE(copier.path.stat().st_mode) == 0o600


async def test_a_folder_that_cannot_be_written_is_a_problem_and_no_more(tmp_path: Path) -> None:
    copied = await Copier(tmp_path / "missing", TerminalFacts())(TEXT)
    assert copied.message.startswith("sent to your terminal (OSC 52)")
    assert copied.routes == ("osc52",)
    assert copied.path is None
    assert FILE_NAME in copied.problem


async def test_when_nothing_worked_the_message_says_why(tmp_path: Path) -> None:
    copied = await Copier(tmp_path / "missing", TerminalFacts())(TEXT, ClipboardConfig("tmux"))
    assert copied.message.startswith("not copied: ")
    assert FILE_NAME in copied.message
    assert copied.routes == ()


async def test_an_empty_text_is_not_copied(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts())
    assert await copier("") == Copied("nothing to copy: the text is empty")
    assert copier.written == []
    assert not copier.path.exists()


async def test_half_a_character_from_a_server_does_not_stop_a_copy(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts())
    await copier("a\ud800b")
    assert copier.saved == b"a?b"


# A route that config.toml names.


@pytest.mark.parametrize(
    ("route", "written", "words"),
    [
        ("osc52", osc52(b"abc"), "sent to your terminal (OSC 52), 3 B"),
        ("osc52-tmux", for_tmux(osc52(b"abc")), "sent (OSC 52), 3 B; tmux passes it on only with allow-passthrough on"),
        ("osc52-screen", for_screen(osc52(b"abc")), "sent through GNU screen (OSC 52), 3 B"),
    ],
)
async def test_a_route_that_is_wanted_is_the_only_one(
    tmp_path: Path, xclip: Callable[[str], Path], route: CopyRoute, written: str, words: str
) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    copier = Copier(tmp_path, TerminalFacts(term="xterm", desktop=True))
    copied = await copier("abc", ClipboardConfig(route))
    assert copier.written == [written]
    assert copied.routes == (route, "file")
    assert copied.sentence == words
    assert not (tmp_path / "clipboard").exists()


async def test_the_file_alone_may_be_wanted(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts(term="xterm"))
    copied = await copier("abc", ClipboardConfig("file"))
    assert copied.sentence == f"saved in {copier.path}, 3 B"
    assert (copier.written, copier.saved) == ([], b"abc")


async def test_the_desktop_may_be_wanted_also_over_ssh(tmp_path: Path, xclip: Callable[[str], Path]) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    copier = Copier(tmp_path, TerminalFacts(term="xterm", over_ssh=True))
    copied = await copier("abc", ClipboardConfig("desktop"))
    assert copied.sentence == "in this computer's clipboard, 3 B"
    assert (copier.written, (tmp_path / "clipboard").read_bytes()) == ([], b"abc")


@needs_tmux
async def test_the_tmux_buffer_alone_may_be_wanted(server: TmuxServer, in_tmux: Copier) -> None:
    in_tmux.facts = replace(in_tmux.facts, desktop=True)
    copied = await in_tmux(TEXT, ClipboardConfig("tmux"))
    assert copied.routes == ("tmux", "file")
    assert server.buffer == TEXT.encode()


async def test_a_wanted_route_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    copier = Copier(tmp_path, TerminalFacts(term="xterm"))
    copied = await copier("abc", ClipboardConfig("tmux"))
    why = "tmux could not be started: No such file or directory"
    assert copied.sentence == f"saved in {copier.path}, 3 B; no clipboard was reached ({why})"
    assert copier.written == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (TerminalFacts(tmux="/s,1,0"), "tmux passes it on only with set-clipboard on"),
        (TerminalFacts(in_screen=True), "GNU screen passes it on only by the route osc52-screen"),
    ],
)
async def test_a_bare_sequence_that_somebody_may_keep_says_so(tmp_path: Path, facts: TerminalFacts, words: str) -> None:
    copied = await Copier(tmp_path, facts)("abc", ClipboardConfig("osc52"))
    assert copied.message == f"sent (OSC 52), 3 B; {words}"


# More than the terminal may take.

JUST = "x" * 55_500
"""74,000 bytes in base64."""


async def test_the_limit_is_of_what_the_terminal_has_to_take(tmp_path: Path) -> None:
    copier = Copier(tmp_path, TerminalFacts(term="xterm"))
    assert not (await copier(JUST)).too_long
    assert [decoded(sequence) for sequence in copier.written] == [JUST.encode()]


@pytest.mark.parametrize("facts", [TerminalFacts(term="xterm"), TerminalFacts(term="screen", in_screen=True)])
async def test_above_the_limit_nothing_is_sent_and_the_file_named(tmp_path: Path, facts: TerminalFacts) -> None:
    copier = Copier(tmp_path, facts)
    copied = await copier(JUST + "x")
    assert copied.too_long
    assert copied.sentence == (
        f"saved in {copier.path}, 55.5 kB; "
        "not sent to your terminal, which may not take so much (74.0 kB in base64, the limit is 74.0 kB)"
    )
    assert (copier.written, copier.saved) == ([], JUST.encode() + b"x")
    assert copied.routes == ("file",)


@needs_tmux
async def test_above_the_limit_tmux_keeps_it_to_itself(server: TmuxServer, in_tmux: Copier, tmp_path: Path) -> None:
    with server.attached(tmp_path, "xterm-256color") as terminal:
        copied = await in_tmux(LONG)
        await in_tmux("short")
        terminal.until(lambda: offered(terminal) is not None)
        assert offered(terminal) == b"short"
    assert server("show-buffer", "-b", "buffer0") == LONG.encode()
    assert copied.too_long
    assert copied.routes == ("tmux", "file")
    assert copied.message.startswith("in the tmux buffer, 234.0 kB; not sent to your terminal, which may not take so ")
    assert copied.message.endswith(f"; saved in {in_tmux.path}")


async def test_this_computers_clipboard_has_no_limit(tmp_path: Path, xclip: Callable[[str], Path]) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    copied = await Copier(tmp_path, TerminalFacts(desktop=True))(LONG)
    assert (tmp_path / "clipboard").read_bytes() == LONG.encode()
    assert copied.sentence == "in this computer's clipboard, 234.0 kB"
    assert not copied.too_long


async def test_above_the_limit_without_a_file_nothing_is_claimed(tmp_path: Path) -> None:
    copied = await Copier(tmp_path / "missing", TerminalFacts())(LONG)
    assert copied.sentence.startswith("not copied: not sent to your terminal, which may not take so much (312.0 kB in")
    assert copied.routes == ()


# A program in the place of the desktop's: pyperclip looks for xclip where DISPLAY is set.


@pytest.fixture
def xclip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def install(script: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in ("xclip", "xsel", "wl-copy", "wl-paste"):
            (folder / name).write_text(f"#!{sys.executable}\n{script}")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setenv("DISPLAY", ":99")
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        return tmp_path / "clipboard"

    return install


def keeping(path: Path) -> str:
    noise = "print('noise'); sys.stderr.write('noise')"
    return f"import sys; open({str(path)!r}, 'wb').write(sys.stdin.buffer.read()); {noise}"


async def test_at_home_this_computers_clipboard_is_filled_too(
    tmp_path: Path, xclip: Callable[[str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    copied = await Copier(tmp_path, TerminalFacts(desktop=True))(TEXT)
    assert (tmp_path / "clipboard").read_bytes() == TEXT.encode()
    assert copied.message.startswith("in this computer's clipboard and sent to your terminal (OSC 52), ")
    assert capfd.readouterr() == ("", "")


async def test_over_ssh_this_computers_clipboard_is_left_alone(tmp_path: Path, xclip: Callable[[str], Path]) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    await Copier(tmp_path, TerminalFacts(desktop=True, over_ssh=True))(TEXT)
    assert not (tmp_path / "clipboard").exists()


@needs_tmux
async def test_a_tmux_attached_over_ssh_leaves_this_computers_clipboard_alone(
    server: TmuxServer, in_tmux: Copier, tmp_path: Path, xclip: Callable[[str], Path]
) -> None:
    xclip(keeping(tmp_path / "clipboard"))
    in_tmux.facts = TerminalFacts.read()
    assert in_tmux.facts.desktop
    server("set-environment", "SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
    assert (await in_tmux(TEXT)).routes == ("tmux", "file")
    assert not (tmp_path / "clipboard").exists()
    server("set-environment", "-r", "SSH_CONNECTION")
    assert (await in_tmux(TEXT)).routes == ("tmux", "desktop", "file")


async def test_a_display_that_hangs_is_given_up(tmp_path: Path, xclip: Callable[[str], Path]) -> None:
    pid_file = tmp_path / "pid"
    xclip(f"import os, time; open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(3600)")
    copied = await Copier(tmp_path, TerminalFacts(desktop=True))(TEXT)
    assert "did not answer" in copied.problem
    assert copied.routes == ("osc52", "file")
    pid = int(pid_file.read_text())
    ends_at = time.monotonic() + 20
    while Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes():
        assert time.monotonic() < ends_at, "the hanging program was left behind"


async def test_no_desktop_program_is_a_problem_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":99")
    copied = await Copier(tmp_path, TerminalFacts(desktop=True))(TEXT)
    assert copied.routes == ("osc52", "file")
    assert "this computer's clipboard" in copied.problem
