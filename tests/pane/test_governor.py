"""When the next frame is due."""

import pytest

from aishtui.pane.governor import Governor


def test_after_a_rest_two_frames_may_follow_one_another_and_then_the_pace_is_kept() -> None:
    governor = Governor(20)
    assert governor.wait(100.0) == 0
    governor.began(100.0)
    assert governor.wait(100.001) == 0
    governor.began(100.001)
    assert governor.wait(100.011) == pytest.approx(0.04)
    assert governor.wait(100.051) == 0


def test_a_dear_frame_is_followed_by_a_longer_pause() -> None:
    governor = Governor(30)
    for began in (100.0, 100.2, 100.4):
        governor.began(began)
    governor.spent(0.03)
    assert governor.wait(100.4) == pytest.approx(0.2)


def test_a_moment_is_as_good_as_none() -> None:
    governor = Governor(10)
    for began in (100.0, 100.1):
        governor.began(began)
    assert governor.wait(100.199) == 0


def test_while_the_line_is_behind_no_frame_is_due_and_after_that_the_pace_is_kept() -> None:
    left = 0.3
    governor = Governor(20, lambda: left)
    assert governor.wait(100.0) == pytest.approx(0.3)
    governor.began(100.0)
    assert governor.wait(100.001) == pytest.approx(0.3)
    left = 0.0
    governor.began(100.1)
    assert governor.wait(100.11) == pytest.approx(0.04)
