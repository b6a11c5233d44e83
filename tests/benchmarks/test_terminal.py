"""The terminal, with small programs in it."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.processes import cpu_s, resident_mb
from benchmarks.terminal import Failed, Terminal

ASKS = r"""
import os, sys, tty
tty.setraw(0)
size = os.get_terminal_size()
print(f"{size.columns}x{size.lines}", end="\r\n")
for query in ("\x1b[c", "\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?u", "\x1b]11;?\x1b\\", "\x1b[6n"):
    sys.stdout.write(query[:2]); sys.stdout.flush()
    sys.stdout.write(query[2:]); sys.stdout.flush()
    heard = ""
    while not heard.endswith(("c", "y", "u", "\\", "R")):
        heard += os.read(0, 1).decode()
    print(repr(heard), end="\r\n")
print("asked", end="\r\n", flush=True)
os.read(0, 1)
"""
WORKS = """
import os, subprocess, sys, time
subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"])
while time.process_time() < 0.3: pass
print("done", flush=True)
os.read(0, 1)
"""


def terminal(program: str) -> Terminal:
    return Terminal([sys.executable, "-c", program], dict(os.environ))


def test_it_answers_each_query_once() -> None:
    with terminal(ASKS) as asking:
        asking.shows("asked")
        rows = [row.strip() for row in asking.screen.rows if row.strip()]
    assert rows[0] == "120x36"
    assert rows[1:-1] == [
        repr(answer)
        for answer in (
            "\x1b[?62;22c", "\x1b[?2026;2$y", "\x1b[?2048;0$y", "\x1b[?0u", "\x1b]11;rgb:1111/1111/1111\x1b\\",
            "\x1b[1;1R",
        )
    ]  # fmt: skip


IN_ONE_PIECE = r"""
import os, sys, tty
tty.setraw(0)
sys.stdout.write("\x1b[5n\x1b[c\x1b[5n\x1b[6n"); sys.stdout.flush()
heard = ""
while not heard.endswith("R"):
    heard += os.read(0, 1).decode()
print(repr(heard), end="\r\n", flush=True)
os.read(0, 1)
"""


def test_it_answers_in_the_order_of_the_queries() -> None:
    with terminal(IN_ONE_PIECE) as asking:
        asking.shows(repr("\x1b[0n\x1b[?62;22c\x1b[0n\x1b[1;1R"))


def test_the_cpu_seconds_are_those_of_all_its_processes() -> None:
    with terminal(WORKS) as working:
        done = working.shows("done")
        own, all_of_them = done.cpu_s, cpu_s(working.pid)
        assert own >= 0.3
        assert all_of_them >= own + 0.02
        assert 3 < resident_mb(working.pid) < 200


def test_a_program_that_ended_is_a_failure_and_not_a_wait() -> None:
    with terminal("print('last words')") as ended, pytest.raises(Failed, match="last words"):
        ended.until(lambda: False, "anything")


def test_closing_ends_a_program_that_does_not_want_to() -> None:
    with terminal(
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    ) as deaf:
        deaf.shows("deaf")
        deaf.leaving_s = 0.1
    assert not Path(f"/proc/{deaf.pid}").exists()
