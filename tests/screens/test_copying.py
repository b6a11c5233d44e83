"""Copies of more, and less, than one answer; and what is said where nothing was sent."""

import threading

from aishtui.chat.messages import Role
from aishtui.widgets.notice import Notice
from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

SOURCE = "# Not *drawn*\n\n```py\nx = 1\n```\n\n```sh\nls\n```\n"


async def copied(here: Desk, line: str) -> str:
    count = len(here.copied)
    await here.enter(line)
    await here.until(lambda: len(here.copied) > count)
    return here.copied[-1]


async def test_the_last_prompt_is_copied_whatever_has_come_since(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("first *one*")
        await here.ask("second *one*")
        assert await copied(here, ":copy prompt") == "second *one*"
        assert await copied(here, ":copy prompt plain") == "second one"
        await here.press(*["alt+up"] * 4)
        assert await copied(here, ":copy prompt") == "first *one*"
        await here.press("alt+down")
        assert await copied(here, ":copy prompt") == "second *one*"


async def test_all_is_the_conversation_as_it_is_exported(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE), Behaviour(text="the *second*"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await here.ask("again")
        text = await copied(here, ":copy all")
        await here.until(lambda: here.notice.startswith("The conversation: "))
        assert text.index("hello") < text.index(SOURCE.strip()) < text.index("again") < text.index("the *second*")
        plain = await copied(here, ":copy all plain")
        assert "--- 1 · You" in plain
        assert SOURCE.strip() in plain


async def test_all_has_what_has_come_of_an_answer_that_is_being_written(lab: Homelab) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=released))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: here.workbench.view.live_text() == "one two ")
        assert "hello" in await copied(here, ":copy all")
        released.set()
        await here.until(lambda: here.at_rest)
        assert "one two three" in await copied(here, ":copy all")


async def test_the_palette_copies_the_conversation_too(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("hello")
        here.workbench.action_conversation_copy()
        await here.until(lambda: here.copied and "hello" in here.copied[-1])


async def test_in_a_comparison_all_is_the_comparison(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":compare fast, chat")
        await here.until(lambda: len(here.tabs) == 2)
        await here.enter("7*8")
        await here.until(lambda: all(_answered(here, tab.id) for tab in here.tabs))
        text = await copied(here, ":copy all")
        await here.until(lambda: here.notice.startswith("The comparison: "))
        assert "fast" in text
        assert "chat" in text
        assert "56" in text
        await here.enter(":copy all plain")
        await here.until(lambda: here.notice.startswith("A comparison is Markdown"))


def _answered(here: Desk, tab_id: str) -> bool:
    path = here.engine.path(tab_id) or ()
    return bool(path) and path[-1].role is Role.ASSISTANT and path[-1].status.ended


async def test_where_there_is_nothing_it_says_so(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        for line, words in (
            (":copy all", "There is nothing in this conversation yet."),
            (":copy prompt", "There is no prompt to copy yet."),
            (":print", "There is no answer to copy yet."),
            (":print promt", ":print takes a code block's number"),
        ):
            await here.enter(line)
            await here.until(lambda words=words: here.notice.startswith(words))
            assert here.prompt.value == line
            await here.press("ctrl+c")


async def test_what_is_too_long_is_offered_block_by_block(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE), Behaviour(text="```py\nx = 1\n```\n" + "words " * 4))
    async with desk(lab.url, too_long=20) as here:
        await here.ask("hello")
        await copied(here, ":copy")
        await here.until(
            lambda: here.notice == f"{len(SOURCE)} characters taken; :copy 1 to :copy 2 take a code block alone"
        )
        await copied(here, ":copy 1")
        await here.until(lambda: here.notice == "Code block 1: 6 characters taken")
        await here.ask("again")
        await copied(here, ":copy")
        await here.until(lambda: here.notice.endswith("; :copy 1 takes its code block alone"))
        await copied(here, ":copy all")
        await here.until(lambda: here.notice.endswith(" characters taken") and "The conversation: " in here.notice)


async def test_without_a_terminal_there_is_nothing_to_print_on(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.enter(":print")
        await here.until(lambda: here.workbench.query_one(Notice).text == "There is no terminal here to print on.")
