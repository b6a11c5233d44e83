"""Pastes in the workbench: where they go, and how what is folded is seen again."""

from textual import events

from aishtui.screens.reader import Reader
from tests.screens.desk import Desk, desk
from tests.servers.homelab import Homelab

LONG = "\n".join(f"line {number}" for number in range(30))
HUGE = "x" * 100_000


async def paste(here: Desk, text: str) -> None:
    """As the driver hands it over: to whatever has the focus."""
    assert here.workbench.focused is not None
    here.workbench.focused.post_message(events.Paste(text))
    await here.until(lambda: here.prompt.value)


async def test_what_is_pasted_into_the_conversation_belongs_into_the_prompt(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("tab")
        await here.until(lambda: here.workbench.focused is here.pane)
        await paste(here, "some text")
        assert here.prompt.value == "some text"
        assert here.workbench.focused is here.prompt


async def test_a_folded_paste_is_unfolded_where_it_stands_and_folded_again_by_undo(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type("before ")
        await paste(here, LONG)
        await here.until(lambda: "[pasted 30 lines" in here.prompt.text)
        await here.type(" after")
        await here.press("alt+u")
        await here.until(lambda: here.prompt.text == f"before {LONG} after")
        await here.press("alt+u")
        await here.until(lambda: "Nothing is folded" in here.notice)
        await here.press("alt+z")
        await here.until(lambda: "[pasted 30 lines" in here.prompt.text)
        assert here.prompt.value == f"before {LONG} after"
        assert not here.prompt.typed


async def test_of_several_pastes_the_one_at_the_cursor_is_unfolded(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await paste(here, LONG)
        await here.type(" and ")
        other = LONG.replace("line", "row")
        await paste(here, other)
        await here.until(lambda: "no. 2" in here.prompt.text or here.prompt.text.count("[pasted") == 2)
        await here.press("ctrl+home", "home", "alt+u")
        await here.until(lambda: here.prompt.text.startswith("line 0\n"))
        assert here.prompt.text.count("[pasted") == 1
        assert here.prompt.value == f"{LONG} and {other}"


async def test_a_paste_too_large_to_be_edited_is_shown_to_be_read(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await paste(here, HUGE)
        await here.press("alt+u")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        await here.press("y")
        await here.until(lambda: here.copied == [HUGE])
        await here.press("escape")
        await here.until(lambda: not isinstance(here.app.screen, Reader))
        assert here.prompt.value == HUGE
