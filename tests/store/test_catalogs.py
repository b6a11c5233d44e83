"""The last known catalogue of each endpoint."""

import sqlite3
from pathlib import Path

import pytest

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.store.database import Store
from tests.store.values import NOW

URL = "http://hossenfelder.fritz.box:8082/v1"
ENTRIES = (
    CatalogEntry("qwen", "dirac", "Qwen", "for code", 32768, {"id": "qwen", "pricing": {"prompt": "0.1"}, "n": [1]}),
    CatalogEntry("odd \ud83d"),
)


def test_a_catalogue_comes_back_for_its_own_endpoint(store: Store) -> None:
    store.save_catalog(Catalog(URL, "yesterday", (CatalogEntry("old"),))).result()
    catalog = Catalog(URL, NOW, ENTRIES, 3)
    store.save_catalog(catalog).result()
    assert store.load_catalog(URL).result() == catalog
    assert store.load_catalog("http://other").result() is None


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"entries": [{"no": "id"}], "skipped": 0}', '{"entries": 3}'])
def test_one_that_cannot_be_read_is_none(store: Store, tmp_path: Path, body: str) -> None:
    store.save_catalog(Catalog(URL, NOW, ENTRIES)).result()
    database = sqlite3.connect(tmp_path / "data" / "aishtui.db", isolation_level=None)
    database.execute("UPDATE catalogs SET body = ?", (body,))
    database.close()
    assert store.load_catalog(URL).result() is None
