"""The machine a table was measured on, and how fast it was just then."""

import os
import platform
import statistics
import time
from importlib.metadata import version
from pathlib import Path


def processor() -> str:
    """`AMD EPYC, 2 cores, Linux 6.1`."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown CPU")
    release = "-".join(platform.release().split("-")[:1])
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {release}"


def software() -> str:
    names = ("textual", "rich", "httpx", "markdown-it-py")
    return f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names)


def pace() -> str:
    """How busy the machine is, and the CPU time of a fixed piece of Python: neighbours make a CPU second dearer."""
    return f"load {os.getloadavg()[0]:.1f}, yardstick {yardstick_ms():.0f} ms"


def yardstick_ms() -> float:
    """CPU milliseconds of a fixed piece of Python."""
    taken = []
    for _ in range(5):
        began = time.process_time()
        known: dict[int, str] = {}
        for number in range(100_000):
            known[number % 977] = f"{number}:{number & 7}"
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)
