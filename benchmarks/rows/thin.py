"""A line of 20 kB/s and 300 ms each way: when an answer is shown, against plain text; bytes; how soon keys are seen."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, percentile, spread, verdict
from benchmarks.scripts import CHARACTERS, Pace, Script
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import begin, warm_up
from benchmarks.terminal import Failed, Terminal
from benchmarks.timely import timely
from benchmarks.typist import Typist

_TOKENS = 2_000
_BAR = 1.2
_END = "Zthinend"
_LONG, _PAGES, _PAGE_UP = 1_000, 80, "\x1b[5~"
_LATEST_S = 2.0
"""The screen is computed after it, so as not to disturb the program; by then the answer should be there."""
_WAYS = (("with the display layer", ()), ("with `--plain-output`", ("--plain-output",)))
_PACES = ((Pace.BURST, "in one burst"), (Pace.PACED, "at 100 tok/s"))


@dataclass(frozen=True, slots=True)
class _Shown:
    """The answer's last letter: seconds from the first token's write, and from the last one's; bytes until then."""

    after_s: float
    behind_s: float
    bytes: int


_Run = tuple[_Shown, Lateness]


def rows(bench: Bench) -> Iterator[Row]:
    for pace, words in _PACES:
        script = Script("q1", mixed(_TOKENS, f"{bench.seed} thin", _END), pace=pace)
        plain: list[_Run] = []
        ours: dict[str, list[_Run]] = {way: [] for way, _ in _WAYS}
        # A burst is over within a second, of which others on the machine may take a part.
        for _ in range(bench.runs if pace is Pace.PACED else 2 * bench.runs + 1):
            plain.append(timely(partial(_asked, bench, script)))
            for way, options in _WAYS:
                ours[way].append(timely(partial(_on_screen, bench, script, options)))
        for way, options in _WAYS:
            yield _against(f"2,000 tokens {words}, {way}", ours[way], plain, judged=not options)
    for way, options in _WAYS:
        yield _keys(bench, way, options)
        yield _pages(bench, way, options)


def _against(what: str, ours: list[_Run], plain: list[_Run], judged: bool) -> Row:
    after, theirs = ([shown.after_s for shown, _ in those] for those in (ours, plain))
    behind, theirs_behind = (median([shown.behind_s for shown, _ in those]) for those in (ours, plain))
    per_letter = median([shown.bytes for shown, _ in ours]) / (_TOKENS * CHARACTERS)
    times = median(after) / median(theirs)
    late = max(lateness.p99_ms for _, lateness in ours)
    in_time = all(lateness.acceptable for _, lateness in ours)
    judgement = verdict(times, _BAR) if in_time else f"void: machine late by {late:.1f} ms"
    return Row(
        f"20 kB/s, 300 ms: {what}: last letter shown, against plain text",
        f"{_BAR} ×" if judged else "",
        f"{times:.2f} × ({spread(after)} s against {spread(theirs)} s; {behind:.2f} against {theirs_behind:.2f} s "
        f"behind the last token; {per_letter:.1f} bytes/char; machine late by {late:.1f} ms)",
        judgement if judged else "told",
    )


def _asked(bench: Bench, script: Script) -> _Run:
    """`aishtui ask`, which prints what comes as it comes."""
    bench.broker.know(script)
    with sleeper() as lateness, bench.asking_over_thin_line(script.prompt) as terminal:
        shown = _shown(bench, terminal, script, 0)
    return shown, lateness


def _on_screen(bench: Bench, script: Script, options: tuple[str, ...]) -> _Run:
    with bench.aishtui(options=options, thin_line=True) as terminal:
        ready(terminal)
        warm_up(terminal, bench.broker, bench.seed)
        terminal.quiet(1.0)
        bench.broker.know(script)
        terminal.type_in(script.prompt)
        terminal.quiet(1.0)
        before = terminal.recording.here
        with sleeper() as lateness:
            terminal.press("\r")
            terminal.until(lambda: bench.broker.has_sent(script, "tail"), "the answer")
            terminal.rest(_LATEST_S)
        return _shown(bench, terminal, script, before), lateness


def _shown(bench: Bench, terminal: Terminal, script: Script, before: int) -> _Shown:
    terminal.until(lambda: bench.broker.has_sent(script, "tail"), "the answer")
    last = terminal.shows(_END)
    times = bench.broker.times(script, "tail")
    written = terminal.recording.written(before, terminal.recording.at(last.time_s) + 1)
    return _Shown(last.time_s - times[0], last.time_s - times[-1], written)


def _keys(bench: Bench, way: str, options: tuple[str, ...]) -> Row:
    late_ms: list[float] = []
    written: list[float] = []
    for _ in range(bench.runs):
        with bench.aishtui(options=options, thin_line=True) as terminal:
            late, bytes_per_s = _typed(bench, terminal)
            late_ms += late
            written.append(bytes_per_s)
    return Row(
        f"20 kB/s, 300 ms: key to echo while it streams at 100 tok/s, {way}, p50 / p99",
        "",
        f"{percentile(late_ms, 0.5):.0f} / {percentile(late_ms, 0.99):.0f} ms, of which the line's two ways 600; "
        f"{spread([per_s / 1000 for per_s in written], 1)} kB/s",
        "told",
    )


def _typed(bench: Bench, terminal: Terminal) -> tuple[list[float], float]:
    """Milliseconds until each key was seen, and bytes per second meanwhile."""
    typist = Typist(bench.seed)
    lead, tail = mixed(300, f"{bench.seed} lead", "Zlead"), mixed(2_000, f"{bench.seed} tail")
    script = Script("q1", tail, lead, tokens_per_s=100, holds=True)
    ready(terminal)
    begin(terminal, bench.broker, script, "Zlead")
    bench.broker.go(script)
    terminal.rest(2.0)
    before, began = terminal.recording.bytes, time.monotonic()
    pressed = typist.types(terminal)
    bytes_per_s = (terminal.recording.bytes - before) / (time.monotonic() - began)
    if bench.broker.has_sent(script, "tail"):
        raise Failed("the answer ended before the keys did")
    terminal.rest(3.0)
    return typist.echoes(terminal, pressed), bytes_per_s


def _pages(bench: Bench, way: str, options: tuple[str, ...]) -> Row:
    """Whole screens, and more of them than the line takes: what is shown must be what is wanted now."""
    behind: list[float] = []
    written: list[float] = []
    for _ in range(bench.runs):
        with bench.aishtui(_LONG, options=options, thin_line=True) as terminal:
            ready(terminal, _LONG)
            terminal.quiet(1.0)
            before = terminal.recording.bytes
            for _ in range(_PAGES):
                terminal.press(_PAGE_UP)
                terminal.rest(0.05)
            last = time.monotonic()
            terminal.quiet(2.0)
            newest = terminal.recording.newest
            behind.append(newest.time_s - last if newest else 0.0)
            written.append((terminal.recording.bytes - before) / 1000)
    return Row(
        f"20 kB/s, 300 ms: PageUp held for {_PAGES * 0.05:.0f} s, {way}: last picture after the last key",
        "",
        f"{spread(behind)} s; {median(written):.0f} kB for {_PAGES} keys",
        "told",
    )
