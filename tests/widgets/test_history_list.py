"""The list of conversations: choosing, naming, and when more is wanted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from textual import events, on

from aishtui.chat.history import Hit, Summary
from aishtui.chat.messages import Role
from aishtui.widgets.history_list import HistoryList
from tests.widgets.host import Host, text_of

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


def talks(count: int) -> list[Summary]:
    return [Summary(f"c{n}", f"title {n}", "", "2026-11-25T12:04:00+00:00", 2) for n in range(count)]


class ListHost(Host):
    def __init__(self, items: Sequence[Summary], searching: bool = False) -> None:
        self.list = HistoryList(now=lambda: NOW)
        self.heard: list[object] = []
        self.known: list[int] = []
        self._first = (items, searching)
        super().__init__(lambda: [self.list])

    def on_mount(self) -> None:
        self.list.styles.height = "1fr"
        self.list.focus()
        self.list.show(self._first[0], searching=self._first[1])

    @on(HistoryList.MoreWanted)
    def more(self, event: HistoryList.MoreWanted) -> None:
        self.known.append(event.known)

    @on(HistoryList.Renamed)
    def renamed(self, event: HistoryList.Renamed) -> None:
        self.heard.append((event.conversation_id, event.title))

    @on(HistoryList.Opened)
    def opened(self) -> None:
        self.heard.append("opened")

    @property
    def chosen(self) -> str:
        assert self.list.chosen is not None
        return self.list.chosen.id

    def rows(self) -> str:
        return "\n".join(text_of(self.list))


async def test_the_next_page_is_wanted_before_the_end_and_not_sooner() -> None:
    app = ListHost(talks(100))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.list.move(59)
        await pilot.pause()
        assert app.known == []
        app.list.move(20)
        await pilot.pause()
        assert app.known == [100]


async def test_the_cursor_stays_with_its_conversation() -> None:
    app = ListHost(talks(30))
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.move(7)
        pinned = [replace(talks(30)[20], pinned=True), *(talk for talk in talks(30) if talk.id != "c20")]
        app.list.show(pinned, searching=False)
        assert app.chosen == "c7"
        app.list.show([talk for talk in pinned if talk.id != "c7"], searching=False)
        assert app.chosen == "c8", "the one that moved into its place"
        app.list.show(talks(3), searching=False, keep=False)
        assert app.chosen == "c0"
        await pilot.pause()


async def test_a_hit_has_a_row_of_its_own_where_there_is_room() -> None:
    hit = Hit("m", Role.USER, "the rsync found", ((4, 9),))
    app = ListHost([replace(talk, hit=hit) for talk in talks(30)], searching=True)
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.pause()
        assert "title 0" in app.rows()
        assert app.rows().count("you: the rsync found") == 8
        assert app.rows().count("2 messages") == 8
        await pilot.resize_terminal(60, 15)
        await pilot.pause()
        assert app.rows().count("you: the rsync found") == 7
        assert "2 messages" not in app.rows()


async def test_a_title_is_typed_in_its_place_and_taken_or_left() -> None:
    app = ListHost(talks(5))
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.move(1)
        app.list.rename()
        await pilot.press("ctrl+u", *"New", "space", *"name")
        assert "New name" in app.rows()
        await pilot.press("enter")
        assert app.heard == [("c1", "New name")]
        assert not app.list.naming
        app.list.rename()
        await pilot.press("x", "escape")
        app.list.rename()
        await pilot.press("ctrl+u", "enter")
        assert len(app.heard) == 1, "neither a title that was left nor an empty one"


async def test_what_is_pasted_into_a_title_becomes_one_line() -> None:
    app = ListHost(talks(3))
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.rename()
        await pilot.press("end", "space")
        app.list.on_paste(events.Paste("two\nlines\x1b[2J"))
        await pilot.press("enter")
        assert app.heard == [("c0", "title 0 two lines␛[2J")]


async def test_a_title_that_is_longer_than_the_row_is_typed_at_its_end() -> None:
    app = ListHost([Summary("c", "日本語" * 40, "", "", 2)])
    async with app.run_test(size=(60, 20)) as pilot:
        app.list.rename()
        await pilot.press(*"END")
        assert "END" in app.rows().splitlines()[0]


async def test_a_click_chooses_and_two_open() -> None:
    app = ListHost(talks(5))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.click(app.list, offset=(4, 5))
        assert app.chosen == "c2"
        assert app.heard == []
        await pilot.click(app.list, offset=(4, 5), times=2)
        assert app.heard == ["opened"]
        await pilot.click(app.list, offset=(4, 18))
        assert app.chosen == "c2"


async def test_where_nothing_is_listed_it_is_said_why() -> None:
    app = ListHost([])
    async with app.run_test(size=(30, 20)) as pilot:
        app.list.show_words(["No conversation yet.", "Ask something: every prompt is kept."])
        await pilot.pause()
        assert " ".join(app.rows().split()) == "No conversation yet. Ask something: every prompt is kept."
