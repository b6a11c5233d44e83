"""Ctrl+C during an import or an export: what is in stays, and no file is left half."""

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aishtui.store.database import Store
from tests.chat.portable.values import answer, kept, prompt
from tests.commands.program import LIMIT_S, command, environment, run


def line(number: int) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": f"number {number}"}]}).encode() + b"\n"


def until(condition: Callable[[], object]) -> None:
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_keeps_what_is_in(tmp_path: Path, number: signal.Signals) -> None:
    process = subprocess.Popen(
        command(tmp_path, "import", "-"), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdin is not None
    process.stdin.write(line(1) + line(2))
    process.stdin.flush()
    until(lambda: "number 1" in run(tmp_path, "export", "--all").stdout)
    process.send_signal(number)
    _, said = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 130
    assert said.decode() == "aishtui: Stopped; what is in so far stays. 2 conversations imported (2 new messages).\n"
    texts = run(tmp_path, "export", "--all").stdout
    assert ("number 1" in texts, "number 2" in texts) == (True, True)


def test_an_import_that_is_killed_has_only_whole_conversations(tmp_path: Path) -> None:
    process = subprocess.Popen(command(tmp_path, "import", "-"), stdin=subprocess.PIPE, env=environment())
    assert process.stdin is not None
    process.stdin.write(b"".join(line(number) for number in range(500)))
    process.stdin.flush()
    until(lambda: "number 1" in run(tmp_path, "export", "--all").stdout)
    process.kill()
    process.wait(LIMIT_S)
    process.stdin.close()
    conversations = json.loads(run(tmp_path, "export", "--all").stdout)["conversations"]
    assert conversations
    assert {len(one["messages"]) for one in conversations} == {1}


def test_an_export_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.start()
    store.import_conversation(kept(prompt("?"), answer("x" * 10_000_000, 2, None))).result()
    store.close()
    process = subprocess.Popen(
        command(tmp_path, "export", "--all"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stdout.read(8) == b'{"format'  # and no more of it is taken
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=LIMIT_S)
    assert (process.returncode, said) == (130, b"aishtui: stopped.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
