"""Which part of a long list is in view."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.widgets.list_window import ListWindow


def window(count: int, room: int) -> ListWindow:
    made = ListWindow()
    made.resize(room)
    made.fill(count)
    return made


def test_the_view_follows_the_cursor_and_no_further_than_it_must() -> None:
    here = window(100, 10)
    here.go(9)
    assert here.top == 0
    here.go(10)
    assert here.top == 1
    here.go(5)
    assert here.top == 1
    here.go(1000)
    assert (here.cursor, here.top) == (99, 90)
    here.go(-5)
    assert (here.cursor, here.top) == (0, 0)


def test_the_cursor_comes_along_where_the_view_is_scrolled() -> None:
    here = window(100, 10)
    here.scroll(5)
    assert (here.cursor, here.top) == (5, 5)
    here.go(14)
    here.scroll(-3)
    assert (here.cursor, here.top) == (11, 2)


def test_a_thumb_is_there_where_not_all_is_in_view() -> None:
    assert window(10, 10).thumb(20) == range(0)
    here = window(100, 10)
    assert here.thumb(20) == range(2)
    here.go(99)
    assert here.thumb(20) == range(18, 20)


@given(st.lists(st.tuples(st.sampled_from(["go", "scroll", "fill", "resize"]), st.integers(-50, 50)), max_size=30))
def test_the_cursor_is_always_in_view_and_within_the_list(steps: list[tuple[str, int]]) -> None:
    here = ListWindow()
    for name, number in steps:
        match name:
            case "go":
                here.go(number)
            case "scroll":
                here.scroll(number)
            case "fill":
                here.fill(abs(number))
            case _:
                here.resize(abs(number))
        assert 0 <= here.top <= max(0, here.count - here.room)
        assert 0 <= here.cursor < max(1, here.count)
        assert here.top <= here.cursor < here.top + here.room
        assert set(here.thumb(20)) <= set(range(20))
