"""`aishtui doctor` without a model: what it says of the installation, the folders, the endpoint and the terminal."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from aishtui.store.filesystem import is_in_memory
from tests.commands.doctor_visit import visit
from tests.commands.program import LIMIT_S, command, environment, run, write
from tests.servers.homelab import Homelab
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server

IN_MEMORY = Path("/dev/shm")
NOTHING = ("TMUX", "TMUX_PANE", "STY", "SSH_CONNECTION", "SSH_TTY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")
PLAIN = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **dict.fromkeys(NOTHING, "")}


@pytest.fixture
def server() -> Iterator[TmuxServer]:
    with tmux_server() as made:
        yield made


def test_what_is_in_order_is_ok_and_no_model_is_asked(lab: Homelab, tmp_path: Path) -> None:
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert (seen.done.returncode, seen.not_ok) == (0, {})
    assert tuple(seen.findings) == (
        "versions", "configuration", "data folder", "endpoint", "endpoint answers", "X-LLM-Backend",
        "terminal", "synchronized output", "keyboard", "clipboard", "after a hang-up", "clipboard self-test",
    )  # fmt: skip
    assert lab.chats == []
    assert list(tmp_path.rglob("*")) == []


def test_for_people_each_point_is_a_line(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--endpoint", lab.url, environ=PLAIN)
    assert [line.split()[0] for line in done.stdout.splitlines()].count("ok") == 9
    assert done.stderr == ""


def test_without_a_terminal_it_says_what_could_not_be_asked(lab: Homelab, tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path, "doctor", "--json", "--endpoint", lab.url), stdin=subprocess.DEVNULL, capture_output=True,
        start_new_session=True, env=environment(**PLAIN), timeout=LIMIT_S, check=True,
    )  # fmt: skip
    findings = {finding["point"]: finding for finding in json.loads(done.stdout)}
    for point in ("synchronized output", "keyboard", "clipboard self-test"):
        assert (findings[point]["verdict"], findings[point]["evidence"]) == (
            "not tried",
            "there is no terminal here to ask",
        )
    assert "aishtui doctor --clipboard" in findings["clipboard self-test"]["cure"]


def test_the_self_test_without_a_terminal_says_why_it_was_not_tried(lab: Homelab, tmp_path: Path) -> None:
    done = subprocess.run(
        command(tmp_path, "doctor", "--clipboard", "--endpoint", lab.url), stdin=subprocess.DEVNULL,
        capture_output=True, start_new_session=True, env=environment(**PLAIN), timeout=LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"not known    clipboard self-test     not tried: there is no terminal here to ask\n" in done.stdout


def test_the_self_test_and_the_broker_are_looked_at_one_at_a_time(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--clipboard", "--live")
    assert (done.returncode, "one at a time" in done.stderr) == (2, True)


def test_versions_are_those_of_the_installed_parts(lab: Homelab, tmp_path: Path) -> None:
    evidence = visit(tmp_path, "--endpoint", lab.url).evidence("versions")
    for words in (f"Python {platform.python_version()}", f"textual {version('textual')}", f"httpx {version('httpx')}"):
        assert words in evidence


def test_who_named_the_endpoint_is_said(lab: Homelab, tmp_path: Path) -> None:
    assert visit(tmp_path, "--endpoint", lab.url).evidence("endpoint") == f"{lab.url}, by --endpoint"
    environ = {"AISHTUI_ENDPOINT": lab.url}
    assert visit(tmp_path, environ=environ).evidence("endpoint") == f"{lab.url}, by AISHTUI_ENDPOINT"
    path = write(tmp_path, "config.toml", f'[endpoint]\nurl = "{lab.url}"\n')
    assert visit(tmp_path).evidence("endpoint") == f"{lab.url}, by {path}"
    assert visit(tmp_path, "--embedded").evidence("endpoint").endswith(", by --embedded")


def test_an_endpoint_that_does_not_answer_is_not_ok(tmp_path: Path, closed_port: int) -> None:
    seen = visit(tmp_path, "--endpoint", f"127.0.0.1:{closed_port}", environ=PLAIN)
    assert (seen.done.returncode, seen.not_ok) == (1, {"endpoint answers": "not ok"})
    assert "refused the connection" in seen.evidence("endpoint answers")


def test_a_mistake_in_a_file_is_shown_with_its_place(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "config.toml", "[engine]\non_hangup = 7\n")
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert seen.not_ok == {"configuration": "not ok"}
    assert "config.toml, line 2, engine.on_hangup" in seen.evidence("configuration")


def test_a_database_that_others_may_read_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    run(tmp_path, "ask", "--endpoint", lab.url, "7×8")
    assert visit(tmp_path, "--endpoint", lab.url, environ=PLAIN).not_ok == {}
    (tmp_path / "data" / "aishtui.db").chmod(0o644)
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert seen.not_ok == {"data folder": "not ok"}
    assert seen.cure("data folder").startswith("chmod 600 ")


def test_where_the_data_lie_is_told_with_the_file_system_the_room_and_the_journal(lab: Homelab, tmp_path: Path) -> None:
    run(tmp_path, "ask", "--endpoint", lab.url, "7×8")
    evidence = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN).evidence("data folder")
    assert " free" in evidence
    assert "journal mode wal" in evidence


def test_a_database_that_is_damaged_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "aishtui.db").write_bytes(b"a love letter\n" * 100)
    (tmp_path / "data" / "aishtui.db").chmod(0o600)
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert seen.not_ok == {"data folder": "not ok"}
    assert "aishtui store check" in seen.evidence("data folder")


def test_conversations_that_are_not_in_the_database_yet_are_told(lab: Homelab, tmp_path: Path) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    database.write_bytes(b"a love letter\n" * 100)
    run(tmp_path, "ask", "--endpoint", lab.url, "7×8")
    database.unlink()
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert "1 file with conversations that are not in it yet" in seen.evidence("data folder")
    run(tmp_path, "ask", "--endpoint", lab.url, "7×8")
    assert visit(tmp_path, "--endpoint", lab.url, environ=PLAIN).not_ok == {}


def test_a_data_folder_that_is_a_file_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    done = run(tmp_path, "doctor", "--endpoint", lab.url)
    assert (done.returncode, done.stdout) == (2, "")  # the option itself says so


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "TERM=xterm-256color, COLORTERM=truecolor, truecolor colours, not over SSH, no tmux"),
        ({"SSH_CONNECTION": "a b"}, "over SSH"),
        ({"TERM": "tmux-256color", "SSH_CONNECTION": "a b"}, "tmux or screen on your side of the SSH"),
        ({"STY": "1.pts"}, "in GNU screen"),
    ],
)
def test_the_terminal_is_described(lab: Homelab, tmp_path: Path, environ: dict[str, str], words: str) -> None:
    seen = visit(tmp_path, "--endpoint", lab.url, environ={**PLAIN, **environ})
    assert words in seen.evidence("terminal")


def test_a_terminal_without_a_screen_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    assert visit(tmp_path, "--endpoint", lab.url, environ={**PLAIN, "TERM": "dumb"}).not_ok == {"terminal": "not ok"}


@needs_tmux
@pytest.mark.parametrize(("held", "verdict"), [("500", "not ok"), ("10", "ok")])
def test_in_tmux_its_escape_time_is_named_with_the_cure(
    lab: Homelab, tmp_path: Path, server: TmuxServer, held: str, verdict: str
) -> None:
    server("set-option", "-sg", "escape-time", held)
    environ = {**PLAIN, "TERM": "tmux-256color", "TMUX": server.variable, "TMUX_PANE": server.pane}
    seen = visit(tmp_path, "--endpoint", lab.url, environ=environ)
    assert seen.findings["tmux escape-time"]["verdict"] == verdict
    assert seen.evidence("tmux escape-time") == f"{held} ms: a lone Esc reaches aishtui only after that time"
    assert ("set -sg escape-time 10" in seen.cure("tmux escape-time")) == (verdict == "not ok")


@needs_tmux
@pytest.mark.parametrize(
    ("settled", "point", "option", "cure"),
    [
        ('[clipboard]\nroute = "osc52"', "tmux set-clipboard", ("-s", "set-clipboard"), "set -s set-clipboard on"),
        (
            '[clipboard]\nroute = "osc52-tmux"', "tmux allow-passthrough", ("-g", "allow-passthrough"),
            "set -g allow-passthrough on",
        ),
        (
            '[notice]\nwhen_done = "osc9"', "tmux allow-passthrough", ("-g", "allow-passthrough"),
            "set -g allow-passthrough on",
        ),
    ],
)  # fmt: skip
def test_in_tmux_an_option_that_a_setting_depends_on_is_named_with_the_cure(
    lab: Homelab, tmp_path: Path, server: TmuxServer, settled: str, point: str, option: tuple[str, str], cure: str
) -> None:
    write(tmp_path, "config.toml", settled)
    environ = {**PLAIN, "TERM": "tmux-256color", "TMUX": server.variable, "TMUX_PANE": server.pane}
    seen = visit(tmp_path, "--endpoint", lab.url, environ=environ)
    assert seen.findings[point]["verdict"] == "not ok"
    assert cure in seen.cure(point)
    server("set-option", *option, "on")
    assert visit(tmp_path, "--endpoint", lab.url, environ=environ).findings[point]["verdict"] == "ok"


def test_a_tmux_that_has_gone_is_said(lab: Homelab, tmp_path: Path) -> None:
    environ = {**PLAIN, "TERM": "tmux-256color", "TMUX": f"{tmp_path}/gone,1,0", "TMUX_PANE": "%0"}
    assert visit(tmp_path, "--endpoint", lab.url, environ=environ).not_ok == {
        "tmux": "not known",
        "clipboard": "not known",
    }


@needs_tmux
def test_in_tmux_the_options_that_matter_are_named(lab: Homelab, tmp_path: Path, server: TmuxServer) -> None:
    environ = {**PLAIN, "TERM": "tmux-256color", "TMUX": server.variable, "TMUX_PANE": server.pane}
    server("set-option", "-g", "focus-events", "on")
    seen = visit(tmp_path, "--endpoint", lab.url, environ=environ)
    assert seen.findings["tmux"]["verdict"] == "ok"
    assert seen.evidence("tmux set-clipboard").startswith("external: ")
    assert seen.evidence("tmux focus-events") == "on: aishtui knows whether you look at it"
    assert seen.findings["tmux extended-keys"]["verdict"] == "not offered"
    assert "extended-keys on" in seen.cure("tmux extended-keys")


def test_a_list_of_models_without_the_header_is_told(tmp_path: Path, lab: Homelab) -> None:
    lab.broken.hides_backend = True
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert seen.done.returncode == 0
    assert seen.findings["X-LLM-Backend"]["verdict"] == "not offered"
    assert "--live" in seen.cure("X-LLM-Backend")


def test_a_data_folder_that_is_not_there_yet_is_told_with_where_it_will_lie(lab: Homelab, tmp_path: Path) -> None:
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    assert "data is not there yet; the first start makes it, " in seen.evidence("data folder")
    assert " free" in seen.evidence("data folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_made_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    seen = visit(tmp_path, "--endpoint", lab.url, environ=PLAIN)
    tmp_path.chmod(0o700)
    assert seen.not_ok == {"data folder": "not ok"}
    assert "--data-dir" in seen.cure("data folder")


@pytest.mark.skipif(not IN_MEMORY.is_dir() or not is_in_memory(IN_MEMORY), reason="no file system in memory here")
def test_a_data_folder_in_memory_is_told_with_what_to_do(lab: Homelab, tmp_path: Path) -> None:
    there = IN_MEMORY / f"aishtui-{os.getpid()}"
    seen = visit(tmp_path, "--endpoint", lab.url, "--data-dir", str(there), environ=PLAIN)
    assert "in memory only: gone after a restart" in seen.evidence("data folder")
    assert "--data-dir" in seen.cure("data folder")


def test_a_terminal_with_few_colours_is_told_how_to_say_that_it_has_more(lab: Homelab, tmp_path: Path) -> None:
    seen = visit(tmp_path, "--endpoint", lab.url, environ={**PLAIN, "TERM": "xterm", "COLORTERM": ""})
    assert "16 colours" in seen.evidence("terminal")
    assert "COLORTERM=truecolor" in seen.cure("terminal")


def test_an_embedded_broker_that_does_not_start_hides_no_other_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    seen = visit(tmp_path, "--embedded", environ=PLAIN)
    assert seen.not_ok == {"endpoint answers": "not ok"}
    assert "after a hang-up" in seen.findings
