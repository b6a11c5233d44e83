"""Bytes to the terminal: of a streaming answer, of one that comes at once, of scrolling; and what saving them costs."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row, median, spread, verdict
from benchmarks.rows.stream import END_MARK, LEAD_MARK, MEASURED, stream
from benchmarks.scripts import Pace, Script
from benchmarks.streaming import Streamed, settle, warm_up
from benchmarks.terminal import Terminal

_TRUECOLOR, _OWN_COLOURS = ("--theme", "dusk"), ("--theme", "terminal")
_F2, _CTRL_UP = "\x1bOQ", "\x1b[1;5A"
_BURST_TOKENS, _BURST_BAR = 2_000, 2.0
_LINES, _LINES_BAR_KB = 37, 25.0
_COST_BAR = 1.15


@dataclass(frozen=True, slots=True)
class Where:
    """A terminal, and whether the sidebar stands beside the conversation."""

    words: str
    moves_columns: bool
    sidebar: bool = True


WHERE = (
    Where("the terminal moves columns alone", moves_columns=True),
    Where("it does not (tmux)", moves_columns=False),
    Where("it does not, sidebar hidden", moves_columns=False, sidebar=False),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One way to show the same answer, and the bytes per character it may take."""

    what: str
    bar: float
    options: tuple[str, ...]
    where: Where


CASES = tuple(
    Case(f"bytes per streamed character at 100 tok/s, {colours}, {where.words}", bar, options, where)
    for colours, bar, options in (("truecolor", 9.0, _TRUECOLOR), ("theme `terminal`", 5.0, _OWN_COLOURS))
    for where in WHERE
)


def rows(bench: Bench) -> Iterator[Row]:
    runs: dict[Case, list[Streamed]] = {case: [] for case in CASES}
    plain: list[Streamed] = []
    compared: list[Streamed] = []
    for run in range(bench.runs):
        first = run % len(CASES)
        for case in CASES[first:] + CASES[:first]:
            runs[case].append(_streamed(bench, _program(bench, case.options, case.where)))
        plain.append(_streamed(bench, bench.aishtui(options=(*_TRUECOLOR, "--plain-output"), over_ssh=True)))
        compared.append(_streamed(bench, bench.compared()))
    whole, theirs = (median([found.bytes_per_character for found in those]) for those in (plain, compared))
    for case, found in runs.items():
        written = [streamed.bytes_per_character for streamed in found]
        more = f" (`--plain-output` {whole:.0f}, the compared app {theirs:.0f})" if case is CASES[0] else ""
        yield Row(case.what, f"{case.bar:.0f}", f"{spread(written, 1)}{more}", verdict(median(written), case.bar))
    yield _cost([found for case, those in runs.items() if case.options == _TRUECOLOR for found in those], plain)
    yield _burst(bench)
    for where in WHERE:
        yield _scrolling(bench, where)


def _cost(ours: list[Streamed], plain: list[Streamed]) -> Row:
    """Saving them: all of the same colours, since what is hidden or moved makes little of it."""
    with_it, without = ([streamed.cpu_s_per_1000 for streamed in those] for those in (ours, plain))
    times = median(with_it) / median(without)
    measured = f"{times:.2f} × ({spread(with_it)} s against {spread(without)} s per 1,000 tokens)"
    return Row(
        "… CPU while it streams, against `--plain-output`", f"{_COST_BAR} ×", measured, verdict(times, _COST_BAR)
    )


def _streamed(bench: Bench, program: AbstractContextManager[Terminal]) -> Streamed:
    lead = mixed(1_000 - MEASURED, f"{bench.seed} lead", LEAD_MARK)
    return stream(bench, program, lead, mixed(MEASURED, f"{bench.seed} tail", END_MARK), 10)


@contextmanager
def _program(bench: Bench, options: tuple[str, ...], where: Where, messages: int = 10) -> Iterator[Terminal]:
    with bench.aishtui(messages, options=options, moves_columns=where.moves_columns, over_ssh=True) as terminal:
        ready(terminal, messages)
        if not where.sidebar:
            for _ in range(2):  # there, and away
                terminal.press(_F2)
                terminal.quiet()
        yield terminal


def _burst(bench: Bench) -> Row:
    script = Script("q1", mixed(_BURST_TOKENS, f"{bench.seed} burst", "Zburst"), pace=Pace.BURST)
    written: list[float] = []
    for _ in range(bench.runs):
        with bench.aishtui(options=_TRUECOLOR) as terminal:
            ready(terminal)
            warm_up(terminal, bench.broker, bench.seed)
            terminal.quiet()
            bench.broker.know(script)
            terminal.type_in(script.prompt)
            before = terminal.recording.bytes
            terminal.press("\r")
            settle(terminal, lambda: bench.broker.has_sent(script, "end"), "Zburst")
            written.append((terminal.recording.bytes - before) / len(script.tail))
    return Row(
        "2,000 tokens in one burst: bytes per character",
        f"{_BURST_BAR:.0f}",
        spread(written),
        verdict(median(written), _BURST_BAR),
    )


def _scrolling(bench: Bench, where: Where) -> Row:
    written: list[float] = []
    for _ in range(bench.runs):
        with _program(bench, _TRUECOLOR, where, 100) as terminal:
            before = terminal.recording.bytes
            for _ in range(_LINES):
                terminal.press(_CTRL_UP)
                terminal.quiet(0.08)
            written.append((terminal.recording.bytes - before) / 1000)
    what = f"scrolling {_LINES} lines up one by one, {where.words}"
    return Row(what, f"{_LINES_BAR_KB:.0f} KB", f"{spread(written, 1)} KB", verdict(median(written), _LINES_BAR_KB))
