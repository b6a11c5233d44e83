"""Takes the measurements and prints the table."""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine
from benchmarks.broker_process import BrokerProcess
from benchmarks.histories import Histories
from benchmarks.programs import Bench
from benchmarks.row import Row
from benchmarks.rows import (
    blocks,
    burst,
    catalog,
    columns,
    cpu,
    eight,
    flood,
    frame,
    glyph,
    history,
    idle,
    intake,
    journal,
    keys,
    latency,
    mouse,
    opening,
    output,
    picker,
    stall,
    starting,
    stop,
    suite,
    thin,
    turns,
    version,
)
from benchmarks.table import table, write_into
from benchmarks.terminal import Failed

ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "cpu": cpu.rows,
    "burst": burst.rows,
    "bytes": output.rows,
    "flood": flood.rows,
    "intake": intake.rows,
    "turns": turns.rows,
    "blocks": blocks.rows,
    "latency": latency.rows,
    "glyph": glyph.rows,
    "stop": stop.rows,
    "frame": frame.rows,
    "version": version.rows,
    "opening": opening.rows,
    "starting": starting.rows,
    "history": history.rows,
    "journal": journal.rows,
    "keys": keys.rows,
    "mouse": mouse.rows,
    "thin": thin.rows,
    "stall": stall.rows,
    "columns": columns.rows,
    "eight": eight.rows,
    "catalog": catalog.rows,
    "picker": picker.rows,
    "suite": suite.rows,
    "idle": idle.rows,
}


def main(words: Sequence[str]) -> int:
    """0, or 1 where something could not be measured. A bar that is missed is a result."""
    arguments = _arguments(words)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that children and folders are cleared away
    began, pace = time.monotonic(), machine.pace()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="aishtui-bench-") as folder, BrokerProcess() as broker:
        bench = Bench(broker, Histories(Path(folder), arguments.seed), arguments.seed, arguments.runs)
        for name in arguments.only:
            rows += _measured(name, bench)
    part = "" if arguments.only == list(ROWS) else f" --only {','.join(arguments.only)}"
    facts = (
        f"`python -m benchmarks --seed {arguments.seed} --runs {arguments.runs}{part}`, {datetime.now(UTC):%Y-%m-%d}, "
        f"{(time.monotonic() - began) / 60:.0f} minutes",
        machine.processor(),
        machine.software(),
        f"at the beginning {pace}, at the end {machine.pace()}",
    )
    printed = table(rows, facts)
    print(printed)
    if arguments.write:
        write_into(arguments.write, printed)
    return int(any(row.verdict == "failed" for row in rows))


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the texts and the keys")
    parser.add_argument("--only", type=_names, default=list(ROWS), help=f"some of {','.join(ROWS)}")
    parser.add_argument("--runs", type=int, default=3, help="of each measurement; medians are printed")
    parser.add_argument("--quick", dest="runs", action="store_const", const=1, help="one run of each")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table between the marks in FILE, too")
    arguments = parser.parse_args(words)
    if arguments.write and arguments.only != list(ROWS):
        parser.error("--write is for the whole table: it does not go with --only")
    return arguments


def _names(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in ROWS:
            raise argparse.ArgumentTypeError(f"there is no row {name!r}; there are {', '.join(ROWS)}")
    return names


def _measured(name: str, bench: Bench) -> list[Row]:
    """The rows of one name, told as soon as they are known; one that fails leaves the others standing."""
    began, rows = time.monotonic(), []
    try:
        for row in ROWS[name](bench):
            rows.append(row)
            print(f"{row.what}: {row.measured} (bar: {row.bar}): {row.verdict}", file=sys.stderr, flush=True)
    except Failed as problem:
        print(f"{name}: {problem}", file=sys.stderr, flush=True)
        rows.append(Row(name, "", str(problem).splitlines()[0], "failed"))
    print(f"  [{name}: {time.monotonic() - began:.0f} s]", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
