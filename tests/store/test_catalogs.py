"""The last known catalogue of each endpoint."""

import sqlite3
from pathlib import Path

import pytest

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.raw_object import RawObject
from aishtui.store.catalogs import MOST_ENDPOINTS
from aishtui.store.database import Store
from aishtui.store.last_catalog import last_catalog
from aishtui.store.opening import DATABASE
from tests.store.values import NOW

URL = "http://hossenfelder.fritz.box:8082/v1"
RAW = RawObject('{"id": "qwen",\r\n "pricing": {"prompt": "0.1"},\n "n": [1, "größer 😀"]}')
QWEN = CatalogEntry(
    "qwen", "dirac", "Qwen", "for code", 32768, "meta.n_ctx", 0.0, 1.5e-6, 0.01, ("text", "image"), ("text",),
    ("tools", "seed"), "loaded", RAW,
)  # fmt: skip
ENTRIES = (QWEN, CatalogEntry("odd \ud83d"), CatalogEntry("plain", raw={"id": "plain"}))


def test_a_catalogue_comes_back_for_its_own_endpoint(store: Store) -> None:
    store.save_catalog(Catalog(URL, "yesterday", (CatalogEntry("old"),))).result()
    catalog = Catalog(
        URL, NOW, ENTRIES, 3, note="a page did not come", whole=False, since="yesterday", new=frozenset({"qwen", "b"}),
        gone=("x", "y"),
    )  # fmt: skip
    store.save_catalog(catalog).result()
    assert store.load_catalog(URL).result() == catalog
    assert store.load_catalog("http://other").result() is None


def test_one_that_is_longer_than_wanted_is_none(store: Store, tmp_path: Path) -> None:
    store.save_catalog(Catalog(URL, NOW, (CatalogEntry("plain"),))).result()
    change(tmp_path, "UPDATE catalogs SET body = body || ?", " " * 1000)
    assert store.load_catalog(URL, 1000).result() is None
    assert store.load_catalog(URL, 2000).result() == store.load_catalog(URL).result()


@pytest.mark.parametrize("body", ["", "[]", "{}", "7\n{}", '{"skipped": 0}', "\n\n"])
def test_one_that_cannot_be_read_is_none(store: Store, tmp_path: Path, body: str) -> None:
    store.save_catalog(Catalog(URL, NOW, ENTRIES)).result()
    change(tmp_path, "UPDATE catalogs SET body = ?", body)
    assert store.load_catalog(URL).result() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [('"id": "qwen"', '"no": "id"'), ('"owned_by"', '"owner"'), ("\n", " "), ('"skipped": 0', '"skipped": null')],
)
def test_one_that_is_damaged_is_none(store: Store, tmp_path: Path, old: str, new: str) -> None:
    store.save_catalog(Catalog(URL, NOW, ENTRIES)).result()
    change(tmp_path, "UPDATE catalogs SET body = replace(body, ?, ?)", old, new)
    assert store.load_catalog(URL).result() is None


def test_only_the_endpoints_of_the_last_time_are_kept(store: Store) -> None:
    for number in range(MOST_ENDPOINTS + 3):
        store.save_catalog(Catalog(f"http://h:{number}", f"2026-11-{number:02}")).result()
    kept = [number for number in range(MOST_ENDPOINTS + 3) if store.load_catalog(f"http://h:{number}").result()]
    assert kept == list(range(3, MOST_ENDPOINTS + 3))


def test_the_last_one_can_be_looked_at_without_a_store(store: Store, tmp_path: Path) -> None:
    store.save_catalog(Catalog(URL, NOW, ENTRIES)).result()
    assert last_catalog(tmp_path / "data", URL) == Catalog(URL, NOW, ENTRIES)
    assert last_catalog(tmp_path / "data", "http://other") is None


def test_looking_makes_no_files_and_a_broken_one_is_none(tmp_path: Path) -> None:
    assert last_catalog(tmp_path / "none", URL) is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / DATABASE).write_text("not a database, but long enough to be taken for a damaged one " * 20)
    assert last_catalog(tmp_path, URL) is None


def change(tmp_path: Path, sql: str, *values: str) -> None:
    database = sqlite3.connect(tmp_path / "data" / DATABASE, isolation_level=None)
    database.execute(sql, values)
    database.close()
