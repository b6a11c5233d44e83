"""Token to screen: from the broker's write to the terminal's read, for each token of an answer at 100 tok/s."""

import itertools
import re
import string
from collections.abc import Iterator

from benchmarks.corpus import mixed
from benchmarks.programs import Bench, ready
from benchmarks.row import Row
from benchmarks.scripts import CHARACTERS, Script, tokens
from benchmarks.sleeper import Lateness, sleeper
from benchmarks.streaming import begin, finish
from benchmarks.terminal import Failed
from benchmarks.timely import timed_row, timely

_TOKENS, _PARAGRAPH = 420, 70
_BARS_MS = (35.0, 120.0)
_WORD = re.compile(r"\bz[0-9a-z]{2}\b")


def rows(bench: Bench) -> Iterator[Row]:
    runs = [timely(lambda: _run(bench)) for _ in range(bench.runs)]
    yield timed_row("token to screen at 100 tok/s, median / worst", _BARS_MS, 1.0, runs)


def numbered(count: int) -> str:
    """Paragraphs in which every token is a word of its own: `z00`, `z01`, …"""
    digits = string.digits + string.ascii_lowercase
    words = ["z" + "".join(pair) for pair in itertools.islice(itertools.product(digits, repeat=2), count)]
    paragraphs = ("".join(f"{word} " for word in words[n : n + _PARAGRAPH]) for n in range(0, count, _PARAGRAPH))
    return ("\n" * CHARACTERS).join(paragraphs)


def _run(bench: Bench) -> tuple[list[float], Lateness]:
    script = Script("q1", numbered(_TOKENS), mixed(300, f"{bench.seed} lead", "Zlead"), holds=True)
    with bench.aishtui() as terminal:
        ready(terminal)
        begin(terminal, bench.broker, script, "Zlead")
        shown: dict[str, float] = {}
        with sleeper() as lateness:
            bench.broker.go(script)
            terminal.until(lambda: bench.broker.has_sent(script, "tail"), "the end of the answer")
            terminal.rest(0.3)
        for piece, changed in terminal.unseen():
            for word in _WORD.findall("\n".join(changed)):
                shown.setdefault(word, piece.time_s)
        finish(terminal, bench.broker, script)
    sent = dict(zip(map(str.strip, tokens(script.tail)), bench.broker.times(script, "tail"), strict=True))
    del sent[""]  # the empty lines between the paragraphs
    if missing := sent.keys() - shown.keys():
        raise Failed(f"{len(missing)} tokens were never shown")
    return [(shown[word] - sent_s) * 1000 for word, sent_s in sent.items()], lateness
