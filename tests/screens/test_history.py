"""The history screen: what it lists, how it is searched and filtered, and what is seen of the chosen one."""

import threading

import pytest

from aishtui.chat.history import Found, Mark, Order, Wanted
from aishtui.screens.history import HistoryScreen
from aishtui.screens.history_words import count_words, empty_words
from aishtui.screens.menu import Menu
from tests.screens.past_talks import Past, history
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

RSYNC = ("How do I mirror my notes?", "Use **rsync** to the NAS, it is quick.")
RUST = ("Why does the borrow checker complain?", "Because a mutable reference excludes others.")
HAIKU = ("Write a haiku about rsync", "Files drift in the night")


def three(past: Past) -> None:
    past.talk(RSYNC, by="deep", title="notes")
    past.talk(RUST, by="chat", title="rust")
    past.talk(HAIKU, by="fast", title="haiku")


async def test_all_conversations_are_listed_newest_first_and_nothing_is_asked_of_the_user(
    lab: Homelab, past: Past
) -> None:
    three(past)
    past.store.pin(past.talk(("pinned", "yes"), title="pinned", days=300), True).result()
    async with history(lab.url, past) as (here, seen):
        await seen.shows("pinned", "haiku", "rust", "notes")
        assert seen.part("head") == "History 4 conversations"
        assert "pinned · deep · dirac · 2 messages" in seen.part("list")
        await here.press("escape")
        assert not seen.open
        assert here.workbench.focused is here.prompt


async def test_typing_searches_and_every_word_has_to_be_there(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"rsync")
        await seen.shows("haiku", "notes")
        assert "you: Write a haiku about rsync" in seen.part("list")
        await here.press("space", *"na")
        await seen.shows("notes")
        assert "Use **rsync** to the NAS" in seen.part("list")
        await here.press("escape")
        assert seen.line == ""
        await seen.shows("haiku", "rust", "notes")
        await here.press("escape")
        assert not seen.open


async def test_it_is_searched_in_text_that_has_just_come(lab: Homelab, past: Past) -> None:
    lab.script(lan.FAST, Behaviour(text="a word nobody has said: zugzwang"))
    async with history(lab.url, past) as (here, seen):
        await here.press("escape")
        await here.ask("say something")
        await here.press("f3", *"zugz")
        await seen.shows("say something")


async def test_the_chosen_one_is_seen_beside_the_list_at_the_hit_with_the_words_marked(
    lab: Homelab, past: Past
) -> None:
    past.talk(*[(f"asked {n}", f"filler {n}\n\n" * 20) for n in range(4)], RSYNC, ("thanks", "my pleasure"))
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: "Files drift in the night" in seen.part("pane"))
        await here.press(*"rsync nas", "down")
        await here.until(lambda: "Use rsync to the NAS" in seen.part("pane"))
        found = seen.screen._preview.pane._search.found
        assert found is not None
        assert (found.words, found.number > 0) == ("rsync nas", True)
        assert here.pane._search.found is None, "the workbench's own search is another one"


async def test_where_there_is_no_room_it_is_read_in_the_list_s_place(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past, size=(80, 24)) as (here, seen):
        await seen.shows("haiku", "rust", "notes")
        assert not seen.screen._preview.display
        await here.press("tab", "v")
        await here.until(lambda: "Files drift in the night" in seen.part("pane"))
        assert not seen.screen._list.display
        await here.press("escape")
        assert seen.screen._list.display
        assert seen.screen.focused is seen.screen._list
        await here.pilot.resize_terminal(80, 40)
        await here.until(lambda: seen.screen._preview.display and "Files drift" in seen.part("pane"))
        assert seen.screen._preview.region.y > seen.screen._list.region.y


async def test_filters_are_typed_and_completed(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"pre", "tab")
        await here.until(lambda: seen.line == "preset:")
        await here.press("d", "tab")
        await here.until(lambda: seen.line == "preset:deep ")
        await seen.shows("notes")
        await here.press("ctrl+u", *"backend:", "tab")
        await here.until(lambda: seen.said == "boltzmann dirac")
        await here.press("b", "tab")
        await here.until(lambda: seen.line == "backend:boltzmann ")
        await seen.shows("haiku", "rust")
        await here.press(*"model:x", "tab")
        await here.until(lambda: seen.said == "No model begins like that.")
        assert seen.titles == []
        assert "No conversation fits backend:boltzmann model:x" in seen.part("list")


