"""How much of the context is taken: said calmly, warned of in time, and asked about before it is too much."""

import time
from dataclasses import replace

from textual import events

from aishtui.screens.menu import Menu
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.homelab import Homelab

SMALL = next(model.context_length for model in lan.LOCAL_MODELS if model.id == lan.FAST)


def about(here: Desk) -> str:
    """What the status bar says of the context."""
    words = here.shows(StatusBar)
    return words[words.index("about") :] if "about" in words else ""


async def known(here: Desk) -> None:
    await here.until(lambda: here.engine.catalog is not None and about(here))


async def fill(here: Desk, text: str) -> None:
    """Paste it, since so much is slow to be typed; an Enter right behind it would belong to the paste."""
    here.prompt.post_message(events.Paste(text))
    await here.until(lambda: here.prompt.value == text and not here.prompt._burst.lasts(time.monotonic()))


async def test_the_meter_follows_the_conversation_and_the_prompt(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await known(here)
        assert about(here).startswith("about 0 of ")
        await here.type("x" * 784)
        await here.until(lambda: about(here).startswith("about 200 of "))
        await here.press("ctrl+c")
        await here.until(lambda: about(here).startswith("about 0 of "))
        await here.ask("7*8")
        await here.until(lambda: about(here) and not about(here).startswith("about 0 of "))


async def test_a_model_whose_context_nobody_knows_has_no_meter(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await known(here)
        await here.enter(":model unheard-of")
        await here.until(lambda: "unheard-of" in here.shows(StatusBar))
        assert about(here) == ""


async def test_it_is_warned_once_at_four_fifths(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await known(here)
        await fill(here, "word " * (SMALL * 4 * 85 // 100 // 5))
        await here.until(lambda: f"tokens, the context of {lan.FAST}. Shorten the prompt" in here.notice)
        here.workbench._notice.dismiss()
        await here.press("a", "b")
        await here.until(lambda: here.prompt.value.endswith("ab"))
        assert here.notice == ""


async def test_too_much_is_asked_about_and_never_cut(lab: Homelab) -> None:
    text = "word " * (SMALL * 4 // 5 + 1000)
    async with desk(lab.url) as here:
        await known(here)
        await fill(here, text)
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("c")
        await here.until(lambda: here.app.screen is here.workbench)
        assert (here.prompt.value, lab.chats) == (text, [])
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("s")
        await here.until(lambda: lab.chats)
        assert lab.chats[0].messages[-1]["content"] == text


async def test_of_several_that_are_asked_the_one_with_least_room_decides(lab: Homelab) -> None:
    text = "word " * (SMALL * 4 // 5 + 1000)
    large = replace(PRESETS[3], name="roomy")
    async with desk(lab.url, (large, PRESETS[0]), own=(large,)) as here:
        await known(here)
        await here.enter(":all")
        await here.until(lambda: "to 2 tabs" in here.notice)
        await fill(here, text)
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        assert lab.chats == []
