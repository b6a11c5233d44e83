"""Moving through the conversation while one types, and how often it is drawn at most."""

import pytest
from textual.events import MouseScrollDown, MouseScrollUp

from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


async def asked(here: Desk, lab: Homelab) -> None:
    """Three long answers, the draft of a prompt, and the focus in it."""
    lab.script(lan.FAST, Behaviour(text="- item\n" * 40))
    for number in range(3):
        await here.ask(f"question {number}")
    await here.type("a draft")
    await here.until(lambda: here.pane.document.following and here.pane.document.total > 120)


async def test_every_way_to_move_works_while_the_prompt_has_the_focus(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, lab)
        document, page = here.pane.document, here.pane.size.height - 2
        end = document.top
        for key, top in (
            ("ctrl+up", end - 1), ("ctrl+up", end - 2), ("ctrl+down", end - 1), ("pageup", end - 1 - page),
            ("alt+pageup", end - 1 - page - round(page / 2)), ("alt+pagedown", end - 1 - page), ("pagedown", end - 1),
            ("ctrl+home", 0), ("ctrl+end", end),
        ):  # fmt: skip
            await here.press(key)
            await here.until(lambda top=top: document.top == top)
            assert document.following == (top == end)
        assert here.prompt.has_focus
        assert here.prompt.value == "a draft"


async def test_the_message_cursor_moves_while_the_prompt_has_the_focus(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, lab)
        for key, chosen in (("alt+up", 5), ("alt+up", 4), ("alt+up", 3), ("alt+down", 4)):
            await here.press(key)
            await here.until(lambda chosen=chosen: here.pane.message_under_cursor == here.path[chosen])
        assert here.prompt.has_focus
        assert here.prompt.value == "a draft"


async def test_the_wheel_moves_the_conversation_and_leaves_the_focus(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await asked(here, lab)
        document, end = here.pane.document, here.pane.document.top
        for event, moved in (
            (MouseScrollUp, lambda: document.top < end),
            (MouseScrollDown, lambda: document.following),
        ):
            await here.pilot._post_mouse_events([event], here.pane, offset=(5, 5))
            await here.until(moved)
        assert here.prompt.has_focus


@pytest.mark.parametrize(("over_ssh", "frames"), [(False, 30), (True, 20)])
async def test_over_ssh_there_are_fewer_frames_and_no_animation(lab: Homelab, over_ssh: bool, frames: int) -> None:
    async with desk(lab.url, over_ssh=over_ssh) as here:
        assert here.pane.frames_per_second == frames
        assert (here.app.animation_level == "none") is over_ssh
