"""How quick the LAN is for the tests of the screens."""

import pytest


@pytest.fixture
def lab_speed() -> float:
    return 200.0
