"""One measured answer: what the tail of an answer costs from the moment the rest of it stands on the screen."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.broker_process import BrokerProcess
from benchmarks.corpus import mixed
from benchmarks.processes import cpu_s
from benchmarks.scripts import Pace, Script, tokens
from benchmarks.terminal import PATIENCE_S, Failed, Terminal

_MOMENT_S = 0.3
"""Long enough for the frame that shows the last token, and for what comes after it."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """The cost of a tail, as medians are taken of."""

    cpu_s: float
    tokens: int
    frames_per_s: float
    bytes_per_character: float
    behind_s: float
    """From the last token's write until it was shown."""

    @property
    def cpu_s_per_1000(self) -> float:
        return self.cpu_s * 1000 / self.tokens


@dataclass(frozen=True, slots=True)
class Settled:
    """The CPU seconds when all was done, and the time when it was shown."""

    cpu_s: float
    shown_s: float


def turn(terminal: Terminal, broker: BrokerProcess, script: Script, mark: str) -> float:
    """A whole turn: CPU seconds from Enter until the answer has ended and stands on the screen."""
    broker.know(script)
    terminal.type_in(script.prompt)
    cpu = -cpu_s(terminal.pid)
    terminal.press("\r")
    return cpu + settle(terminal, lambda: broker.has_sent(script, "end"), mark).cpu_s


def warm_up(terminal: Terminal, broker: BrokerProcess, seed: int) -> None:
    """A first turn: it loads what no later one has to, and fills the screen."""
    turn(terminal, broker, Script("q0", mixed(300, f"{seed} warm up", "Zwarm"), pace=Pace.BURST), "Zwarm")


def begin(terminal: Terminal, broker: BrokerProcess, script: Script, lead_mark: str) -> None:
    """Send the prompt of a script that holds, and wait until its lead stands on the screen."""
    broker.know(script)
    terminal.type_in(script.prompt)
    terminal.press("\r")
    settle(terminal, lambda: broker.has_sent(script, "lead"), lead_mark)
    terminal.rest(_MOMENT_S)


def measure(terminal: Terminal, broker: BrokerProcess, script: Script, end_mark: str) -> Streamed:
    """Let the tail come, and take its cost until it is shown; the answer stays open."""
    cpu = -cpu_s(terminal.pid)
    broker.go(script)
    settled = settle(terminal, lambda: broker.has_sent(script, "tail"), end_mark)
    times = broker.times(script, "tail")
    seconds = times[-1] - times[0]
    begin, end = terminal.recording.at(times[0]), terminal.recording.at(times[-1])
    return Streamed(
        cpu + settled.cpu_s,
        len(tokens(script.tail)),
        terminal.recording.frames(begin, end) / seconds,
        terminal.recording.written(begin, end) / len(script.tail),
        settled.shown_s - times[-1],
    )


def settle(terminal: Terminal, sent: Callable[[], bool], mark: str) -> Settled:
    """Until everything is sent, and `mark` is shown, and a moment after.

    The screen is computed only when the program has had that moment: it takes a core, and the program is to have its
    own. It is no use to wait until nothing more is written: while an answer is open, clocks tick.
    """
    terminal.until(sent, "the end of the answer")
    ends_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends_at:
        terminal.rest(_MOMENT_S)
        cpu = cpu_s(terminal.pid)
        if (shown := terminal.stands(mark)) is not None:
            return Settled(cpu, shown.time_s)
    raise Failed(f"waited in vain for {mark}\n{terminal.screen}")


def finish(terminal: Terminal, broker: BrokerProcess, script: Script) -> None:
    """Let an answer that holds end."""
    broker.go(script)
    terminal.until(lambda: broker.has_sent(script, "end"), "the end of the answer")
    terminal.quiet()
