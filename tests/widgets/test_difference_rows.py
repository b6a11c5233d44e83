"""Differences as rows of cells: everything of either text is shown once, whatever the width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.differences import differences
from aishtui.pane.wrapping import cells
from aishtui.widgets.difference_rows import DifferenceRows, Spot

LINES = st.lists(
    st.sampled_from(
        ["", "one two three four", "one two five four", "日本語のテキスト", "\tx = 1", "}", "e\u0301 👩\u200d🚀"]
    ),
    max_size=12,
).map("\n".join)
WIDTHS = st.tuples(st.integers(9, 60), st.booleans())
"""In 9 cells a wide character has just room beside another, behind the sign of each side."""


def spots(rows: DifferenceRows) -> list[Spot]:
    found = [Spot(0, 0)]
    while (following := rows.after(found[-1])) is not None:
        found.append(following)
    return found


def drawn(rows: DifferenceRows) -> list[str]:
    return ["".join(span.text for span in rows.spans(spot, range(0))).rstrip() for spot in spots(rows)]


def test_beside_each_other_lines_that_belong_together_share_their_rows() -> None:
    found = differences("same\nold words here\ngone", "same\nnew words here\ncame\nmore")
    assert drawn(DifferenceRows(found, 41, beside=True)) == [
        "  same              │  same",
        "- old words here    │+ new words here",
        "- gone              │+ came",
        "                    │+ more",
    ]


def test_one_below_the_other_what_has_gone_stands_above_what_has_come() -> None:
    found = differences("same\nold words here\ngone\nwent", "same\nnew words here\ncame\nmore")
    assert drawn(DifferenceRows(found, 41, beside=False)) == [
        "  same",
        "- old words here",
        "+ new words here",
        "- gone",
        "- went",
        "+ came",
        "+ more",
    ]


def test_the_longer_side_says_how_high_both_are() -> None:
    found = differences("one two three four five six", "one two three")
    assert drawn(DifferenceRows(found, 33, beside=True)) == [
        "- one two three │+ one two three",
        "  four five six │",
    ]


def test_tabs_are_blanks_up_to_the_next_fourth_cell() -> None:
    found = differences("ab\tc\n\td", "ab\tc\n\te")
    assert drawn(DifferenceRows(found, 40, beside=False)) == ["  ab  c", "-     d", "+     e"]


@given(LINES, LINES, WIDTHS)
def test_rows_fit_and_going_back_meets_every_row_again(left: str, right: str, width: tuple[int, bool]) -> None:
    rows = DifferenceRows(differences(left, right), width[0], beside=width[1])
    there = spots(rows)
    back = [there[-1]]
    while (above := rows.before(back[-1])) is not None:
        back.append(above)
    assert back[::-1] == there
    assert all(cells(row) <= width[0] for row in drawn(rows))


@given(LINES, LINES, st.integers(8, 60), st.integers(8, 60))
def test_what_is_at_a_spot_is_found_again_at_another_width(left: str, right: str, one: int, other: int) -> None:
    found = differences(left, right)
    rows, others = DifferenceRows(found, one, beside=False), DifferenceRows(found, other, beside=True)
    for spot in spots(rows):
        again = others.spot_of(rows.mark(spot))
        assert others.items[again.item].row == rows.items[spot.item].row
        assert rows.items[rows.spot_of(rows.mark(spot)).item].row == rows.items[spot.item].row


@pytest.mark.parametrize("beside", [True, False])
def test_places_are_of_the_items_that_differ(beside: bool) -> None:
    found = differences("a b c d\nx\n\nsame thing\ny", "a b c e\n\nsame thing\nz z\nw")
    rows = DifferenceRows(found, 60, beside=beside)
    assert len(rows.places) == len(found.places)
    for place, of_rows in zip(rows.places, found.places, strict=True):
        assert {rows.items[item].row for item in place} == set(of_rows)


def test_a_line_of_300_kb_is_laid_out_where_somebody_looks() -> None:
    found = differences("word " * 60_000 + "a", "word " * 60_000 + "b")
    rows = DifferenceRows(found, 120, beside=True)
    assert rows.height(0) < 40
    assert "word word" in "".join(span.text for span in rows.spans(Spot(0, 0), range(0)))
