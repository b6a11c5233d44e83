"""From what `ask` was seen to take in to the rows of the table."""

from collections.abc import Iterator

import pytest

from benchmarks.broker_process import BrokerProcess
from benchmarks.histories import Histories
from benchmarks.programs import Bench
from benchmarks.rows import intake
from benchmarks.rows.glyph import glyph
from benchmarks.rows.intake import Taken
from benchmarks.scripts import Pace, Script
from benchmarks.sleeper import Lateness
from benchmarks.terminal import Failed


@pytest.fixture
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with BrokerProcess() as broker:
        yield Bench(broker, Histories(tmp_path_factory.mktemp("histories"), seed=1), seed=1, runs=1)


def test_fewer_events_per_second_are_missed_and_more_are_met() -> None:
    def verdict(events_per_s: float, late_ms: float = 1.0) -> str:
        return intake._rate_row([(Taken(intake._EVENTS / events_per_s, 1.0), Lateness(late_ms))]).verdict

    assert verdict(30_000) == "met"
    assert verdict(19_000) == "missed"
    assert verdict(30_000, late_ms=6.0) == "void: machine late by 6.0 ms"


def test_the_cost_is_judged_against_the_reader_by_lines() -> None:
    def verdict(ours: float) -> str:
        return intake._cost_row([ours], {"lines": [2.0], "bytes": [1.0]}).verdict

    assert (verdict(4.0), verdict(4.1)) == ("met", "missed")


def test_ask_is_timed_from_the_first_event_and_must_print_all(bench: Bench) -> None:
    script = Script("all", "word " * 200, pace=Pace.BURST)
    taken = intake._asked(bench, script)
    assert 0.0 < taken.wall_s < taken.cpu_s + 30.0
    assert taken.cpu_s > 0.05
    with pytest.raises(Failed, match="4 characters, and 9 were sent"):
        intake._whole("four", "nine chars"[:9])


def test_a_script_without_a_lead_tells_when_its_headers_are_out(bench: Bench) -> None:
    script = Script("silent", "word", holds=True)
    bench.broker.know(script)
    assert not bench.broker.has_sent(script, "lead")
    with bench.aishtui(messages=0) as terminal:
        terminal.shows("Ask something")
        terminal.type_in("silent")
        terminal.press("\r")
        terminal.until(lambda: bench.broker.has_sent(script, "lead"), "the headers")
        assert not bench.broker.has_sent(script, "tail")
        bench.broker.go(script)
        terminal.shows("word")
        assert terminal.recording.newest is not None
        assert bench.broker.times(script, "lead")[0] < bench.broker.times(script, "tail")[0]


def test_the_first_glyphs_come_in_one_event() -> None:
    assert glyph(Script("g7", "Zg07and more")) == "Zg07"
