"""The picker in the workbench: what it offers, what is known of it, and what is done with what was picked."""

import json
from pathlib import Path

import pytest

from aishtui.chat.often_used import PickKind
from aishtui.chat.presets import Preset
from aishtui.screens.history import HistoryScreen
from aishtui.screens.picker import Picker
from aishtui.screens.reader import Reader
from aishtui.store.screen_file import ScreenFile
from aishtui.widgets.notice import Notice
from aishtui.widgets.pick_list import PickList
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.text_reader import TextReader
from tests.screens.desk import PRESETS, Desk, desk
from tests.screens.past_talks import Past
from tests.servers import lan
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of

WIDE = (130, 36)


async def picker(here: Desk, *keys: str) -> Picker:
    """The picker that these keys open, filled and drawn."""
    await here.press(*keys)
    await here.until(lambda: isinstance(here.app.screen, Picker) and here.app.screen.query(PickList))
    found = here.app.screen
    assert isinstance(found, Picker)
    await here.until(lambda: found.query_one(PickList).size.height > 0)
    await here.pilot.pause()
    return found


def rows(found: Picker) -> list[str]:
    lines = (" ".join(line.rstrip("│┃").split()) for line in text_of(found.query_one(PickList)))
    return [line for line in lines if line]


def about(found: Picker) -> str:
    """The details that are in view."""
    reader = found.query_one(TextReader)
    strips = reader.render_lines(reader.size.region)
    return " ".join(" ".join(strip.text for strip in strips).split())


async def test_a_preset_is_found_by_letters_and_asked_next(lab: Homelab) -> None:
    async with desk(lab.url, size=WIDE) as here:
        found = await picker(here, "alt+p")
        assert rows(found) == ["> fast", "chat", "deep", "cloud cloud"] or "not served" in rows(found)[2]
        await here.press("c", "l")
        assert rows(found) == ["> cloud cloud"]
        await here.press("enter")
        await here.until(lambda: here.app.screen is here.workbench and here.active.preset == "cloud")
        assert here.app.focused is here.prompt


