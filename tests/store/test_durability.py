"""What is forced onto the disk, and when: seen from outside, in what the process asks of the kernel."""

import re
import shutil
from pathlib import Path

import pytest

from tests.store.children import run

_CALL = re.compile(r"\b(fsync|fdatasync|write|pwrite64)\(\d+<([^>]*)>")
_STEP = re.compile(r'write\(\d+<[^>]*>, "(STEP [a-z ]+)\\n"')


def test_prompts_and_ends_are_forced_onto_the_disk_and_pieces_are_not(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("no strace here")
    trace = tmp_path / "trace"
    options = ("-f", "-y", "-e", "trace=fsync,fdatasync,write,pwrite64", "-o", str(trace))
    child = run("tests.store.durability_child", str(tmp_path / "data"), through=("strace", *options))
    if "ptrace" in child.stderr and child.returncode:
        pytest.skip("no process may be traced here")
    assert child.returncode == 0, child.stderr
    synced, written = _by_step(trace.read_text("utf-8", "replace"))
    assert synced["STEP turn"] >= 1, "a prompt is on the disk before its request leaves"
    assert synced["STEP end"] >= 1
    assert synced["STEP release"] >= 1
    assert written["STEP pieces"] >= 10, "each piece is written, so that a kill loses none"
    assert synced["STEP pieces"] == 0, "but it does not wait for the disk"
    assert synced["STEP tabs"] == 0


def _by_step(trace: str) -> tuple[dict[str, int], dict[str, int]]:
    """How often something of the database was synced, and written to its log, in each step: the lines before the step's
    name."""
    synced: dict[str, int] = {}
    written: dict[str, int] = {}
    syncs = writes = 0
    for line in trace.splitlines():
        if step := _STEP.search(line):
            synced[step[1]], written[step[1]] = syncs, writes
            syncs = writes = 0
        elif call := _CALL.search(line):
            syncs += call[1] in ("fsync", "fdatasync") and "aishtui.db" in call[2]
            writes += call[1] in ("write", "pwrite64") and call[2].endswith("-wal")
    return synced, written
