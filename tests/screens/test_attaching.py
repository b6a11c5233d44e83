"""`@path` in the prompt: completed, shown with its size, read when it is sent, and never by accident."""

import os
import threading
from pathlib import Path

import pytest
from textual import events

from aishtui.chat.tabs import Tab
from aishtui.screens.files_at_hand import FilesAtHand
from aishtui.screens.menu import Menu
from aishtui.widgets.attached_line import AttachedLine
from aishtui.widgets.path_list import PathList
from tests.screens.desk import Desk, desk
from tests.servers.homelab import Homelab


@pytest.fixture
def folder(folder: Path) -> Path:
    (folder / "notes.md").write_text("# Notes\n```sh\nls\n```\n")
    (folder / "two words.txt").write_text("two")
    (folder / ".env").write_text("SECRET=1")
    (folder / "src").mkdir()
    (folder / "src" / "main.py").write_text("print('hi')\n")
    return folder


def offered(here: Desk) -> str:
    return here.shows(PathList) if here.workbench.query_one(PathList).display else ""


def attached(here: Desk) -> str:
    return here.shows(AttachedLine) if here.workbench.query_one(AttachedLine).display else ""


def last(lab: Homelab) -> str:
    return str(lab.chats[-1].messages[-1]["content"])


async def test_a_path_is_completed_shown_with_its_size_and_sent_whole(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.press(*"see @no")
        await here.until(lambda: "notes.md 21 B" in offered(here))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == "see @notes.md ")
        await here.until(lambda: attached(here) == "with notes.md 21 B")
        assert offered(here) == ""
        await here.press("enter")
        await here.until(lambda: lab.chats and here.at_rest)
        assert last(lab) == "see @notes.md \n\nnotes.md:\n````md\n# Notes\n```sh\nls\n```\n````"
        assert here.path[0].text == last(lab)
        assert (here.prompt.value, here.active.draft, attached(here)) == ("", "", "")
        await here.press("up")
        await here.until(lambda: here.prompt.value == last(lab))
        assert here.prompt.attached == ()


async def test_folders_are_gone_into_and_blanks_quoted(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.press(*"@s")
        await here.until(lambda: "src/" in offered(here))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == "@src/" and "main.py" in offered(here))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == "@src/main.py ")
        await here.press(*"@tw")
        await here.until(lambda: "two words.txt" in offered(here))
        await here.press("tab")
        await here.until(lambda: here.prompt.value == '@src/main.py @"two words.txt" ')
        await here.until(lambda: attached(here) == "with src/main.py 12 B · two words.txt 3 B")


