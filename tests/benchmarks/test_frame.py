"""Starts that are seen to the first complete frame, and what becomes of them in the table."""

from collections.abc import Iterator

import pytest

from benchmarks.broker_process import BrokerProcess
from benchmarks.histories import Histories
from benchmarks.programs import HINT, Bench
from benchmarks.rows import frame, version
from benchmarks.rows.frame import Started
from benchmarks.terminal import Failed


@pytest.fixture
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with BrokerProcess() as broker:
        yield Bench(broker, Histories(tmp_path_factory.mktemp("histories"), seed=1), seed=1, runs=1)


def test_the_least_app_stands_and_has_used_cpu(bench: Bench) -> None:
    started = frame._start(bench.least(), HINT)
    assert 0.05 < started.whole_s <= started.settled_s


def test_a_frame_without_one_of_its_parts_is_not_whole(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.terminal.PATIENCE_S", 3.0)
    with pytest.raises(Failed, match="nowhere to be seen"):
        frame._start(bench.least(), HINT, "nowhere to be seen")


def test_the_medians_are_compared() -> None:
    least = [Started(0.2, 0.25), Started(0.1, 0.2), Started(0.9, 1.0)]

    def verdict(whole_s: float) -> str:
        return frame._row("start", [Started(whole_s, 9.0)], least).verdict

    assert (verdict(0.25), verdict(0.26)) == ("met", "missed")
    assert "9.00 s against 0.25 s when all is settled" in frame._row("start", [Started(0.2, 9.0)], least).measured


def test_the_version_is_met_up_to_its_bar(bench: Bench) -> None:
    assert (version._row([60.0]).verdict, version._row([61.0]).verdict) == ("met", "missed")
    ran = bench.version()
    assert ran.text.startswith("aishtui ")
    assert ran.cpu_s > 0
