"""What a process has cost so far, read from outside: CPU seconds and memory."""

import os
import time
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_SCHEDULER_CLOCK = 2
"""The kernel's name for the clock of a process that counts nanoseconds (`CPUCLOCK_SCHED`)."""


def own_cpu_s(pid: int) -> float:
    """User and system seconds of all threads of `pid`, ended ones too. Cheap enough for every read of the terminal."""
    return time.clock_gettime((~pid << 3) | _SCHEDULER_CLOCK)


def cpu_s(pid: int) -> float:
    """The same with its children: those it has waited for, and those that live."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    waited_for = (int(fields[13]) + int(fields[14])) / _TICKS_PER_S
    return own_cpu_s(pid) + waited_for + sum(cpu_s(child) for child in _children(pid))


def thread_cpu_s(pid: int, name: str) -> float:
    """The same of the threads of `pid` that the kernel knows by this name; not of those that have ended."""
    seconds = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            if (task / "comm").read_text().strip() == name:
                seconds += int((task / "schedstat").read_text().split()[0]) / 1e9
        except FileNotFoundError:
            continue  # the thread has ended meanwhile
    return seconds


def resident_mb(pid: int) -> float:
    """`VmRSS` in MB of 1024 × 1024 bytes, the children's too."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return own / 1024 + sum(resident_mb(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue  # the thread has ended meanwhile
    return found
