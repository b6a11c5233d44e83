"""`aishtui doctor --clipboard`: marks by each way, and what the user pastes tells which one arrived."""

import json
import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.homelab import Homelab
from tests.stories.ssh_program import needs_ssh, ssh_command, sshd
from tests.stories.tmux_around import tmux_with
from tests.terminal.clipboard_terminal import ClipboardTerminal
from tests.terminal.screen_server import needs_screen, screen_server
from tests.terminal.tmux_server import needs_tmux

POINT = "clipboard self-test"
ENTER, CTRL_C, CTRL_V = "\r", "\x03", "\x16"


class Doctor(ClipboardTerminal):
    """The doctor in a terminal, with its findings in a file beside it."""

    def __init__(
        self, folder: Path, url: str, within: Sequence[str] = (), beside: Sequence[str] = (), **more: Any
    ) -> None:
        """`within` starts it on the user's side; `beside`, in front of aishtui, is what it finds there."""
        self.findings = folder / "findings.json"
        aishtui = [
            *beside, sys.executable, "-m", "aishtui", "--data-dir", str(folder / "data"),
            "--config-dir", str(folder / "config"), "doctor", "--clipboard", "--json", "--endpoint", url,
        ]  # fmt: skip
        said, status = shlex.quote(str(self.findings)), shlex.quote(str(folder / "status"))
        script = f"cd {shlex.quote(str(Path.cwd()))}; {shlex.join(aishtui)} >{said}; echo $? >{status}"
        super().__init__([*within, *self.shell(script)], folder, **more)
        self._status = folder / "status"

    def shell(self, script: str) -> list[str]:
        return ["sh", "-c", script]

    def asks(self) -> None:
        self.sees("Ctrl+C: end.")

    def found(self) -> tuple[int, str, str, str]:
        """The exit status, and verdict, evidence and cure of the self-test."""
        self.until(lambda: self._status.exists() and self._status.read_text().endswith("\n"))
        (last,) = [one for one in json.loads(self.findings.read_text()) if one["point"] == POINT]
        return int(self._status.read_text()), last["verdict"], last["evidence"], last["cure"] or ""


def settles(folder: Path, route: str) -> str:
    """The line that the doctor is to name."""
    (folder / "config").mkdir()
    (folder / "config" / "config.toml").write_text(f'[clipboard]\nroute = "{route}"\n')
    return pins(folder, "auto")


def pins(folder: Path, route: str) -> str:
    return f'In {folder}/config/config.toml, under [clipboard]: route = "{route}"'


def test_in_a_terminal_that_takes_copies_all_is_well(lab: Homelab, tmp_path: Path) -> None:
    with Doctor(tmp_path, lab.url) as doctor:
        doctor.asks()
        doctor.paste()
        status, verdict, evidence, cure = doctor.found()
        assert (status, verdict, cure) == (0, "ok", "")
        assert evidence == "the mark sent by osc52 arrived, as aishtui sends copies here; nothing needs to be settled"
        doctor.until(lambda: not doctor.marks_pastes)
        assert doctor.terminal_attributes == doctor.attributes
        assert not (tmp_path / "data").exists()


def test_a_terminal_that_appends_is_understood_too(lab: Homelab, tmp_path: Path) -> None:
    route = settles(tmp_path, "osc52-tmux")
    with Doctor(tmp_path, lab.url, appends=True) as doctor:
        doctor.asks()
        doctor.paste(doctor.clipboard * 2)
        assert doctor.found()[1:] == (
            "not ok",
            "the mark sent by osc52 arrived, not the one by osc52-tmux, as aishtui sends copies here",
            route,
        )


def test_enter_says_that_nothing_arrived(lab: Homelab, tmp_path: Path) -> None:
    with Doctor(tmp_path, lab.url, takes=False) as doctor:
        doctor.asks()
        doctor.press(ENTER)
        status, verdict, evidence, cure = doctor.found()
        assert (status, verdict) == (1, "not known")
        assert evidence == "nothing was pasted; marks were sent by osc52"
        assert "last-copy.md" in cure