async def test_the_list_shows_hidden_names_only_behind_a_dot_and_is_moved_by_arrows(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.press("@")
        await here.until(lambda: offered(here).startswith("> notes.md"))
        assert ".env" not in offered(here)
        await here.press("down", "down")
        await here.until(lambda: "> two words.txt" in offered(here))
        await here.press(".")
        await here.until(lambda: "> .env" in offered(here))
        await here.press("escape")
        await here.until(lambda: offered(here) == "")
        assert here.prompt.value == "@."


async def test_a_whole_name_counts_without_being_completed(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.enter("what is in @src/main.py?")
        await here.until(lambda: lab.chats)
        assert last(lab) == "what is in @src/main.py?\n\nsrc/main.py:\n```py\nprint('hi')\n```"


async def test_what_names_no_file_is_text(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.enter("ask a@notes.md or @property, says @someone")
        await here.until(lambda: lab.chats)
        assert last(lab) == "ask a@notes.md or @property, says @someone"


async def test_a_pasted_mention_is_text_until_it_is_completed(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        here.prompt.post_message(events.Paste("see @.env and @notes.md"))
        await here.until(lambda: here.prompt.value)
        await here.press("space", *"ok")
        await here.until(lambda: here.active.draft.endswith("ok"))
        assert here.prompt.attached == ()
        await here.press("ctrl+left", "left", "tab")
        await here.until(lambda: attached(here) == "with notes.md 21 B")
        await here.press("enter")
        await here.until(lambda: lab.chats)
        assert "SECRET" not in last(lab)
        assert last(lab).endswith("````")


async def test_a_path_pasted_behind_a_typed_sign_counts(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.press("@")
        here.prompt.post_message(events.Paste("notes.md"))
        await here.until(lambda: attached(here) == "with notes.md 21 B")


async def test_what_cannot_be_sent_says_why_and_enter_again_sends_it_as_text(lab: Homelab, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "picture.png").write_bytes(b"\x89PNG\0")
    with (folder / "huge.log").open("wb") as huge:
        huge.truncate(2_000_000_000)
    async with desk(lab.url) as here:
        for mention, why in (
            ("@pipe", "pipe is a pipe, and only files are attached."),
            ("@picture.png", "picture.png is not a text file."),
            ("@huge.log", "huge.log is 2.0 GB, and more than 8.0 MB is not sent."),
            ("@src", "src is a folder; name a file in it."),
            ("@./gone.md", "./gone.md is not there."),
        ):
            await here.enter(mention)
            await here.until(lambda why=why: why in here.notice)
            assert "Enter again sends what stands there as text" in here.notice
            assert here.prompt.value == mention
            assert lab.chats == []
            await here.press("ctrl+u")
        await here.enter("@pipe and @notes.md")
        await here.until(lambda: "is a pipe" in here.notice)
        await here.press("enter")
        await here.until(lambda: lab.chats)
        assert last(lab).startswith("@pipe and @notes.md\n\nnotes.md:\n")


async def test_a_file_that_goes_before_it_is_sent_is_said_to_be_gone(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.type("see @notes.md")
        await here.until(lambda: attached(here))
        (folder / "notes.md").unlink()
        await here.press("enter")
        await here.until(lambda: "notes.md is not there." in here.notice)
        assert lab.chats == []


async def test_a_large_file_is_asked_about_first(lab: Homelab, folder: Path) -> None:
    (folder / "big.log").write_text("x" * 99 + "\n" + "a line\n" * 20_000)
    async with desk(lab.url) as here:
        await here.enter("see @big.log")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("escape")
        await here.until(lambda: here.app.screen is here.workbench)
        assert (here.prompt.value, lab.chats) == ("see @big.log", [])
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("w")
        await here.until(lambda: lab.chats)
        assert last(lab) == "see @big.log"
        await here.until(lambda: here.at_rest)
        await here.enter("again @big.log")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("s")
        await here.until(lambda: len(lab.chats) == 2)
        assert last(lab).count("a line\n") == 20_000


async def test_a_disk_that_hangs_holds_up_neither_typing_nor_the_prompt(lab: Homelab, folder: Path) -> None:
    go = threading.Event()
    async with desk(lab.url) as here:
        here.workbench._files = FilesAtHand(0.2, lambda _path: int(go.wait()), lambda _path: str(go.wait()))
        await here.enter("see @notes.md")
        await here.press(*" and more")
        await here.until(lambda: here.prompt.value == "see @notes.md and more")
        await here.until(lambda: attached(here) == "not notes.md, which is on a disk that does not answer")
        await here.until(lambda: not here.workbench._composing)
        assert lab.chats == []
        go.set()


async def test_a_draft_keeps_which_of_its_mentions_count(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.type("see @notes.md")
        await here.until(lambda: here.active.attached == ("notes.md",))
        await here.press("ctrl+t")
        await here.until(lambda: here.prompt.value == "")
        assert attached(here) == ""
        await here.press("f8")
        await here.until(lambda: attached(here) == "with notes.md 21 B")
        before = here.active
    tab = Tab("t", 0, "c", before.preset, before.model, draft=before.draft, attached=before.attached, active=True)
    async with desk(lab.url, tabs=[tab]) as here:
        await here.until(lambda: attached(here) == "with notes.md 21 B")


async def test_an_edited_prompt_takes_files_too_and_what_it_holds_is_text(lab: Homelab, folder: Path) -> None:
    (folder / "notes.md").write_text("see @.env\n")
    async with desk(lab.url) as here:
        await here.ask("look @notes.md")
        await here.enter(":edit")
        await here.until(lambda: "see @.env" in here.prompt.value)
        assert here.prompt.attached == ()
        await here.type(" @src/main.py")
        await here.press("enter")
        await here.until(lambda: len(lab.chats) == 2)
        assert "SECRET" not in last(lab)
        assert "print('hi')" in last(lab)


async def test_the_palette_begins_a_mention(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await here.type("see")
        here.workbench.action_prompt_attach()
        await here.until(lambda: here.prompt.value == "see @" and "notes.md" in offered(here))


async def test_another_text_in_the_prompt_takes_what_was_attached_away(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url, prompts=("see @notes.md",)) as here:
        await here.type("read @notes.md")
        await here.until(lambda: attached(here))
        await here.press("ctrl+c")
        await here.until(lambda: attached(here) == "")
        await here.press("up", "up")
        await here.until(lambda: here.prompt.value == "see @notes.md")
        assert (attached(here), here.prompt.attached) == ("", ())