async def test_dates_are_filters_too_and_what_is_none_is_said(lab: Homelab, past: Past) -> None:
    past.talk(RSYNC, title="old", days=20)
    past.talk(RUST, title="new", days=1)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"since:7d")
        await seen.shows("new")
        await here.press("ctrl+u", *"before:7d")
        await seen.shows("old")
        await here.press("ctrl+u", *"before:soon")
        await here.until(lambda: "before: takes a date" in seen.part("rule"))
        await seen.shows("new", "old")


async def test_filters_are_chosen_from_a_menu_and_stand_in_the_line(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"rsync", "f2")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("p")
        await here.until(lambda: isinstance(here.app.screen, Menu) and here.app.focused is not None)
        await here.press("down", "enter")
        await here.until(lambda: seen.open and seen.line == "rsync preset:deep")
        await seen.shows("notes")
        await here.press("f2")
        await here.until(lambda: isinstance(here.app.screen, Menu))
        await here.press("x")
        await here.until(lambda: seen.open and seen.line == "")
        await seen.shows("haiku", "rust", "notes")


async def test_best_first_is_a_key_of_the_list_and_stands_in_the_line(lab: Homelab, past: Past) -> None:
    past.talk(("rsync rsync rsync", "rsync"), title="much of it")
    past.talk(("a long text with rsync once and much besides", "nothing"), title="once")
    async with history(lab.url, past) as (here, seen):
        await here.press("tab", "s")
        assert seen.said.startswith("Best first is for a search")
        await here.press("slash", *"rsync")
        await seen.shows("once", "much of it")
        await here.press("tab", "s")
        await here.until(lambda: seen.line == "rsync sort:best")
        await seen.shows("much of it", "once")
        await here.press("s")
        await seen.shows("once", "much of it")


async def test_pages_are_read_while_one_goes_down_and_no_count_is_pretended(lab: Homelab, past: Past) -> None:
    for number in range(230):
        past.talk((f"question {number}", "answer"), title=f"talk {number}")
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: len(seen.titles) == 100)
        assert seen.part("head") == "History the newest 100, more below"
        await here.press("ctrl+end")
        await here.until(lambda: len(seen.titles) == 200)
        assert seen.chosen == "talk 130"
        await here.press("ctrl+end")
        await here.until(lambda: len(seen.titles) == 230)
        await here.until(lambda: seen.part("head") == "History 230 conversations")
        await here.press("ctrl+end")
        assert seen.chosen == "talk 0"


async def test_while_one_looks_answers_go_on_and_the_list_says_so(lab: Homelab, past: Past) -> None:
    goes_on = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=goes_on))
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: "No conversation yet." in seen.part("list"))
        await here.press("escape")
        await here.enter("ask away")
        await here.until(lambda: "two" in here.workbench.view.live_text())
        await here.press("f3")
        await seen.shows("ask away")
        await here.until(lambda: "answering" in seen.part("list"))
        goes_on.set()
        await here.until(lambda: here.path[-1].status.ended)
        await here.until(lambda: "answering" not in seen.part("list"))
        await here.until(lambda: "one two three" in seen.part("pane"))


async def test_it_is_opened_again_as_it_was_left_and_the_next_letter_begins_anew(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"rsync", "down")
        await here.until(lambda: seen.chosen == "notes")
        await here.press("f3")
        assert not seen.open
        await here.press("f3")
        await here.until(lambda: seen.open and seen.chosen == "notes")
        assert seen.line == "rsync"
        await here.press(*"borrow")
        await seen.shows("rust")
        assert seen.line == "borrow"
        await here.press("f3")
        await here.enter(":history is:pinned")
        await here.until(lambda: seen.open and seen.line == "is:pinned")
        await seen.shows()


