"""How `aishtui doctor` ends: in its own time, when it is stopped, and where nobody reads it."""

import io
import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from aishtui.commands.doctor import Order, run_doctor
from aishtui.commands.settings import Options, read_settings
from tests.commands.doctor_visit import LIVE
from tests.commands.program import LIMIT_S, command, environment, run
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.terminal.pty_program import PtyProgram

SILENT = Behaviour(silent_s=1e6)


def visited(lab: Homelab, folder: Path, order: Order) -> tuple[int, str, str]:
    options = Options(lab.url, config_dir=folder / "config", data_dir=folder / "data")
    out, notes = io.StringIO(), io.StringIO()
    status = run_doctor(read_settings(options, {}), order, {}, out, notes)
    return status, out.getvalue(), notes.getvalue()


def test_a_model_that_never_answers_is_waited_for_once_and_given_up(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, SILENT)
    status, out, notes = visited(lab, tmp_path, Order(live=True, as_json=True, limit_s=0.3))
    findings = {finding["point"]: finding for finding in json.loads(out)}
    assert (status, tuple(findings)) == (1, LIVE)
    assert f"no answer of {lan.FAST} within 0 s" in findings["answer without streaming"]["evidence"]
    assert {findings[point]["evidence"] for point in LIVE[3:9]} == {"not asked, see “answer without streaming”"}
    assert findings["Authorization"]["verdict"] == "ok"
    assert len(lab.chats) == 1
    assert "may take minutes" in notes


def test_an_answer_that_takes_too_long_says_how_much_had_come(lab: Homelab, tmp_path: Path) -> None:
    slow = Behaviour(text="1 2 3 4 5 6 7 8 9 10", hold_after=4, release=threading.Event())
    lab.script(lan.FAST, Behaviour(text="ok"), slow)
    _, out, _ = visited(lab, tmp_path, Order(live=True, as_json=True, limit_s=0.5))
    findings = {finding["point"]: finding for finding in json.loads(out)}
    assert findings["streaming in pieces"]["evidence"].endswith("; 4 words had come")
    assert findings["tools"]["verdict"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("as_json", [False, True])
def test_stopped_it_prints_what_is_known_and_closes_what_it_asked(
    lab: Homelab, tmp_path: Path, number: signal.Signals, as_json: bool
) -> None:
    lab.script(lan.FAST, SILENT)
    more = ("--json",) if as_json else ()
    arguments = command(tmp_path, "doctor", "--live", "--endpoint", lab.url, *more)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        lab.wait_for(lambda log: any(exchange.method == "POST" for exchange in log), LIMIT_S)
        process.send_signal(number)
        out, err = process.communicate(timeout=LIMIT_S)
    assert (process.returncode, b"Traceback" in err) == (130, False)
    if as_json:
        assert [finding["verdict"] for finding in json.loads(out)] == ["ok", "ok"]
    else:
        assert [line[13:].split("  ")[0] for line in out.decode().splitlines()] == list(LIVE[:2])
    lab.wait_for(lambda log: log[-1].client_closed)


@pytest.mark.parametrize("arguments", [("doctor",), ("doctor", "--json"), ("doctor", "--live")])
def test_a_full_disk_behind_standard_output_is_said(lab: Homelab, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(tmp_path, "--endpoint", lab.url, *arguments),
            stdout=full, stderr=subprocess.PIPE, timeout=LIMIT_S, env=environment(),
        )  # fmt: skip
    assert done.returncode == 1
    assert b"the findings could not be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_reader_that_has_read_enough_is_no_traceback(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "doctor", "--live")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"ok ")
        process.stdout.close()
        _, err = process.communicate(timeout=LIMIT_S)
    assert (process.returncode, b"Traceback" in err) == (1, False)


def test_an_embedded_broker_is_started_asked_and_ended(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--live", "--embedded", "-m", "mirror", "--json")
    findings = {finding["point"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0
    assert findings["streaming in pieces"]["verdict"] == "ok"
    assert findings["two turns"]["verdict"] == "not offered"
    assert findings["X-LLM-Backend"]["evidence"].startswith("“embedded”")
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_stopped_while_it_asks_the_terminal_it_leaves_that_as_it_was(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "doctor")
    with PtyProgram(arguments, tmp_path / "unused.log") as terminal:
        terminal.until(lambda: b"\x1b[>q" in terminal.received)
        terminal.press("\x03")
        assert terminal.ended() == 130
        assert terminal.terminal_attributes == terminal.attributes
