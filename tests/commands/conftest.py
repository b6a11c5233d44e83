"""How quick the LAN is for the tests of the commands."""

import pytest


@pytest.fixture
def lab_speed() -> float:
    return 100.0
