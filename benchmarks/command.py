"""A command without a screen, run to its end: what it cost, when it ended, and what it said."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.folders import ROOT
from benchmarks.terminal import PATIENCE_S, Failed


@dataclass(frozen=True, slots=True)
class Ran:
    """`cpu_s` counts every thread and child from the first instruction on; `ended_s` is `time.monotonic()`."""

    cpu_s: float
    ended_s: float
    text: str


def run(command: Sequence[str], environ: Mapping[str, str], patience_s: float = PATIENCE_S) -> Ran:
    """Its standard output goes into a file, so that nobody has to read along. Raises Failed with what it said on
    standard error if it ends with another status than 0, or not in time."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as notes:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=notes, env=dict(environ), cwd=ROOT
        )
        late = threading.Timer(patience_s, process.kill)
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        ended_s = time.monotonic()
        late.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        notes.seek(0)
        if process.returncode:
            raise Failed(f"`{' '.join(command[:4])} …` ended with {process.returncode}\n{notes.read().decode()}")
        return Ran(usage.ru_utime + usage.ru_stime, ended_s, out.read().decode())
