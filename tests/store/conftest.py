"""Stores in a folder of the test's own, closed afterwards."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aishtui.store.database import Store

OpenStore = Callable[..., Store]


@pytest.fixture(autouse=True)
def temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is rescued at the end of a test's stores, here and in its children, does not pile up in the system's."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    monkeypatch.setenv("TMPDIR", folder)
    monkeypatch.setattr(tempfile, "tempdir", folder)


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[OpenStore]:
    """Starts a store in `tmp_path / "data"`, or in the folder given."""
    stores: list[Store] = []

    def start(folder: Path = tmp_path / "data", **options: object) -> Store:
        store = Store(folder, **options)  # type: ignore[arg-type]
        stores.append(store)
        store.start()
        return store

    yield start
    for store in stores:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()
