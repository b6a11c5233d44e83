"""A frame that cannot be drawn ends the app with its error: nobody is left before a screen that stands still."""

import pytest

from tests.screens.desk import desk
from tests.servers.homelab import Homelab


class Broken(Exception):
    """What goes wrong in a frame."""


class BreakingTerminal:
    """Has not taken the last frame when asked first, so that the loop's own timer asks again; then it breaks, once."""

    def __init__(self) -> None:
        self.asked = 0

    def wait(self) -> float:
        self.asked += 1
        if self.asked == 2:
            raise Broken
        return 0.0 if self.asked > 2 else 0.01


async def draw_to_a_breaking_terminal(url: str) -> None:
    async with desk(url) as here:
        await here.until(lambda: here.pane.frame_wait == 0)
        here.pane.output_wait = BreakingTerminal().wait
        here.pane.document_changed()
        await here.until(lambda: not here.app.is_running)


async def test_an_error_in_a_frame_of_the_loops_timer_ends_the_app_with_that_error(lab: Homelab) -> None:
    with pytest.raises(Broken):
        await draw_to_a_breaking_terminal(lab.url)
