"""A command that is run to its end."""

import os
import sys
import time

import pytest

from benchmarks.command import Ran, run
from benchmarks.terminal import Failed

WORKS = """
import subprocess, sys, time
subprocess.run([sys.executable, "-c", "import time\\nwhile time.process_time() < 0.2: pass"])
while time.process_time() < 0.3: pass
print("said")
"""


def ran(program: str, patience_s: float = 60.0) -> Ran:
    return run([sys.executable, "-c", program], dict(os.environ), patience_s)


def test_what_it_said_and_what_it_cost_with_its_children() -> None:
    began = time.monotonic()
    found = ran(WORKS)
    assert found.text == "said\n"
    assert found.cpu_s >= 0.5
    assert began < found.ended_s <= time.monotonic()


def test_another_status_than_0_is_a_failure_with_its_words() -> None:
    with pytest.raises(Failed, match=r"ended with 3\nthe reason"):
        ran("import sys; print('the reason', file=sys.stderr); sys.exit(3)")


def test_a_command_that_does_not_end_is_killed() -> None:
    with pytest.raises(Failed, match="ended with -9"):
        ran("import time; time.sleep(600)", patience_s=0.2)
