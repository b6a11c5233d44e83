"""aishtui in a tmux with default options: copying, hang-ups, and keys sent by scripts."""

import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Role
from aishtui.chat.wording import size
from aishtui.store.database import Store
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.terminal.pty_program import PATIENCE_S, PtyProgram
from tests.terminal.tmux_server import TmuxServer, needs_tmux, offered, tmux_server

pytestmark = needs_tmux

SESSION = "aishtui"
SIZE = (110, 30)
ODD_TEXT = (
    "Grüße, naïve 日本語 👩‍💻 e\u0301 \u2028\u00a0 „quoted“ 'single' $HOME `x` \\n\n\n"
    "```sh\n\tls -l | sort   \n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end, with two line ends.\n\n"
)
FOREIGN = ("SSH_CONNECTION", "SSH_TTY", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "COLUMNS", "LINES")
"""What the terminal the tests run in may have left in the environment."""


class InTmux:
    """aishtui in a window of its own, driven with tmux's own commands as a script would."""

    def __init__(self, tmux: TmuxServer, folder: Path, *options: str) -> None:
        self.tmux = tmux
        self._folder = folder
        without = [word for name in FOREIGN for word in ("-u", name)]
        folders = ["--data-dir", str(folder / "data"), "--config-dir", str(folder / "config")]
        command = shlex.join(["env", *without, sys.executable, "-m", "aishtui", *folders, *options])
        columns, lines = map(str, SIZE)
        tmux("new-session", "-d", "-s", SESSION, "-x", columns, "-y", lines, f"exec {command}")
        self.pid = int(tmux("display-message", "-p", "-t", SESSION, "#{pane_pid}"))

    @property
    def screen(self) -> str:
        return " ".join(self.tmux("capture-pane", "-p", "-t", SESSION).decode().split())

    def sees(self, *texts: str) -> None:
        until(lambda: all(text in self.screen for text in texts), lambda: f"{texts} in\n{self.screen}")

    def send_keys(self, *keys: str) -> None:
        self.tmux("send-keys", "-t", SESSION, *keys)

    def ask(self, text: str) -> None:
        self.send_keys(text, "Enter")

    def quit(self) -> None:
        self.ask(":quit")
        self.has_ended()

    def has_ended(self) -> None:
        until(lambda: not runs(self.pid), lambda: f"the end of process {self.pid}")

    def last_answer(self) -> tuple[Status, str]:
        """Of the first tab, as the next start finds it."""
        store = Store(self._folder / "data")
        store.start()
        try:
            tab = store.opened.result(PATIENCE_S).tabs[0]
            conversation = store.conversation(tab.conversation_id).result(PATIENCE_S)
        finally:
            store.close()
        assert conversation is not None
        answer = conversation.messages[tab.leaf_id or ""]
        assert answer.role is Role.ASSISTANT
        return answer.status, answer.text


def until(condition: Callable[[], object], wanted: Callable[[], str]) -> None:
    ends_at = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends_at, f"waited in vain for {wanted()}"
        time.sleep(0.03)


def runs(pid: int) -> bool:
    """A zombie does not: tmux 3.3a sometimes asks for the exit status of a pane's process only when the next ends."""
    return any(process == pid and not state.startswith("Z") for process, _, state in processes())


def children_of(pid: int) -> list[int]:
    return [process for process, parent, _ in processes() if parent == pid]


