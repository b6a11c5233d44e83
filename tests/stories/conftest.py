"""What the stories share: the LAN on a socket, quick."""

from collections.abc import Iterator

import pytest

from tests.servers.homelab import Homelab


@pytest.fixture
def lab() -> Iterator[Homelab]:
    with Homelab(speed=50) as lab:
        yield lab
