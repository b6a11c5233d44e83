"""What the tests of the screens share: the LAN on a socket, quick, and a port where nobody listens."""

import socket
from collections.abc import Iterator

import pytest

from tests.servers.homelab import Homelab


@pytest.fixture
def lab() -> Iterator[Homelab]:
    with Homelab(speed=200) as lab:
        yield lab


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