def test_what_was_in_the_clipboard_before_is_told_from_a_mark_and_not_shown(lab: Homelab, tmp_path: Path) -> None:
    with Doctor(tmp_path, lab.url, takes=False) as doctor:
        doctor.asks()
        doctor.press(CTRL_V)
        doctor.sees("Ctrl+V has come as a key")
        doctor.paste(b"secret of old\nand more\n")
        doctor.sees("There is no mark in that.")
        doctor.press(ENTER)
        assert doctor.found()[1:3] == ("not ok", "what was pasted held no mark; marks were sent by osc52")
        assert b"secret" not in doctor.received
        assert b"secret" not in doctor.findings.read_bytes()


def test_a_paste_that_the_terminal_does_not_mark_is_read_to_its_end(lab: Homelab, tmp_path: Path) -> None:
    with Doctor(tmp_path, lab.url) as doctor:
        doctor.asks()
        doctor.press(b"old\nlines\n")
        doctor.sees("There is no mark in that.")
        doctor.press(doctor.clipboard)
        assert doctor.found()[1] == "ok"


def test_ctrl_c_ends_it_with_what_is_known_and_the_terminal_as_it_was(lab: Homelab, tmp_path: Path) -> None:
    with Doctor(tmp_path, lab.url) as doctor:
        doctor.asks()
        doctor.press(CTRL_C)
        status, verdict, evidence, _ = doctor.found()
        assert (status, verdict) == (130, "not known")
        assert evidence == "ended before a mark was pasted; marks were sent by osc52"
        doctor.until(lambda: not doctor.marks_pastes)
        assert doctor.terminal_attributes == doctor.attributes


def test_at_a_desktop_its_own_clipboard_is_tried_too(lab: Homelab, tmp_path: Path) -> None:
    """With a program in xclip's place, in a terminal that takes nothing itself."""
    clipboard, folder = tmp_path / "clipboard", tmp_path / "bin"
    folder.mkdir()
    (folder / "xclip").write_text(f"#!/bin/sh\ncat >{shlex.quote(str(clipboard))}\n")
    (folder / "xclip").chmod(0o755)
    environ = {"DISPLAY": ":99", "PATH": f"{folder}:{os.environ['PATH']}"}
    with Doctor(tmp_path, lab.url, takes=False, environ=environ) as doctor:
        doctor.asks()
        doctor.paste(clipboard.read_bytes())
        assert doctor.found()[1:3] == (
            "ok",
            "the mark sent by desktop arrived, as aishtui sends copies here; nothing needs to be settled",
        )


@needs_tmux
@pytest.mark.parametrize("option", ["on", "external", "off"])
def test_in_tmux_its_own_offer_arrives_whatever_its_option_says(lab: Homelab, tmp_path: Path, option: str) -> None:
    with (
        tmux_with(f"set -s set-clipboard {option}") as tmux,
        Doctor(tmp_path, lab.url, tmux.start, environ={"TERM": "xterm-256color"}) as doctor,
    ):
        doctor.asks()
        doctor.paste()
        assert doctor.found()[1:3] == (
            "ok",
            "the mark sent by tmux arrived, as aishtui sends copies here; nothing needs to be settled",
        )


@needs_tmux
def test_what_tmux_itself_pastes_is_not_taken_for_the_clipboard(lab: Homelab, tmp_path: Path) -> None:
    with tmux_with("set -s set-clipboard off") as tmux, Doctor(tmp_path, lab.url, tmux.start, takes=False) as doctor:
        doctor.asks()
        doctor.press("\x02]")
        doctor.sees("That was tmux's own buffer")
        doctor.press(ENTER)
        _, verdict, evidence, _ = doctor.found()
        assert verdict == "not ok"
        assert evidence == "only what tmux itself pastes held a mark; marks were sent by osc52-tmux, osc52 and tmux"


