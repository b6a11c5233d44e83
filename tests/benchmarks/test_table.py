"""From figures to the table."""

from pathlib import Path

import pytest

from benchmarks.__main__ import ROWS, main
from benchmarks.row import Row, percentile, spread, verdict
from benchmarks.rows.stream import streaming_row
from benchmarks.sleeper import Lateness
from benchmarks.streaming import Streamed
from benchmarks.table import BEGIN, END, table, write_into
from benchmarks.timely import timed_row, timely


def test_the_table_takes_the_place_between_the_marks(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text(f"before\n\n{BEGIN}\nold\n{END}\n\nbehind\n")
    new = table([Row("what", "1 s", "0.5 s", "met")], ["a fact"])
    for _ in range(2):
        write_into(document, new)
    assert document.read_text() == f"before\n\n{BEGIN}\n\n{new}\n\n{END}\n\nbehind\n"
    assert "| what | 1 s | 0.5 s | met |" in new
    assert "- a fact" in new


def test_a_document_without_the_marks_is_left_alone(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text("nothing here")
    with pytest.raises(ValueError, match="no place"):
        write_into(document, "table")
    assert document.read_text() == "nothing here"


@pytest.mark.parametrize(
    ("streamed", "verdict"),
    [
        (Streamed(0.3, 500, 30.0, 100.0, 0.03), "met"),
        (Streamed(0.5, 500, 30.0, 100.0, 0.03), "missed"),
        (Streamed(0.1, 500, 14.0, 100.0, 0.03), "void: 14 frames/s"),
        (Streamed(0.1, 500, 30.0, 100.0, 11.4), "void: 11.4 s behind"),
    ],
)
def test_painting_less_or_later_is_no_saving(streamed: Streamed, verdict: str) -> None:
    assert streaming_row("w", 0.8, [streamed]).verdict == verdict


def test_a_late_machine_makes_times_void() -> None:
    def row(late_ms: float) -> str:
        return timed_row("w", (20.0, 60.0), 0.99, [([10.0] * 100, Lateness(late_ms))]).verdict

    assert row(1.0) == "met"
    assert row(7.5) == "void: machine late by 7.5 ms"


def test_without_a_second_bar_only_the_median_is_judged() -> None:
    def row(times_ms: list[float]) -> tuple[str, str]:
        found = timed_row("w", (25.0, None), 1.0, [(times_ms, Lateness(1.0))])
        return found.bar, found.verdict

    assert row([10.0, 12.0, 500.0]) == ("25 ms", "met")
    assert row([10.0, 26.0, 26.0]) == ("25 ms", "missed")


def test_a_run_on_a_late_machine_is_tried_again() -> None:
    late = iter((9.0, 1.0, 0.5))
    times, lateness = timely(lambda: ([late_ms := next(late)], Lateness(late_ms)))
    assert (times, lateness.p99_ms) == ([1.0], 1.0)
    always = [Lateness(9.0)] * 3
    assert timely(lambda: ([0.0], always.pop()))[1].p99_ms == 9.0
    assert not always


def test_the_worst_and_the_typical_are_told_apart() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.99), percentile(values, 1.0)) == (100.0, 100.0)
    assert percentile(values, 0.5) == 51.0
    assert spread([3.0, 1.0, 2.0], 1) == "2.0 (1.0–3.0)"
    assert (verdict(0.8, 0.8), verdict(0.81, 0.8)) == ("met", "missed")


def test_unknown_rows_are_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "cpu,speed"])
    said = capsys.readouterr().err
    assert "'speed'" in said
    assert all(name in said for name in ROWS)


def test_a_part_of_the_table_is_not_written_down() -> None:
    with pytest.raises(SystemExit):
        main(["--only", "idle", "--write", "anywhere.md"])
