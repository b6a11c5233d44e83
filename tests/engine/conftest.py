"""A real store and an engine on the LAN."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aishtui.chat.presets import Preset
from tests.engine.bench import Bench
from tests.servers import lan
from tests.servers.homelab import Homelab

PRESETS = (
    Preset("fast", lan.FAST, source="test"),
    Preset("chat", lan.CHAT, system="Be brief.", params={"temperature": 0.2}, source="test"),
    Preset("deep", lan.DEEP, source="test"),
    Preset("cloud", lan.CLOUD, source="test"),
)


@pytest.fixture
def bench(lab: Homelab, tmp_path: Path) -> Iterator[Bench]:
    with Bench(lab, tmp_path, PRESETS) as bench:
        yield bench


@pytest.fixture
def new_bench(lab: Homelab, tmp_path: Path) -> Iterator[Callable[[], Bench]]:
    """Another run on the same folder."""
    made: list[Bench] = []

    def make() -> Bench:
        made.append(Bench(lab, tmp_path, PRESETS).__enter__())
        return made[-1]

    yield make
    for one in made:
        one.close()
