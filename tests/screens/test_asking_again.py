"""Asking again, and sending an edited prompt, where that is more than the model's context."""

from aishtui.screens.menu import Menu
from tests.screens.desk import PRESETS, Desk, desk
from tests.screens.test_context_shown import SMALL, fill, known
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

TOO_MUCH = "word " * (SMALL * 4 * 12 // 10 // 5)


async def asked(here: Desk) -> str:
    """What the question offers."""
    await here.until(lambda: isinstance(here.app.screen, Menu))
    return "\n".join(text_of(here.app.screen.query_one("#menu-list")))


async def answered_all_the_same(here: Desk, lab: Homelab) -> None:
    """A prompt over the context was sent anyway and answered."""
    await known(here)
    await fill(here, TOO_MUCH)
    await here.press("enter")
    assert "Send it anyway" in await asked(here)
    await here.press("s")
    await here.until(lambda: len(lab.chats) == 1 and here.at_rest)


async def test_asking_again_over_the_context_is_asked_about(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:1]) as here:
        await answered_all_the_same(here, lab)
        await here.press("f6")
        assert "Send it anyway  it may be refused" in await asked(here)
        await here.press("c")
        await here.until(lambda: not isinstance(here.app.screen, Menu))
        assert len(lab.chats) == 1
        await here.press("f6")
        await asked(here)
        await here.press("s")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        conversation = here.engine.conversation(here.active.id)
        assert conversation is not None
        assert len(conversation.messages) == 3  # the old answer is there beside the new one


async def test_one_with_more_room_is_asked_at_once_and_one_with_less_is_not(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[3:4]) as here:
        await here.until(lambda: here.engine.catalog is not None)
        await fill(here, TOO_MUCH)
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 1 and here.at_rest)
        await here.press("f6")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        await here.enter(":retry fast")
        assert "Send it anyway" in await asked(here)
        await here.press("escape")
        assert len(lab.chats) == 2


async def test_an_edited_prompt_over_the_context_is_asked_about(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:1]) as here:
        await known(here)
        await here.ask("short?")
        await here.enter(":edit")
        await here.until(lambda: here.prompt.value == "short?")
        await here.press("ctrl+u")
        await fill(here, TOO_MUCH)
        await here.press("enter")
        assert "Send it anyway" in await asked(here)
        await here.press("c")
        await here.until(lambda: not isinstance(here.app.screen, Menu))
        assert (len(lab.chats), here.prompt.value) == (1, TOO_MUCH)
        await here.press("enter")
        await asked(here)
        await here.press("s")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert here.path[0].text == TOO_MUCH
