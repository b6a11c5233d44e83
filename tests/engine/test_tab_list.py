"""The open tabs: in order, and exactly one of them active."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.tabs import Column, Tab
from aishtui.engine.tab_list import TabList


def tab(number: int, active: bool = False, position: int = 0) -> Tab:
    return Tab(f"tab {number}", position, f"conversation {number}", "fast", "m", active=active)


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 9))),
    st.lists(st.tuples(st.sampled_from(["add", "activate", "close", "change"]), st.integers(0, 30))),
)
def test_whatever_is_done_one_tab_is_active_and_the_positions_have_no_gaps(
    restored: list[tuple[bool, int]], steps: list[tuple[str, int]]
) -> None:
    tabs, expected = TabList(), [f"tab {number}" for number in range(len(restored))]
    tabs.restore([tab(number, active, position) for number, (active, position) in enumerate(restored)])
    expected.sort(key=lambda name: restored[int(name[4:])][1])
    for count, (step, number) in enumerate(steps, start=100):
        chosen = expected[number % len(expected)] if expected else None
        match step:
            case "add":
                tabs.add(tab(count, active=bool(number % 2)))
                expected.append(f"tab {count}")
            case "activate" if chosen:
                tabs.activate(chosen)
                assert tabs.get(chosen).active
            case "close" if chosen:
                tabs.close(chosen)
                expected.remove(chosen)
            case "change" if chosen:
                assert tabs.change(chosen, draft="new").draft == "new"
        assert [one.id for one in tabs.all()] == expected
        assert [one.position for one in tabs.all()] == list(range(len(expected)))
        assert sum(one.active for one in tabs.all()) == bool(expected)


def test_the_tab_that_moves_into_the_place_of_a_closed_one_becomes_active() -> None:
    tabs = TabList()
    tabs.restore([tab(number, active=number == 1, position=number) for number in range(3)])
    tabs.close("tab 1")
    assert tabs.active() == replace(tab(2), position=1, active=True)
    tabs.close("tab 2")
    assert tabs.active() == replace(tab(0), active=True)
    tabs.close("tab 0")
    assert (tabs.active(), tabs.all()) == (None, ())


def test_closing_a_tab_behind_leaves_the_active_one() -> None:
    tabs = TabList()
    tabs.restore([tab(0), replace(tab(1, active=True), position=1)])
    tabs.close("tab 0")
    assert tabs.active() == tab(1, active=True)


def test_a_tab_that_is_not_open_is_an_error() -> None:
    for call in (TabList().get, TabList().activate, TabList().close, TabList().change):
        with pytest.raises(KeyError):
            call("nobody")


def column(number: int, position: int, place: int) -> Tab:
    return replace(tab(number, position=position), column=Column("c", place))


def test_a_comparison_that_two_had_open_is_one_again_and_the_others_are_tabs() -> None:
    tabs = TabList()
    tabs.restore([column(1, 0, 0), column(2, 0, 0), column(3, 1, 1), column(4, 1, 1), tab(5)])
    found = {one.id: one.column.number if one.column is not None else None for one in tabs.all()}
    assert found == {"tab 1": 0, "tab 2": None, "tab 3": 1, "tab 4": None, "tab 5": None}
    order = [one.id for one in tabs.all()]
    assert order.index("tab 3") == order.index("tab 1") + 1
