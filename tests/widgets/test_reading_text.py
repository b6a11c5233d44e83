"""Rows of a long text: whole, exact, and only where somebody looks."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.pane.wrapping import cells
from aishtui.widgets.reading_text import NAME, ReadingRows, ReadingText, Row


def reading_of(text: str) -> ReadingText:
    reading = ReadingText()
    reading.add(text)
    return reading


def downwards(rows: ReadingRows) -> list[Row]:
    found, row = [], rows.at(0)
    while True:
        found.append(row)
        following = rows.after(row)
        if following is None:
            return found
        row = following


def upwards(rows: ReadingRows, place: int) -> list[Row]:
    found, row = [], rows.at(place)
    while True:
        found.append(row)
        above = rows.before(row)
        if above is None:
            return found[::-1]
        row = above


@given(st.text("ab c\n漢\u0301👩", max_size=200), st.integers(4, 30))
def test_both_ways_give_the_same_rows_that_fit_and_lose_nothing_but_white_space(text: str, width: int) -> None:
    reading = reading_of(text)
    rows = downwards(ReadingRows(reading, width))
    assert rows == upwards(ReadingRows(reading, width), rows[-1].start)
    shown = [reading.text[row.start : row.stop] for row in rows]
    assert all(cells(row) <= width for row in shown)
    assert "".join("".join(shown).split()) == "".join(reading.text.split())


def test_the_lines_of_the_source_begin_rows() -> None:
    rows = downwards(ReadingRows(reading_of("one\n\ntwo words here\n"), 9))
    assert [(row.start, row.stop) for row in rows] == [(0, 3), (4, 4), (5, 14), (15, 19)]


def test_control_characters_are_made_visible_and_tabs_are_blanks() -> None:
    assert reading_of("a\x1b[31m\tb\r\n").text == "a␛[31m  b\n"


def test_a_name_stands_left_of_its_value_and_the_value_below_itself() -> None:
    reading = ReadingText()
    reading.add("name    ", NAME)
    reading.line("some words that wrap", "muted")
    rows = downwards(ReadingRows(reading, 20))
    assert [row.indent for row in rows] == [0, 8]
    assert [list(filter(lambda piece: piece[0], reading.pieces(row))) for row in rows] == [
        [("name    ", NAME), ("some words", "muted")],
        [("that wrap", "muted")],
    ]


def test_ten_megabytes_are_wrapped_only_where_they_are_looked_at() -> None:
    class Counted(ReadingRows):
        wrapped = 0

        def _wrapped(self, piece: int):  # type: ignore[no-untyped-def]
            Counted.wrapped += 1
            return super()._wrapped(piece)

    for text in ("a line of words\n" * 650_000, "x" * 10_000_000, "\n" * 10_000_000):
        Counted.wrapped = 0
        rows = Counted(reading_of(text), 80)
        row = rows.at(len(text) - 1)
        for _ in range(50):
            row = rows.before(row) or row
        for _ in range(50):
            row = rows.after(row) or row
        assert Counted.wrapped <= 60
