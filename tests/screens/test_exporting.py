"""Exports and imports from the screen: where the file is, what is said, and that Esc stops them."""

import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from aishtui.chat.portable.forms import Form
from aishtui.chat.portable.kept import KeptConversation
from aishtui.screens.export_line import BadPath, ExportLine, read_export_line
from aishtui.store.database import Store
from tests.chat.portable.markdown_reader import texts_of
from tests.chat.portable.values import an_id, answer, kept, prompt
from tests.screens.desk import LIMIT_S, Desk, desk
from tests.screens.past_talks import Past
from tests.servers.homelab import Homelab


async def said(here: Desk, words: str) -> None:
    await here.until(lambda: words in here.notice)


async def test_the_tab_in_view_is_written_into_the_current_folder(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await here.ask("Why is the sky blue?")
        await here.enter(":export")
        await said(here, f"Exported to {folder / 'why-is-the-sky-blue.md'} (")
        roles = [(role, text) for role, _, text in texts_of((folder / "why-is-the-sky-blue.md").read_text())]
        assert roles == [(message.role.value, message.text) for message in here.path]
        await here.enter(":export")
        await said(here, f"{folder / 'why-is-the-sky-blue-2.md'}")


async def test_it_is_the_path_that_is_shown(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await here.ask("hello")
        first = here.path[-1]
        await here.press("f6")
        await here.until(lambda: here.path[-1].id != first.id and here.path[-1].status.ended)
        await here.until(lambda: here.at_rest)
        await here.enter(":older")
        await here.until(lambda: here.path[-1].id == first.id)
        await here.enter(":export one.md")
        await said(here, "Exported to ")
        assert [id_ for _, id_, _ in texts_of((folder / "one.md").read_text())] == [one.id for one in here.path]
        await here.enter(":export branches two.md")
        await said(here, "two.md")
        assert len(texts_of((folder / "two.md").read_text())) == 3


async def test_all_of_them_are_json_unless_another_form_is_named(lab: Homelab, past: Past, folder: Path) -> None:
    past.talk(("one", "eins"))
    past.talk(("two", "zwei"))
    async with desk(lab.url, keeper=past.store) as here:
        await here.enter(":export all all.json")
        await said(here, f"Exported 2 conversations to {folder / 'all.json'} (")
        assert len(json.loads((folder / "all.json").read_text())["conversations"]) == 2
        await here.enter(":export all txt")
        await said(here, ".txt (")
        (text,) = folder.glob("aishtui-*.txt")
        assert "zwei" in text.read_text()


async def test_a_file_that_is_there_stays_as_it_is(lab: Homelab, past: Past, folder: Path) -> None:
    (folder / "a.md").write_text("mine")
    async with desk(lab.url, keeper=past.store) as here:
        await here.ask("hello")
        await here.enter(":export a.md")
        await said(here, f"{folder / 'a.md'} is there already and was left as it is. Name another file.")
    assert (folder / "a.md").read_text() == "mine"


async def test_an_empty_conversation_stays_in_the_prompt_as_a_command(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await here.enter(":export")
        await said(here, "There is nothing in this conversation to export yet.")
        assert here.prompt.value == ":export"
    assert os.listdir(folder) == []


async def test_what_is_imported_is_told_and_in_the_history(lab: Homelab, past: Past, folder: Path) -> None:
    (folder / "in.jsonl").write_text(
        '{"messages": [{"role": "user", "content": "hi"}]}\n{"messages": 5}\n{"messages": 6}\n'
    )
    async with desk(lab.url, keeper=past.store) as here:
        await here.enter(":import in.jsonl")
        await said(
            here, "1 conversation imported (1 new message). 2 conversations were left out. Line 2: messages: must"
        )
        assert "1 more of this kind: `aishtui import` lists them." in here.notice
    assert len(past.store.conversation_ids("", 10).result()) == 1


async def test_the_tab_in_view_shows_what_came_into_it(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await here.ask("hello")
        await here.enter(":export json a.json")
        await said(here, "Exported to ")
        value = json.loads((folder / "a.json").read_text())
        messages = value["conversations"][0]["messages"]
        messages[1] |= {"id": an_id(1), "text": "from elsewhere"}
        (folder / "b.json").write_text(json.dumps(value))
        await here.enter(":import b.json")
        await said(here, "1 conversation that was here got what was missing (1 new message).")
        await here.press("ctrl+home")
        await here.until(lambda: "‹2/2›" in here.shows(type(here.pane)))
        await here.enter(":older")
        await here.until(lambda: here.path[-1].text == "from elsewhere")


async def test_a_file_that_is_not_there_is_said(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await here.enter(":import none.json")
        await said(here, f"{folder / 'none.json'} cannot be opened (No such file or directory).")
        await here.enter(":import")
        await said(here, "Name a file: :import conversations.json.")


class _Slow:
    """A store that reads no conversation until it is let."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.let = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def kept_conversation(self, conversation_id: str) -> Future[KeptConversation | None]:
        self.let.wait(LIMIT_S)
        return self._store.kept_conversation(conversation_id)


@pytest.fixture
def slow(past: Past) -> Iterator[_Slow]:
    slow = _Slow(past.store)
    yield slow
    slow.let.set()


async def test_escape_stops_an_export_and_nothing_is_left(lab: Homelab, past: Past, slow: _Slow, folder: Path) -> None:
    past.talk(("one", "eins"))
    past.talk(("two", "zwei"))
    async with desk(lab.url, keeper=slow) as here:  # type: ignore[arg-type]
        await here.enter(":export all")
        await said(here, "Exporting 0 of 2 conversations; Esc stops it.")
        await here.enter(":export all")
        await said(here, "An export or import is running. Esc stops it.")
        await here.press("escape", "ctrl+c")
        slow.let.set()
        await said(here, "Stopped; nothing was written.")
        await here.press("escape")
    assert os.listdir(folder) == []


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", (Form.MARKDOWN, False, False, None)),
        ("json", (Form.JSON, True, False, None)),
        ("all", (Form.JSON, True, True, None)),
        ("all md", (Form.MARKDOWN, False, True, None)),
        ("md all branches", (Form.MARKDOWN, True, True, None)),
        ("notes of today.txt", (Form.TEXT, False, False, "notes of today.txt")),
        ("md notes.txt", (Form.MARKDOWN, False, False, "notes.txt")),
        ("all ./all", (Form.JSON, True, True, "all")),
        ("/tmp/x.json", (Form.JSON, True, False, "/tmp/x.json")),
    ],
)
def test_what_is_typed_behind_export(line: str, read: tuple[Form, bool, bool, str | None]) -> None:
    form, branches, everything, name = read
    path = None if name is None else Path.cwd() / name
    assert read_export_line(line) == ExportLine(form, branches, everything, path, "branches" in line)


def test_a_home_folder_that_there_is_not_is_said() -> None:
    with pytest.raises(BadPath, match=r"“~nobody-like-this/a\.md” leads to no place"):
        read_export_line("~nobody-like-this/a.md")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-", "The screen has no standard output"),
        ("all txt -", "The screen has no standard output"),
        ("pdf", "It writes md, json or txt, no pdf. A file of that name is ./pdf."),
        ("all HTML", "It writes md, json or txt, no HTML."),
    ],
)
def test_what_was_meant_as_a_form_or_as_standard_output_is_no_file(line: str, said: str) -> None:
    with pytest.raises(BadPath) as caught:
        read_export_line(line)
    assert str(caught.value).startswith(said)


async def test_a_conversation_without_a_parent_for_its_answer_can_be_looked_at(
    lab: Homelab, past: Past, folder: Path
) -> None:
    """Lists from elsewhere may begin with an answer, which cannot be asked for again."""
    past.store.import_conversation(kept(answer("Welcome!", 1, None), prompt("hi", 2, an_id(1)), title="W")).result()
    async with desk(lab.url, keeper=past.store) as here:
        await here.enter(":history")
        await here.press("enter")
        await here.until(lambda: len(here.path) == 2)
        await here.press("alt+up", "alt+up")
        await here.enter(":retry")
        await said(here, "no prompt above")
