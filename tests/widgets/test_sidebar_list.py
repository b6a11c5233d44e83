"""The sidebar's list as a value: whatever is done to it, the cursor is on a row and in view."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.widgets.sidebar_list import RowList
from aishtui.widgets.sidebar_rows import RowKind, SidebarRow

KINDS = st.sampled_from([RowKind.HEADING, RowKind.PRESET, RowKind.MODEL])
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.integers(-30, 30)),
        st.tuples(st.just("move_to"), st.integers(-5, 40)),
        st.tuples(st.just("resize"), st.integers(-2, 12)),
        st.tuples(st.just("filter"), st.sampled_from(["", "1", "2 3", "none"])),
    )
)


@given(st.lists(KINDS, max_size=30), MOVES)
def test_the_cursor_is_on_a_row_that_can_be_chosen_and_in_view(
    kinds: list[RowKind], moves: list[tuple[str, int | str]]
) -> None:
    rows = RowList()
    rows.replace([SidebarRow(kind, str(i), str(i), words=str(i)) for i, kind in enumerate(kinds)], "")
    for name, argument in moves:
        getattr(rows, name)(argument)
        choosable = any(row.kind is not RowKind.HEADING for row in rows.shown)
        assert (rows.under_cursor is not None) == choosable
        assert 0 <= rows.top <= max(0, len(rows.shown) - rows.height)
        assert not rows.shown or rows.top <= rows.cursor < rows.top + rows.height
        assert set(rows.thumb()) <= set(range(rows.height))


def test_scrolling_moves_the_view_and_leaves_the_cursor() -> None:
    rows = RowList()
    rows.replace([SidebarRow(RowKind.MODEL, str(i), str(i)) for i in range(100)], "")
    rows.resize(10)
    rows.scroll(50)
    assert (rows.cursor, rows.top) == (0, 50)
    rows.scroll(500)
    assert rows.top == 90
    rows.step(1)
    assert (rows.cursor, rows.top) == (1, 1)


def test_the_headings_above_the_first_row_come_into_view_with_it() -> None:
    rows = RowList()
    kinds = [RowKind.HEADING, RowKind.HEADING, *[RowKind.MODEL] * 50]
    rows.replace([SidebarRow(kind, str(i), str(i)) for i, kind in enumerate(kinds)], "")
    rows.resize(10)
    rows.step(40)
    rows.step(-40)
    assert (rows.cursor, rows.top) == (2, 0)