async def test_ctrl_t_picks_it_for_a_new_tab_and_esc_picks_nothing(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await picker(here, "alt+p")
        await here.press("down", "ctrl+t")
        await here.until(lambda: [tab.preset for tab in here.tabs] == ["fast", "chat"])
        await picker(here, "alt+p")
        await here.press("down", "down", "escape")
        await here.until(lambda: here.app.screen is here.workbench)
        assert here.active.preset == "chat"


async def test_what_is_typed_at_once_and_enter_pick_what_was_typed(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        await here.press("alt+l", *"opus", "enter")
        await here.until(lambda: here.active.model == "anthropic/claude-opus-4.7")


async def test_an_id_that_nobody_lists_is_offered_last_and_asked_as_it_is(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        found = await picker(here, "alt+l")
        await here.press(*"opus/Nr.1")
        assert rows(found) == ["> ask for “opus/Nr.1” though nobody lists it"]
        await here.press("enter")
        await here.until(lambda: here.active.model == "opus/Nr.1")


async def test_a_preset_says_what_it_sends_and_whether_it_is_served(lab: Homelab) -> None:
    own = Preset("mine", "llama-3.1-8b", "reads code", "work", "You review code.\nBe brief.", {"temperature": 0.2}, "x")
    async with desk(lab.url, own=(own,), size=WIDE) as here:
        await here.until(lambda: here.engine.catalog is not None)
        found = await picker(here, "alt+p")
        await here.press(*"mine")
        await here.until(lambda: f"Nearest: {lan.CHAT}" in about(found))
        words = about(found)
        assert "mine reads code model llama-3.1-8b served its model is not listed now" in words
        assert "temperature = 0.2" in words
        assert "You review code. Be brief." in words
        assert "slot 5" in words
        await here.press("ctrl+u", *"deep")
        assert "No system prompt." in about(found)


async def test_a_model_says_what_the_catalogue_says_and_shows_its_entry_raw(lab: Homelab) -> None:
    entry = {
        "id": "vendor/one", "owned_by": "a machine", "context_length": 131072, "secret": "\x1b[31m",
        "pricing": {"prompt": "0.000003", "completion": "0.000015"},
        "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]},
    }  # fmt: skip
    lab.catalogue_body = json.dumps({"data": [entry, {"id": "plain"}]}).encode()
    async with desk(lab.url, size=WIDE) as here:
        await here.until(lambda: here.engine.catalog is not None)
        here.workbench._figures = {"vendor/one": "0.4 s 42 tok/s"}
        found = await picker(here, "alt+l")
        words = about(found)
        assert "by a machine" in words
        assert "context 131k (131,072 tokens)" in words
        assert "price $3 in, $15 out per M tokens" in words
        assert "takes text, image" in words
        assert "own medians 0.4 s 42 tok/s" in words
        await here.press("ctrl+r")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        shown = "\n".join(strip.text for strip in here.app.screen.query_one(TextReader).render_lines(
            here.app.screen.query_one(TextReader).size.region
        ))  # fmt: skip
        assert '"context_length": 131072' in shown
        assert "\x1b" not in shown
        await here.press("y")
        await here.until(lambda: here.copied)
        assert json.loads(here.copied[0]) == entry
        await here.press("escape", "escape")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_who_answered_the_last_time_is_said_of_a_model(lab: Homelab, past: Past) -> None:
    async with desk(lab.url, keeper=past.store, size=WIDE) as here:
        await here.ask("hello")
        found = await picker(here, "alt+l")
        await here.press(*lan.FAST[:8])
        await here.until(lambda: "the last time" in about(found))


async def test_favourites_and_what_was_used_stand_first_also_after_the_next_start(lab: Homelab, tmp_path: Path) -> None:
    file = ScreenFile(tmp_path)
    async with desk(lab.url, screen_file=file, size=WIDE) as here:
        await picker(here, "alt+p")
        await here.press("end", "ctrl+f", "escape")
        await here.enter(":preset deep")
        await here.until(lambda: here.active.preset == "deep")
        await here.enter(":theme paper")
        await here.until(lambda: here.app.theme == "paper")
        assert here.notice == 'paper now. To start with it: :config, then theme = "paper".'

    def kept() -> ScreenFile:
        found = ScreenFile(tmp_path)
        found.read()
        return found

    async with desk(lab.url, screen_file=file) as here:
        await here.until(lambda: kept().state.often.recent.get("theme") == ("paper",))
    async with desk(lab.url, screen_file=kept(), size=WIDE) as here:
        found = await picker(here, "alt+p")
        assert [row.removesuffix(" cloud").removesuffix(" not served") for row in rows(found)] == [
            "Favourites", ">* cloud", "Recent", "deep", "Presets", "fast", "chat",
        ]  # fmt: skip
        await here.press("ctrl+f")
        assert rows(found)[1].startswith("> cloud")
        await here.press("escape")
        await here.enter(":theme")
        themes = await picker(here)
        assert rows(themes)[:2] == ["Recent", "paper light"]


async def test_a_theme_is_tried_on_and_esc_has_the_one_before_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":theme")
        found = await picker(here)
        assert any(row.startswith("> dusk") for row in rows(found))
        await here.press("down")
        await here.until(lambda: here.app.theme == "paper")
        await here.press("escape")
        await here.until(lambda: here.app.theme == "dusk" and here.app.screen is here.workbench)
        await here.enter(":theme")
        await picker(here)
        await here.press("down", "down", "enter")
        await here.until(lambda: here.app.theme == "contrast" and here.app.screen is here.workbench)


async def test_the_palette_tries_themes_on_too_and_nothing_else(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await picker(here, "ctrl+p")
        await here.press(*"theme: mono")
        await here.until(lambda: here.app.theme == "mono")
        await here.press("ctrl+u", *"copy")
        await here.until(lambda: here.app.theme == "dusk")
        await here.press("escape")


async def test_an_action_says_its_key_its_command_and_what_it_does(lab: Homelab) -> None:
    async with desk(lab.url, size=WIDE) as here:
        found = await picker(here, "ctrl+p")
        await here.press(*"ask again")
        words = about(found)
        assert words.startswith("Ask again")
        assert "key F6" in words
        assert "typed :retry [PRESET]" in words
        assert ':config opens config.toml; there, under [keys], "answer.retry" = "…"' in words
        assert rows(found)[0] == "> Ask again F6"


async def test_an_action_that_was_used_stands_first_the_next_time(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await picker(here, "ctrl+p")
        await here.press(*"new tab", "enter")
        await here.until(lambda: len(here.tabs) == 2)
        found = await picker(here, "ctrl+p")
        assert rows(found)[:2] == ["Recent", "> New tab Ctrl+T"]
        await here.press("ctrl+p")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_over_another_screen_the_palette_lists_what_can_be_done_there(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("f3")
        await here.until(lambda: isinstance(here.app.screen, HistoryScreen))
        found = await picker(here, "ctrl+p")
        assert {"Filters", "Search", "Close"} <= {entry.label for entry in found.source.entries}
        assert "Commands" not in rows(found)
        await here.press(*"close", "enter")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_conversations_are_found_by_their_titles_seen_and_opened(lab: Homelab, past: Past) -> None:
    async with desk(lab.url, keeper=past.store, size=WIDE) as here:
        await here.ask("What is a borrow checker for?")
        await here.ask("And 7*8?")
        await here.enter(":new")
        await here.until(lambda: len(here.tabs) == 2)
        await here.enter(":open borrow")
        found = await picker(here)
        await here.until(lambda: rows(found)[0].startswith("> What is a borrow checker for?"))
        await here.until(lambda: "56" in about(found))
        assert "messages 4" in about(found)
        await here.press("ctrl+f")
        assert rows(found)[0].startswith(">* What")
        await here.press("enter")
        await here.until(lambda: here.app.screen is here.workbench and len(here.path) == 4)


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (119, 40), (200, 50)])
async def test_details_are_there_beside_below_or_on_tab(lab: Homelab, size: tuple[int, int]) -> None:
    async with desk(lab.url, size=size) as here:
        found = await picker(here, "alt+p")
        reader, listed = found.query_one(TextReader), found.query_one(PickList)
        beside, below = size[0] >= 120, size[1] >= 30
        assert reader.display == (beside or below)
        if beside:
            assert reader.region.x >= listed.region.right
        await here.press("tab")
        await here.until(lambda: reader.has_focus and reader.display and reader.size.height > 1)
        assert "quick" in about(found)
        assert listed.display == (beside or below)
        await here.press("down", "escape")
        await here.until(lambda: found.query_one(SearchBar).has_focus)
        assert listed.display
        await here.press("escape")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_the_mouse_chooses_takes_and_scrolls(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        found = await picker(here, "alt+p")
        await here.pilot.click(PickList, offset=(5, 1))
        await here.until(lambda: rows(found)[1] == "> chat")
        await here.pilot.click(PickList, offset=(5, 1))
        await here.until(lambda: here.app.screen is here.workbench and here.active.preset == "chat")


async def test_where_there_is_nothing_it_says_what_to_do(lab: Homelab, closed_port: int) -> None:
    async with desk(f"127.0.0.1:{closed_port}") as here:
        found = await picker(here, "alt+l")
        assert ":connect asks the broker again" in " ".join(rows(found))
        await here.press("escape")
        await here.enter(":open")
        found = await picker(here)
        await here.until(lambda: "No conversation yet." in " ".join(rows(found)))
        await here.press("escape")
        found = await picker(here, "alt+p")
        await here.press(*"zzz")
        assert "Backspace takes the last one back" in " ".join(rows(found))
        await here.press("enter")
        assert here.app.screen is found


async def test_a_catalogue_that_comes_meanwhile_is_taken_in_and_the_cursor_stays(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        found = await picker(here, "alt+l")
        await here.press("down")
        under = found.query_one(PickList).chosen
        lab.catalogue_body = json.dumps({"data": [{"id": "newer"}, {"id": under.key}]}).encode() if under else b""
        here.engine.refresh()
        await here.until(lambda: any("newer" in row for row in rows(found)))
        now = found.query_one(PickList).chosen
        assert under is not None
        assert now is not None
        assert now.key == under.key


async def test_names_from_outside_are_shown_safely(lab: Homelab) -> None:
    own = Preset("[bold]\x1b[31mred", "m\u202eodel", "de\x07scription", source="x")
    async with desk(lab.url, own=(own,), size=WIDE) as here:
        found = await picker(here, "alt+p")
        await here.press(*"red")
        shown = " ".join(rows(found)) + about(found)
        assert "[bold]" in shown
        assert not {"\x1b", "\u202e", "\x07"} & set(shown)
        await here.press("enter")
        await here.until(lambda: here.active.preset == own.name)


async def test_that_favourites_cannot_be_kept_is_said_once(lab: Homelab, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("no folder")
    async with desk(lab.url, screen_file=ScreenFile(folder)) as here:
        await picker(here, "alt+p")
        await here.press("ctrl+f", "escape")
        await here.until(lambda: "are kept for this run only" in here.notice)
        assert here.workbench._around.screen_file.state.often.is_favourite(PickKind.PRESET, PRESETS[0].name)
        here.workbench.query_one(Notice).dismiss()
        await picker(here, "alt+p")
        await here.press("down", "ctrl+f", "escape")
        await here.pilot.pause()
        assert "this run only" not in here.notice
