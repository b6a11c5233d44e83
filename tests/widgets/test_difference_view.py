"""The view of a difference: its keys, its place, and what it costs to have a long one."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.geometry import Region
from textual.pilot import Pilot

from aishtui.chat.differences import Differences, differences
from aishtui.widgets.difference_view import DifferenceView
from tests.widgets.host import Host


def texts(lines: int, changed: tuple[int, ...]) -> Differences:
    left = [f"line {number} says this" for number in range(lines)]
    right = [f"line {at} says that" if at in changed else line for at, line in enumerate(left)]
    return differences("\n".join(left), "\n".join(right))


@asynccontextmanager
async def shown(
    found: Differences, size: tuple[int, int] = (80, 10)
) -> AsyncIterator[tuple[DifferenceView, Pilot[None]]]:
    view = DifferenceView()
    async with Host(lambda: [view]).run_test(size=size) as pilot:
        view.focus()
        await pilot.pause()
        view.show(found)
        await pilot.pause()
        yield view, pilot


def rows_of(view: DifferenceView) -> list[str]:
    return [strip.text.rstrip() for strip in view.render_lines(Region(0, 0, view.size.width, view.size.height))]


async def test_it_opens_at_the_first_difference_with_something_above_it() -> None:
    async with shown(texts(100, (40, 41, 70))) as (view, _):
        assert view.here == 0
        assert rows_of(view)[:4] == [
            "  line 38 says this",
            "  line 39 says this",
            "- line 40 says this",
            "+ line 40 says that",
        ]


async def test_n_and_p_go_from_difference_to_difference_and_stop_at_both_ends() -> None:
    async with shown(texts(100, (40, 60, 98))) as (view, pilot):
        await pilot.press("p")
        assert view.here == 0
        await pilot.press("n")
        assert (view.here, rows_of(view)[2]) == (1, "- line 60 says this")
        await pilot.press("n", "n", "n")
        assert view.here == 2
        assert rows_of(view)[-1] == "  line 99 says this"  # as far down as the end leaves room for
        await pilot.press("p", "left")
        assert view.here == 0
        await pilot.press("right")
        assert view.here == 1


async def test_a_difference_that_is_wholly_in_view_is_gone_to_without_moving() -> None:
    async with shown(texts(100, (40, 42, 90))) as (view, pilot):
        before = rows_of(view)
        await pilot.press("n")
        assert view.here == 1
        assert [row[2:] for row in rows_of(view)] == [row[2:] for row in before]


async def test_after_reading_on_the_next_difference_is_the_next_from_there() -> None:
    async with shown(texts(200, (40, 60, 150))) as (view, pilot):
        await pilot.press("home")
        assert (view.here, rows_of(view)[0]) == (None, "  line 0 says this")
        await pilot.press(*["pagedown"] * 8)
        assert view.here is None
        await pilot.press("n")
        assert view.here == 2
        await pilot.press("home", "p")
        assert view.here is None
        await pilot.press("end", "p")
        assert view.here == 2


async def test_wheel_and_pages_move_through_it() -> None:
    async with shown(texts(100, (99,))) as (view, pilot):
        await pilot.press("home", "pagedown", "down", "up", "space", "b")
        assert rows_of(view)[0] == "  line 9 says this"
        view.post_message(events.MouseScrollDown(view, 0, 0, 0, 1, 0, False, False, False))
        await pilot.pause()
        assert rows_of(view)[0] == "  line 12 says this"
        await pilot.press("end")
        assert rows_of(view)[-1] == "+ line 99 says that"


async def test_a_resize_keeps_what_is_read_at_the_top() -> None:
    prose = "\n".join(f"{number:03} " + "word " * 30 + ("this" if number == 150 else "") for number in range(200))
    async with shown(differences(prose, prose.replace("this", "that")), (100, 20)) as (view, pilot):
        await pilot.press("home", *["pagedown"] * 6)
        top = rows_of(view)[0].split()[0]
        for size in ((60, 15), (140, 30), (100, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert top in rows_of(view)[0] or rows_of(view)[0].startswith("  word"), size
        assert rows_of(view)[0].split()[0] == top


async def test_from_120_cells_on_both_sides_stand_beside_each_other() -> None:
    async with shown(texts(5, (2,)), (120, 10)) as (view, pilot):
        assert [part.rstrip() for part in rows_of(view)[2].split("│")] == ["- line 2 says this", "+ line 2 says that"]
        await pilot.resize_terminal(119, 10)
        await pilot.pause()
        assert rows_of(view)[2:4] == ["- line 2 says this", "+ line 2 says that"]


async def test_20_000_lines_are_moved_through_at_once() -> None:
    """A guard with room for slow machines: drawing all of them would take many seconds."""
    async with shown(texts(20_000, tuple(range(0, 20_000, 7))), (160, 50)) as (view, pilot):
        began = time.process_time()
        await pilot.press("end", "home", *["n"] * 20, *["pagedown"] * 20)
        assert time.process_time() - began < 8
        assert view.here is None


async def test_texts_without_a_difference_are_shown_and_keys_do_no_harm() -> None:
    async with shown(differences("a\nb", "a\nb")) as (view, pilot):
        await pilot.press("n", "p", "end", "home", "pagedown")
        assert rows_of(view)[:3] == ["  a", "  b", ""]
    async with shown(differences("", "")) as (view, pilot):
        await pilot.press("n", "p", "end", "home", "up", "down")
        assert view.whole


async def test_read_again_it_stands_where_it_stood_also_when_differences_have_gone() -> None:
    async with shown(texts(100, (40, 60, 80))) as (view, pilot):
        await pilot.press("n")
        before = rows_of(view)
        view.show(texts(100, (40, 60, 90)), anew=False)
        assert (view.here, rows_of(view)) == (1, before)
        view.show(texts(100, (60,)), anew=False)
        assert (view.here, rows_of(view)) == (None, before)
        view.show(texts(100, ()), anew=False)
        assert "line 60 says this" in rows_of(view)[2]
        view.show(differences("", ""), anew=False)
        assert rows_of(view)[0] == ""
