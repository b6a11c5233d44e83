"""What is typed and where one reads, on disk before anybody asks for it."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from aishtui.chat.places import ReadingPlace
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.test_turns import tab_of


@contextmanager
def on_disk(bench: Bench) -> Iterator[sqlite3.Connection]:
    address = f"{(bench.store.data_dir / 'aishtui.db').as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        yield database


def test_a_draft_is_on_disk_while_one_types_on(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    typed = 0
    with on_disk(bench) as database:
        ends_at = time.monotonic() + LIMIT_S
        while database.execute("SELECT draft FROM tabs").fetchone() in (None, ("",)):
            assert time.monotonic() < ends_at, "nothing was kept while keys came"
            typed += 1
            bench.engine.set_draft(tab, "x" * typed)
            time.sleep(0.02)
    assert typed > 1


def test_a_place_is_kept_with_the_tab_and_forgotten_at_the_end(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    bench.engine.set_place(tab, ReadingPlace("m1", 7, 2))
    with on_disk(bench) as database:
        bench_saved = "SELECT place FROM tabs"
        ends_at = time.monotonic() + LIMIT_S
        while '"letters": 7' not in (database.execute(bench_saved).fetchone() or ("",))[0]:
            assert time.monotonic() < ends_at
        bench.engine.set_place(tab, None)
        while database.execute(bench_saved).fetchone() != ("",):
            assert time.monotonic() < ends_at
    bench.engine.set_place("closed meanwhile", ReadingPlace("m1"))
    assert [tab.place for tab in bench.engine.tabs()] == [None]
