"""How late this machine wakes a process that sleeps 2 ms: times in ms mean something only where it is not.

`python -m benchmarks.sleeper` sleeps until its input ends, then prints how late it was at p99, in ms.
"""

import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.folders import ROOT
from benchmarks.row import percentile

_SLEEP_S = 0.002
MOST_LATE_MS = 5.0


@dataclass(slots=True)
class Lateness:
    """Known when the measurement is over."""

    p99_ms: float = float("nan")

    @property
    def acceptable(self) -> bool:
        return self.p99_ms < MOST_LATE_MS


@contextmanager
def sleeper() -> Iterator[Lateness]:
    """One that sleeps beside a measurement."""
    lateness = Lateness()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sleeper"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,  # Ctrl+C is for the harness; this ends when its input does
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()  # it has begun
        yield lateness
    finally:
        said, _ = process.communicate(timeout=30)
    lateness.p99_ms = float(said)


def main() -> None:
    late_ms: list[float] = []
    print("begun", flush=True)
    while True:
        began = time.monotonic()
        if select.select([sys.stdin], [], [], _SLEEP_S)[0]:
            break
        late_ms.append((time.monotonic() - began - _SLEEP_S) * 1000)
    print(percentile(late_ms, 0.99))


if __name__ == "__main__":
    main()
