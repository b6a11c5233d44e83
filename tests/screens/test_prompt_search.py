"""Ctrl+R: prompts found as one types, and taken without losing what stood there."""

from pathlib import Path

import pytest
from textual import events
from textual.css.query import NoMatches
from textual.geometry import Region

from aishtui.screens.prompt_search import PAGE, PromptSearch
from aishtui.store.database import Store
from aishtui.widgets.prompt_list import PromptList
from aishtui.widgets.rule import Rule
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.text_reader import TextReader
from tests.screens.desk import Desk, desk
from tests.screens.test_two_in_one_conversation import stored
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


def fill(store: Store, *prompts: str) -> None:
    for kept in [store.remember_prompt(text) for text in prompts]:
        kept.result(10)


def listed(here: Desk) -> list[str]:
    """The texts that are listed; none while the search is not open."""
    screen = here.app.screen
    return [prompt.text for prompt in screen.query_one(PromptList).items] if isinstance(screen, PromptSearch) else []


def shows(here: Desk, widget: type[PromptList | TextReader | SearchBar | Rule]) -> str:
    try:
        found = here.app.screen.query_one(widget)
    except NoMatches:
        return ""
    strips = found.render_lines(Region(0, 0, found.size.width, found.size.height))
    return " ".join(" ".join(strip.text for strip in strips).split())


async def opens(here: Desk, *keys: str) -> None:
    await here.press(*(keys or ("ctrl+r",)))
    await here.until(lambda: bool(listed(here)))


async def search(here: Desk, words: str, *expected: str) -> None:
    await here.press(*("space" if key == " " else key for key in words))
    await here.until(lambda: listed(here) == list(expected))


async def closed(here: Desk) -> None:
    await here.until(lambda: here.app.screen is here.workbench)


async def test_the_list_filters_as_one_types_and_enter_puts_the_prompt_into_the_line(
    lab: Homelab, tmp_path: Path
) -> None:
    with stored(tmp_path) as store:
        fill(store, "borrow a book", "the borrow checker", "seven times eight")
        async with desk(lab.url, keeper=store) as here:
            await opens(here)
            assert listed(here) == ["seven times eight", "the borrow checker", "borrow a book"]
            await search(here, "borr", "the borrow checker", "borrow a book")
            assert "1 of 2" in shows(here, SearchBar)
            assert "> the borrow checker" in shows(here, PromptList)
            await here.press("down")
            await here.until(lambda: "2 of 2" in shows(here, SearchBar))
            assert shows(here, TextReader) == "borrow a book"
            await here.press("enter")
            await closed(here)
            assert here.prompt.value == here.active.draft == "borrow a book"
            assert len(lab.chats) == 0
            await here.press("enter")
            await here.until(lambda: len(lab.chats) == 1)


async def test_esc_leaves_the_draft_as_it_was(lab: Homelab, tmp_path: Path) -> None:
    draft = "line one\n\n  indented\ttabbed  \n" + "pasted\n" * 40
    with stored(tmp_path) as store:
        fill(store, "one", "two")
        async with desk(lab.url, keeper=store) as here:
            await here.type("before ")
            here.prompt.put(here.prompt._pastes.fold(draft))
            await here.until(lambda: here.active.draft == "before " + draft)
            await here.press("left", "left")
            shown, cursor = here.prompt.text, here.prompt.cursor_location
            await opens(here)
            await search(here, "tw", "two")
            await here.press("escape")
            await closed(here)
            assert (here.prompt.text, here.prompt.cursor_location) == (shown, cursor)
            assert here.prompt.value == here.active.draft == "before " + draft
            assert here.workbench.focused is here.prompt


