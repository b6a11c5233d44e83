"""What tests on every floor share: the LAN on a socket, quick, and a port where nobody listens."""

import os
import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.servers.homelab import Homelab

# `make soak`: the same properties, looked at for longer, where a test does not say itself how many examples it wants.
settings.register_profile("soak", max_examples=3_000, deadline=None)
if "AISHTUI_SOAK" in os.environ:
    settings.load_profile("soak")


@pytest.fixture
def lab_speed() -> float:
    """What every pause of the LAN is divided by."""
    return 50.0


@pytest.fixture
def lab(lab_speed: float) -> Iterator[Homelab]:
    with Homelab(speed=lab_speed) as lab:
        yield lab


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