def processes() -> list[tuple[int, int, str]]:
    """The id, the parent's id and the state of each."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], check=True, capture_output=True, text=True)
    fields = [line.split() for line in listing.stdout.splitlines()]
    return [(int(process), int(parent), state) for process, parent, state in fields]


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    with tmux_server() as server:
        yield server


@contextmanager
def attached(tmux: TmuxServer, folder: Path, term: str) -> Iterator[PtyProgram]:
    """A terminal of the kind `term` that shows aishtui; one of 80 columns would cut the message short."""
    socket = tmux.variable.partition(",")[0]
    command = ["tmux", "-S", socket, "attach-session", "-t", SESSION]
    with PtyProgram(command, folder / "unused.log", {"TERM": term}, size=(SIZE[0], SIZE[1] + 1)) as terminal:
        terminal.until(lambda: tmux("list-clients", "-t", SESSION))
        yield terminal


def copied_answer(lab: Homelab, program: InTmux) -> bytes:
    """Ask, copy, wait for the message to name the size; what the model said."""
    lab.script(lan.FAST, Behaviour(text=ODD_TEXT))
    program.sees("11 models", "Ask something")
    program.ask("say something odd")
    program.sees("two line ends", "complete")
    program.send_keys("C-y")
    data = ODD_TEXT.encode()
    program.sees(size(len(data)))
    return data


def test_a_copy_is_in_the_tmux_buffer_byte_for_byte_as_it_is_stored(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    data = copied_answer(lab, program)
    assert f"in the tmux buffer, {size(len(data))}" in program.screen
    assert "offered" not in program.screen
    program.quit()
    status, stored = program.last_answer()
    assert status is Status.COMPLETE
    assert tmux("save-buffer", "-") == stored.encode() == data
    assert (tmp_path / "data" / "last-copy.md").read_bytes() == data


def test_an_attached_terminal_that_takes_copies_is_offered_exactly_the_text(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    with attached(tmux, tmp_path, "xterm-256color") as terminal:
        data = copied_answer(lab, program)
        assert f"in the tmux buffer and offered to your terminal, {size(len(data))}" in program.screen
        terminal.until(lambda: offered(terminal) is not None)
        assert offered(terminal) == data
    program.quit()
    assert tmux("save-buffer", "-") == program.last_answer()[1].encode() == data


def test_an_attached_terminal_without_a_clipboard_is_not_said_to_have_been_offered_it(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    with attached(tmux, tmp_path, "vt220") as terminal:
        data = copied_answer(lab, program)
        assert f"in the tmux buffer, {size(len(data))}" in program.screen
        assert "offered" not in program.screen
        terminal.until(lambda: "in the tmux buffer" in terminal.screen)  # all that was sent before it has come
        assert offered(terminal) is None
    assert tmux("save-buffer", "-") == data


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="there is no /proc that tells of open files")
def test_killing_the_window_lets_the_answer_complete_and_leaves_no_process(
    lab: Homelab, tmux: TmuxServer, tmp_path: Path
) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four\n", hold_after=2, release=released))
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    program.sees("11 models", "Ask something")
    program.ask("count")
    program.sees("one two", "writing")
    tmux("kill-window", "-t", SESSION)
    standard_output = Path(f"/proc/{program.pid}/fd/1")
    until(lambda: standard_output.readlink() == Path("/dev/null"), lambda: "the terminal to be given up")
    assert lab.chats[-1].client_closed is False
    released.set()
    program.has_ended()
    assert program.last_answer() == (Status.COMPLETE, "one two three four\n")


def test_killing_the_window_ends_the_embedded_broker_too(tmux: TmuxServer, tmp_path: Path) -> None:
    program = InTmux(tmux, tmp_path, "--embedded", "--model", "mirror")
    program.sees("127.0.0.1", "ok ·", "Ask something")
    brokers = children_of(program.pid)
    assert brokers
    program.ask("show me")
    program.sees("complete")
    tmux("kill-window", "-t", SESSION)
    program.has_ended()
    until(lambda: not any(map(runs, brokers)), lambda: f"the end of the broker {brokers}")
    status, text = program.last_answer()
    assert status is Status.COMPLETE
    assert "show me" in text


def test_a_line_and_its_enter_sent_in_one_go_are_a_prompt(lab: Homelab, tmux: TmuxServer, tmp_path: Path) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    program.sees("11 models", "Ask something")
    program.send_keys("7×8", "Enter")
    program.sees("7 × 8 = 56", "complete")
    program.send_keys("×2", "Enter")
    program.sees("56 × 2 = 112")
    assert [turn["content"] for turn in lab.chats[-1].body["messages"]] == ["7×8", "7 × 8 = 56", "×2"]


def test_commands_sent_in_one_go_are_commands(lab: Homelab, tmux: TmuxServer, tmp_path: Path) -> None:
    program = InTmux(tmux, tmp_path, "--endpoint", lab.url)
    program.sees("11 models", "Ask something")
    program.send_keys(":new chat", "Enter")
    program.sees("─ 2 chat")  # the tab; the sidebar numbers its slots
    program.quit()
    assert lab.chats == []