async def test_what_stood_there_comes_back_with_up_and_is_kept(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        fill(store, "one", "two")
        async with desk(lab.url, keeper=store) as here:
            await here.type("half a thought")
            await opens(here)
            await here.press("ctrl+r", "enter")
            await closed(here)
            assert here.prompt.value == "one"
            await here.press("up")
            await here.until(lambda: here.prompt.value == "half a thought")
            await here.press("down")
            await here.until(lambda: here.prompt.value == "one")
            assert store.prompts(1).result(10) == ("half a thought",)


async def test_all_of_a_prompt_is_shown_cleaned_and_read_on(lab: Homelab, tmp_path: Path) -> None:
    long = "first line\n\x1b[31mred\n" + "\n".join(f"row {number}" for number in range(60))
    with stored(tmp_path) as store:
        fill(store, long, "other")
        async with desk(lab.url, keeper=store) as here:
            await opens(here)
            await here.press("down")
            await here.until(lambda: "first line ␛[31mred row 0" in shows(here, TextReader))
            await here.press("alt+pagedown")
            await here.until(lambda: "first line" not in shows(here, TextReader))
            await here.press("ctrl+up")
            await here.press("enter")
            await closed(here)
            assert here.prompt.value == long


async def test_enter_before_the_answer_takes_what_is_found_for_the_words(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        fill(store, "apple", "pear")
        async with desk(lab.url, keeper=store) as here:
            await opens(here)
            for key in "appl":
                here.app.screen.query_one(SearchBar).post_message(_key(key))
            here.app.screen.query_one(SearchBar).post_message(_key("enter"))
            await here.press("enter")
            await closed(here)
            assert here.prompt.value == "apple"


async def test_more_than_a_page_is_read_on_when_the_end_is_near(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        fill(store, *(f"prompt {number}" for number in range(PAGE + 50)))
        async with desk(lab.url, keeper=store) as here:
            await opens(here)
            assert len(listed(here)) == PAGE
            await here.press("ctrl+end")
            await here.until(lambda: len(listed(here)) == PAGE + 50)
            await here.press("ctrl+end")
            await here.until(lambda: shows(here, TextReader) == "prompt 0")


async def test_the_command_searches_for_its_words_and_a_text_with_a_colon_stays_text(
    lab: Homelab, tmp_path: Path
) -> None:
    with stored(tmp_path) as store:
        fill(store, ":quit", "quite another")
        async with desk(lab.url, keeper=store) as here:
            await here.enter(":prompts :q")
            await here.until(lambda: listed(here) == [":quit"])
            await here.press("enter")
            await closed(here)
            await here.press("enter")
            await here.until(lambda: len(lab.chats) == 1)
            assert lab.chats[0].messages[-1]["content"] == ":quit"


async def test_without_a_store_the_prompts_of_this_run_are_found(lab: Homelab) -> None:
    async with desk(lab.url, prompts=("older",)) as here:
        await here.ask("7*8")
        await opens(here)
        assert listed(here) == ["7*8", "older"]
        await here.press("x", "x", "enter")
        await here.until(lambda: "No prompt has all of these words." in shows(here, PromptList))
        assert isinstance(here.app.screen, PromptSearch), "Enter on nothing is nothing"


async def test_a_store_that_cannot_read_is_said_and_what_is_known_is_searched(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        async with desk(lab.url, keeper=store, prompts=("known", "other")) as here:
            store.close()
            await opens(here)
            assert listed(here) == ["known", "other"]
            assert "Only the newest prompts are searched." in shows(here, Rule)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (200, 50)])
async def test_it_is_whole_at_any_size(lab: Homelab, tmp_path: Path, size: tuple[int, int]) -> None:
    with stored(tmp_path) as store:
        fill(store, *(f"prompt {number} 漢字 " + "word " * 60 for number in range(30)))
        async with desk(lab.url, keeper=store) as here:
            await here.pilot.resize_terminal(*size)
            await opens(here)
            await search(here, "29", listed(here)[0])
            screen = here.app.screen
            for widget in screen.query("#prompts, #prompts-list, #prompts-text, #prompts-line"):
                assert screen.region.contains_region(widget.region)
            assert screen.query_one(PromptList).size.height >= 3
            assert screen.query_one(TextReader).size.height >= 3
            assert "1 of 1" in shows(here, SearchBar)
            assert "prompt 29" in shows(here, PromptList)
            assert all(len(row) <= size[0] for row in text_of(screen.query_one(PromptList)))


def _key(key: str) -> events.Key:
    return events.Key(key, key if len(key) == 1 else None)
