"""A mistake of ours in the store's thread: it is told, and the store goes on."""

import sqlite3
from pathlib import Path

import pytest

from aishtui.store.errors import StoreError
from aishtui.store.opening import open_session
from aishtui.store.spare import Spare
from aishtui.store.writer import Write, Writer


class Ours(Exception):
    """What nobody expects."""


def test_a_write_that_breaks_is_told_and_the_next_one_is_done(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []
    writer = Writer(open_session(tmp_path, with_tabs=False), Spare(tmp_path / "aside"), told.append)

    def broken(_database: sqlite3.Connection) -> None:
        raise Ours("what the user said")

    with pytest.raises(StoreError, match=r"A mistake in aishtui \(Ours\)"):
        writer.write(Write(broken))
    assert len(told) == 1
    assert "what the user said" not in told[0]
    assert "Ours" in caplog.text
    assert writer.write(Write(lambda database: database.execute("SELECT 1").fetchone()[0])) == 1
    writer.close(tmp_path)