async def test_a_store_that_cannot_be_read_says_so(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        past.store.close()
        await here.press("x")
        await here.until(lambda: "The store is closed" in seen.part("list"))
        assert seen.titles == []


@pytest.mark.parametrize("size", [(200, 50), (120, 36), (80, 24), (60, 15)])
async def test_it_fits_every_screen_with_whatever_titles(lab: Homelab, past: Past, size: tuple[int, int]) -> None:
    past.talk(("\x1b[31mred\x1b[0m \u202egnp.exe\n", "answer"), title="\x1b[31mred\x1b[0m \u202egnp.exe 👩‍💻 " * 9)
    past.talk(("日本語" * 30, "答え" * 500), title="日本語" * 30)
    async with history(lab.url, past, size=size) as (here, seen):
        await here.until(lambda: len(seen.titles) == 2)
        await here.press("e", "ctrl+u", "tab")
        await here.pilot.pause()
        for widget in seen.screen.query("KeyLine, QueryLine, Rule, HistoryList, Notice").results():
            assert widget.region.right <= size[0]
            assert widget.region.bottom <= size[1]
            for y in range(widget.size.height):
                row = widget.render_line(y)
                assert row.cell_length == widget.size.width
                assert not set(row.text) & set("\x1b\u202e\n\t")


async def test_all_keys_are_seen_where_there_is_room_and_the_way_out_everywhere(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past, size=(60, 15)) as (here, seen):
        assert "Enter opens Esc closes" in seen.part("keys")
        await here.press("tab")
        await here.until(lambda: "/ searches" in seen.part("keys"))
        assert "Enter opens Esc closes" in seen.part("keys")
        await here.pilot.resize_terminal(160, 40)
        await here.until(lambda: "s best first" in seen.part("keys"))


async def test_tab_goes_round_and_typing_in_the_list_is_keys(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await seen.shows("haiku", "rust", "notes")
        await here.press("tab")
        assert seen.screen.focused is seen.screen._list
        await here.press("j", "j", "k")
        assert seen.chosen == "rust"
        await here.press("G")
        assert seen.chosen == "notes"
        await here.press("tab")
        assert seen.screen.focused is seen.screen._preview.pane
        await here.press("tab")
        await here.press("x")
        assert seen.line == "x"
        await here.press("ctrl+u", "shift+tab", "shift+tab", "slash", *"borrow")
        await seen.shows("rust")


def test_counts_say_no_more_than_is_known() -> None:
    more = Found(next=Mark("x"))
    assert count_words(1, Found(), Wanted()) == "1 conversation"
    assert count_words(0, Found(), Wanted()) == ""
    assert count_words(200, more, Wanted()) == "the newest 200, more below"
    assert count_words(100, more, Wanted("x", order=Order.RELEVANCE)) == "the best 100, more below"


@pytest.mark.parametrize(
    ("line", "wanted", "begins"),
    [
        ("", Wanted(), "No conversation yet."),
        ("is:deleted", Wanted(deleted=True), "Nothing has been deleted."),
        ("preset:x", Wanted(preset="x"), "No conversation fits preset:x"),
        ("rsync preset:x", Wanted("rsync", "x"), "Nothing found for rsync preset:x"),
    ],
)
def test_where_there_is_nothing_it_is_said_why_and_what_to_do(line: str, wanted: Wanted, begins: str) -> None:
    words = empty_words(line, wanted)
    assert words[0] == begins
    assert "Esc" in words[-1]


def test_nobody_reads_that_there_was_nothing_where_it_cannot_be_read() -> None:
    words = empty_words("", Wanted(), "The database is damaged.")
    assert words[:2] == ["No conversation can be shown.", "The database is damaged."]
    assert empty_words("x", Wanted("x"), "The database is damaged.")[0] == "Nothing found for x"


async def test_help_and_ctrl_c_are_there_as_everywhere(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press("f1")
        await here.until(lambda: not seen.open)
        await here.press("escape")
        await here.until(lambda: seen.open)
        await here.press(*"ab", "ctrl+c")
        assert seen.line == ""
        await here.press("ctrl+c")
        assert not any(isinstance(screen, HistoryScreen) for screen in here.app.screen_stack)


async def test_what_was_asked_before_the_last_letter_is_never_shown_for_it(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.press(*"rsync")
        await seen.shows("haiku", "notes")
        # Both at once: the question about `rsync nas` is on its way when it is taken back.
        seen.screen.put_line("rsync nas")
        seen.screen.put_line("rsync")
        await here.until(lambda: not seen.screen._reading._latest.busy)
        await seen.shows("haiku", "notes")


async def test_a_resize_leaves_no_key_to_nobody(lab: Homelab, past: Past) -> None:
    three(past)
    async with history(lab.url, past) as (here, seen):
        await here.until(lambda: "Files drift" in seen.part("pane"))
        await here.press("tab", "tab")
        assert seen.screen.focused is seen.screen._preview.pane
        await here.pilot.resize_terminal(80, 24)
        await here.until(lambda: seen.screen.focused is seen.screen._list)
        await here.press("v")
        await here.until(lambda: seen.screen.focused is seen.screen._preview.pane)
        assert not seen.screen._list.display
        await here.pilot.resize_terminal(120, 36)
        await here.until(lambda: seen.screen._list.display)
        assert seen.screen.focused is seen.screen._preview.pane
