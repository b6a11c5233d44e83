"""The actions of a message: which one they are for, how they are opened, and what they copy."""

import json
import threading

from textual.content import Content
from textual.geometry import Region

from aishtui.pane.transcript import Transcript
from aishtui.screens.message_menu import MessageMenu
from aishtui.screens.reader import Reader
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.prompt import Prompt
from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, sends
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

SOURCE = "# Not *drawn*\n\n```py\nx  =  1\n```\n\n- item\n  ```sh\n  ls\n    -l\n  ```\n"


def offered(here: Desk) -> str:
    """The menu's rows, while it is open."""
    screen = here.app.screen
    assert isinstance(screen, MessageMenu)
    return "\n".join(text_of(screen.query_one(MenuList)))


def reading(here: Desk) -> str:
    """What the reader draws."""
    text = here.app.screen.query_one("#reader-text")
    return "\n".join(strip.text for strip in text.render_lines(Region(0, 0, text.size.width, text.size.height)))


async def opens(here: Desk, *keys: str) -> None:
    await here.press(*keys)
    await here.until(lambda: isinstance(here.app.screen, MessageMenu) and here.app.focused is not None)


async def closes(here: Desk) -> None:
    await here.press("escape")
    await here.until(lambda: here.app.screen is here.workbench)


async def test_ctrl_o_is_for_the_last_answer_and_a_letter_copies(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE, thinking="let me see"))
    async with desk(lab.url) as here:
        await here.press("ctrl+o")
        await here.until(lambda: here.notice == "There is no message yet.")
        await here.ask("hello")
        await opens(here, "ctrl+o")
        assert "Copy code block 2" in offered(here)
        for number, (key, text) in enumerate(
            [("y", SOURCE), ("1", "x  =  1\n"), ("2", "ls\n  -l\n"), ("t", "let me see"),
             ("p", "Not drawn\n\nx  =  1\n\n- item\n  ls\n    -l")]
        ):  # fmt: skip
            if number:
                await opens(here, "ctrl+o")
            await here.press(key)
            await here.until(lambda text=text, number=number: here.copied[number:] == [text])
            await here.until(lambda: here.app.screen is here.workbench)
        await here.until(lambda: here.notice.startswith("As plain text: "))


async def test_the_cursor_chooses_the_message_and_enter_in_the_empty_prompt_opens_its_menu(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("enter")
        assert here.app.screen is here.workbench
        await here.press("alt+up", "alt+up")
        await here.until(lambda: "Enter: actions of the marked message" in here.shows(Prompt))
        await opens(here, "enter")
        assert "Edit" in offered(here)
        await here.press("y")
        await here.until(lambda: here.copied == ["7*8"])
        await here.press("escape")
        await here.until(lambda: "Ask something" in here.shows(Prompt))
        assert here.pane.message_under_cursor is None


async def test_enter_in_the_conversation_and_the_command_open_it_too(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await here.press("tab", "alt+up")
        await opens(here, "enter")
        await closes(here)
        await here.press("escape")
        await here.enter(":message")
        await here.until(lambda: isinstance(here.app.screen, MessageMenu))
        await here.press("q")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_typed_copies_are_of_the_chosen_message_or_the_last_answer(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE), Behaviour(text="plain words"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await here.ask("again")
        await here.enter(":copy")
        await here.until(lambda: here.copied == ["plain words"])
        await here.press(*["alt+up"] * 3)
        await here.enter(":copy 2")
        await here.until(lambda: here.copied[1:] == ["ls\n  -l\n"])
        await here.until(lambda: here.notice.startswith("Code block 2: "))
        await here.enter(":copy 5")
        await here.until(lambda: here.notice == "This answer has 2 code blocks; there is no 5.")
        assert here.prompt.value == ":copy 5"


async def test_what_cannot_be_copied_says_why(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        for line, words in (
            (":copy 1", "This answer has no code block."),
            (":copy thinking", "No answer here has any thinking."),
            (":copy that", ":copy takes a code block's number"),
            (":fold", "Nothing here is folded."),
            (":older", "No message here has another version"),
            (":continue", "This answer is complete: there is nothing to continue."),
        ):
            await here.enter(line)
            await here.until(lambda words=words: here.notice.startswith(words))
            await here.press("ctrl+c")


async def test_an_answer_that_is_being_written_is_copied_as_far_as_it_has_come(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with desk(lab.url) as here:
        await here.enter("hello")
        await here.until(lambda: here.workbench.view.live_text() == "one two ")
        await opens(here, "ctrl+o")
        assert "Ask again" not in offered(here)
        await here.press("y")
        await here.until(lambda: here.copied == ["one two "])
        for line in (":retry", ":continue", ":edit"):
            await here.enter(line)
            await here.until(lambda: here.notice == "It is still answering. Esc stops it.")
            await here.press("ctrl+c")


async def test_thinking_is_folded_and_unfolded_from_the_menu(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="Yes.", thinking="let me see"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await opens(here, "ctrl+o")
        await here.press("f")
        await here.until(lambda: "let me see" in here.shows(Transcript))
        await here.enter(":fold")
        await here.until(lambda: "let me see" not in here.shows(Transcript))


async def test_many_code_blocks_scroll_in_the_menu(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="".join(f"```\nblock {n}\n```\n" for n in range(1, 31))))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await opens(here, "ctrl+o")
        assert "block 30" not in offered(here)
        await here.press(*["down"] * 31)
        assert "block 30" in offered(here)
        await here.press("enter")
        await here.until(lambda: here.copied == ["block 30\n"])


async def test_a_large_answer_opens_its_menu_too(lab: Homelab) -> None:
    source = "```py\nx = 1\n```\n" + "words and words\n" * 8000
    whole = {"choices": [{"message": {"content": source}, "finish_reason": "stop"}]}
    lab.script(lan.FAST, sends(json.dumps(whole).encode(), content_type="application/json"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await opens(here, "ctrl+o")
        await here.press("1")
        await here.until(lambda: here.copied == ["x = 1\n"])
        await here.enter(":copy plain")
        await here.until(lambda: [text[:12] for text in here.copied[1:]] == ["x = 1\n\nwords"])
        await here.enter(":copy 2")
        await here.until(lambda: here.notice == "This answer has 1 code block; there is no 2.")


async def test_the_raw_view_shows_the_source_and_copies_it(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE, thinking="let me see"))
    async with desk(lab.url) as here:
        await here.ask("hello")
        await here.enter(":raw")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        await here.until(lambda: "# Not *drawn*" in reading(here))
        assert "let me see" in reading(here)
        await here.press("y")
        await here.until(lambda: here.copied == [SOURCE])
        await closes(here)


async def test_details_show_the_request_and_copy_it_as_curl(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.ask("7*8")
        await opens(here, "ctrl+o")
        await here.press("d")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        await here.until(lambda: "hertz, by the response's header" in reading(here))
        await here.press("y")
        await here.until(lambda: len(here.copied) == 1)
        assert here.copied[0].startswith(f"curl -N {lab.url}/v1/chat/completions")
        await here.press("j")
        await here.until(lambda: here.copied[1:] == [lab.chats[0].raw])
        await here.press("end")
        assert "The same with curl" in reading(here)
        await closes(here)


async def test_a_title_of_brackets_is_no_markup(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":model [/][bold]x[/]")
        await here.ask("hello")
        await opens(here, "ctrl+o")
        title = here.app.screen.query_one("#message-menu").border_title
        assert Content.from_markup(title or "").plain == "the answer by [/][bold]x[/]"
        await here.press("d")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        await here.until(lambda: "[/][bold]x[/]" in reading(here))
