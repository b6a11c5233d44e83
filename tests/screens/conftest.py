"""How quick the LAN is for the tests of the screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.past_talks import Past
from tests.screens.preset_desk import WRITTEN


@pytest.fixture
def lab_speed() -> float:
    return 200.0


@pytest.fixture
def past(tmp_path: Path) -> Iterator[Past]:
    """A store of conversations held before."""
    past = Past(tmp_path, days=40)
    yield past
    past.store.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is another one than the store's."""
    path = tmp_path / "here"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config folder that does not exist yet."""
    return tmp_path / "config"


@pytest.fixture
def written(config: Path) -> Path:
    """One with a `presets.toml` that somebody wrote."""
    config.mkdir()
    (config / "presets.toml").write_text(WRITTEN)
    return config
