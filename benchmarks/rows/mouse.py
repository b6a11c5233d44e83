"""10,000 reports of the mouse at once, as a line that hung hands them over: CPU until they are done with."""

from collections.abc import Iterator
from random import Random

from benchmarks.processes import cpu_s
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.screen import COLUMNS, LINES

_REPORTS = 10_000
_PIECE = 250
"""So many reports, some 3 kB, are in one write, as in one packet of a network."""
_BAR = 0.5
_SORTS = {"wheel": (64, 65), "drags": (32,), "moves": (35,)}


def rows(bench: Bench) -> Iterator[Row]:
    runs = {sort: [_flood(bench, buttons) for _ in range(bench.runs)] for sort, buttons in _SORTS.items()}
    dearest = max(median(seconds) for seconds in runs.values())
    yield Row(
        f"{_REPORTS:,} reports of the mouse at once: CPU",
        f"{_BAR} s",
        ", ".join(f"{sort} {spread(seconds)} s" for sort, seconds in runs.items()),
        verdict(dearest, _BAR),
    )


def _flood(bench: Bench, buttons: tuple[int, ...]) -> float:
    random = Random(bench.seed)
    with bench.aishtui() as terminal:
        ready(terminal)
        terminal.quiet()
        before = cpu_s(terminal.pid)
        for _ in range(_REPORTS // _PIECE):
            terminal.press("".join(_report(random, buttons) for _ in range(_PIECE)))
            terminal.pump(0)
        terminal.press("Zbehind")
        terminal.shows("Zbehind")
        terminal.quiet()
        return cpu_s(terminal.pid) - before


def _report(random: Random, buttons: tuple[int, ...]) -> str:
    """In xterm's SGR form, somewhere in the conversation."""
    return f"\x1b[<{random.choice(buttons)};{random.randint(40, COLUMNS - 4)};{random.randint(4, LINES - 6)}M"
