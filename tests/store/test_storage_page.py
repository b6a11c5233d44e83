"""`docs/storage.md` names the tables and columns there are, and tests that are there."""

import re
from pathlib import Path

from aishtui.store import word_index
from aishtui.store.connection import open_memory
from aishtui.store.schema import migrate

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / "docs" / "storage.md").read_text("utf-8")
_TESTS = _ROOT / "tests"


def test_every_table_and_column_is_told() -> None:
    database = open_memory()
    migrate(database, lambda _: None)
    word_index.create(database)
    parts = re.split(r"^\*\*`", _PAGE, flags=re.MULTILINE)[1:]
    told = {part.split("`")[0]: set(re.findall(r"`(\w+)`", part)) for part in parts}
    listed = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE ? AND name NOT LIKE 'sqlite_%'",
        (f"{word_index.TABLE}_%",),
    )
    names = {name for (name,) in listed.fetchall()}
    assert set(told) == names
    for name in names - {word_index.TABLE}:
        columns = {column for _, column, *_ in database.execute(f"PRAGMA table_info({name})").fetchall()}
        assert columns - told[name] == set()
    database.close()


def test_the_tests_that_hold_the_promises_are_there() -> None:
    files = re.findall(r"`((?:\w+/)?test_\w+\.py)`", _PAGE)
    assert len(files) > 20
    for name in files:
        path = _TESTS / name if "/" in name else _TESTS / "store" / name
        assert path.is_file(), name
    written = "\n".join(path.read_text("utf-8") for path in _TESTS.rglob("test_*.py"))
    named = re.findall(r"`(test_\w+?)(?:_?…)?`", _PAGE)
    assert len(named) > 10
    for name in named:
        assert f"def {name}" in written, name
