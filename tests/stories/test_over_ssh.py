"""Over a real sshd on the loopback: the ssh client is killed in mid-answer, and the answer is whole afterwards."""

import json
import os
import signal
from pathlib import Path

from tests.servers.recording import Answer, recording
from tests.stories.aishtui_program import Aishtui
from tests.stories.ssh_program import OverSsh, needs_ssh, sshd
from tests.stories.stored import newest_answer

PIECES = [f"word{number} " for number in range(100)]

pytestmark = needs_ssh


def pid_of(folder: Path) -> int:
    """The process that has the data folder's lock."""
    (lock,) = (folder / "data" / "run").glob("*.lock")
    return int(json.loads(lock.read_text())["pid"])


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_answer_is_whole_although_the_ssh_client_was_killed_in_its_middle(tmp_path: Path) -> None:
    with recording(Answer(PIECES, 0.02)) as server, sshd(tmp_path) as port:
        with OverSsh(tmp_path, port, "--endpoint", server.url) as program:
            program.sees("Ask something")
            pid = pid_of(tmp_path)
            program.type("a hundred words")
            program.sees("word5 ")
            program.signal(signal.SIGKILL)
            program.ended()
            assert len(server.sent) < len(PIECES), "it was killed in mid-answer"
            program.until(lambda: not lives(pid))
        assert newest_answer(tmp_path) == ("complete", "".join(PIECES), "")
        with Aishtui(tmp_path, "--endpoint", server.url) as again:
            again.sees("1 answer finished while you were away.", "word99")