@needs_tmux
def test_a_pinned_way_that_tmux_keeps_is_named_with_the_one_to_pin(lab: Homelab, tmp_path: Path) -> None:
    route = settles(tmp_path, "osc52")
    with tmux_with() as tmux, Doctor(tmp_path, lab.url, tmux.start) as doctor:
        doctor.asks()
        doctor.paste()
        assert doctor.found()[1:] == (
            "not ok",
            "the mark sent by tmux arrived, not the one by osc52, as aishtui sends copies here",
            route,
        )


@needs_tmux
@pytest.mark.parametrize(
    ("options", "arrived"),
    [(("set -s set-clipboard on",), "osc52"), (("set -g allow-passthrough on",), "osc52-tmux")],
)
def test_a_tmux_that_loads_no_buffer_has_the_way_that_its_options_let_through(
    lab: Homelab, tmp_path: Path, options: tuple[str, ...], arrived: str
) -> None:
    with tmux_with(*options) as tmux, Doctor(tmp_path, lab.url, tmux.start, tmux.without_load_buffer()) as doctor:
        doctor.asks()
        doctor.paste()
        _, verdict, evidence, _ = doctor.found()
        assert verdict == "ok"
        assert f"the mark sent by {arrived} arrived" in evidence
        assert "not sent by tmux: tmux ended with 1" in evidence


@needs_screen
def test_in_gnu_screen_the_wrapped_one_arrives(lab: Homelab, tmp_path: Path) -> None:
    with (
        screen_server() as screen,
        Doctor(tmp_path, lab.url, screen.command, environ=screen.environ) as doctor,
    ):
        doctor.asks()
        doctor.paste()
        assert "the mark sent by osc52-screen arrived" in doctor.found()[2]
        assert doctor.found()[1] == "ok"


# aishtui at the other end of an ssh.


@contextmanager
def doctor_over_ssh(folder: Path, url: str, within: Sequence[str] = (), **more: Any) -> Iterator[Doctor]:
    with sshd(folder) as port:

        class OverSsh(Doctor):
            def shell(self, script: str) -> list[str]:
                return ssh_command(folder, port, script)

        with OverSsh(folder, url, within, **more) as doctor:
            yield doctor


@needs_ssh
def test_over_ssh_the_users_terminal_has_the_mark(lab: Homelab, tmp_path: Path) -> None:
    with doctor_over_ssh(tmp_path, lab.url) as doctor:
        doctor.asks()
        doctor.paste()
        assert doctor.found()[1:3] == (
            "ok",
            "the mark sent by osc52 arrived, as aishtui sends copies here; nothing needs to be settled",
        )


@needs_ssh
@needs_tmux
def test_over_ssh_from_a_tmux_that_keeps_the_bare_one_the_wrapped_one_is_to_be_pinned(
    lab: Homelab, tmp_path: Path
) -> None:
    options = ("set -g allow-passthrough on", "set -g default-terminal tmux-256color")
    with tmux_with(*options) as tmux, doctor_over_ssh(tmp_path, lab.url, tmux.start) as doctor:
        doctor.asks()
        doctor.paste()
        assert doctor.found()[1:] == (
            "not ok",
            "the mark sent by osc52-tmux arrived, not the one by osc52, as aishtui sends copies here",
            pins(tmp_path, "osc52-tmux"),
        )


@needs_ssh
@needs_screen
def test_over_ssh_from_a_screen_that_tells_nothing_the_wrapped_one_is_to_be_pinned(
    lab: Homelab, tmp_path: Path
) -> None:
    with (
        screen_server() as screen,
        doctor_over_ssh(tmp_path, lab.url, screen.command, environ={**screen.environ, "TERM": "xterm"}) as doctor,
    ):
        doctor.asks()
        doctor.paste()
        assert doctor.found()[1:] == (
            "not ok",
            "the mark sent by osc52-screen arrived, not the one by osc52, as aishtui sends copies here",
            pins(tmp_path, "osc52-screen"),
        )
