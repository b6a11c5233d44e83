"""`:export` in a comparison, and from the history: the comparison as one file."""

import json
from pathlib import Path

import pytest

from aishtui.chat.messages import Message
from aishtui.screens.menu import Menu
from tests.chat.portable.markdown_reader import texts_of
from tests.screens.desk import Desk, desk
from tests.screens.past_talks import Past, history
from tests.screens.test_columns import begin
from tests.screens.test_exporting import said
from tests.screens.test_reopening import Compared
from tests.servers.homelab import Homelab


async def compared(here: Desk, *texts: str) -> str:
    """Two columns that have answered each of these; the comparison's id."""
    comparison = begin(here, "fast", "chat")[0].comparison or ""
    for text in texts:
        asked = here.engine.send_to_columns(comparison, text)
        answers = [one.answer for one in asked.values()]
        await here.until(lambda answers=answers: here.engine.running() == 0 and all(_ended(here, a) for a in answers))
    return comparison


def _ended(here: Desk, answer: Message) -> bool:
    message = here.engine.message(answer.conversation_id, answer.id)
    return message is not None and message.status.ended


async def test_in_a_comparison_it_is_the_comparison_that_is_written(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        comparison = await compared(here, "7×8", "×2")
        await here.enter(":export")
        await said(here, f"Exported to {folder / 'compare-7-8.md'} (")
        text = (folder / "compare-7-8.md").read_text()
        rounds = here.engine.comparing.rounds(comparison)
        answers = [answer.text for round_ in rounds for answer in round_.answers.values()]
        assert [text for role, _, text in texts_of(text) if role == "assistant"] == answers
        assert text.count("| Model | Backend |") == 2
        await here.enter(":export json")
        await said(here, "compare-7-8.json")
        value = json.loads((folder / "compare-7-8.json").read_text())
        assert value["comparison"]["id"] == comparison
        assert len(value["comparison"]["answers"]) == 4


async def test_what_the_store_could_not_keep_is_in_it_too(lab: Homelab, folder: Path) -> None:
    async with desk(lab.url) as here:
        await compared(here, "7×8")
        await here.enter(":export json a.json")
        await said(here, "a.json")
        assert len(json.loads((folder / "a.json").read_text())["comparison"]["answers"]) == 2


async def test_by_its_branches_the_conversation_is_written_instead(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await compared(here, "7×8")
        await here.enter(":export branches a.md")
        await said(here, "a.md")
        assert "format: aishtui-markdown\n" in (folder / "a.md").read_text()
        await here.enter(":export txt")
        await said(here, "A comparison is written as md or json.")


async def test_before_the_first_round_there_is_nothing_to_write(lab: Homelab, past: Past, folder: Path) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        await compared(here)
        await here.enter(":export")
        await said(here, "Nothing has been compared yet")
        assert list(folder.iterdir()) == []


async def test_from_the_history_a_comparison_is_written_too(lab: Homelab, past: Past, folder: Path) -> None:
    Compared(past).several("fast", "chat", "deep")
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: len(seen.titles) == 3)
        await here.press("tab", "e")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("c")
        await here.until(lambda: seen.open and seen.said.startswith("Exported to "))
        (written,) = folder.glob("compare-by-*.md")
        assert len(texts_of(written.read_text())) == 1 + 3


@pytest.mark.parametrize("form", ["md", "json"])
async def test_an_unknown_comparison_is_said_to_be_none(lab: Homelab, past: Past, folder: Path, form: str) -> None:
    async with desk(lab.url, keeper=past.store) as here:
        words = await here.workbench.export_comparison("k9", "a title", form)
        assert words == "There is no answer of a comparison k9; it may have been deleted."
        assert list(folder.iterdir()) == []
