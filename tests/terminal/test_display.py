"""The display layer sends the difference, and the terminal shows what Textual's own way would show."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from aishtui.terminal.display import Display
from aishtui.terminal.textual_private import Piece
from tests.terminal.pictures import Picture, as_textual_writes, console, whole

WIDTH, HEIGHT = 30, 9
CUT = 11
"""Two widgets stand beside each other from here on."""
CONSOLE = console()

STYLES = (
    None,
    Style(),
    Style(color=Color.from_rgb(200, 10, 10)),
    Style(color=Color.from_rgb(200, 10, 10), bgcolor=Color.from_rgb(1, 2, 3)),
    Style(color=Color.from_rgb(9, 9, 9), bgcolor=Color.from_rgb(1, 2, 3), bold=True),
    Style(bgcolor=Color.from_rgb(60, 60, 60), italic=True, underline=True),
    Style(color=Color.from_ansi(3), bgcolor=Color.from_ansi(12), strike=True),
    Style(color=Color.from_ansi(200), reverse=True),
    Style(color=Color.default(), bold=True, dim=True),
    Style(color="red", link="https://example.org/a"),
)
CHARACTERS = "abc xyz   0.─│▌…é漢字ひ한🙂" + "e\u0301"


def line(*parts: tuple[str, Style | None], width: int = WIDTH) -> Strip:
    """Filled up with blanks of the last style."""
    strip = Strip([Segment(text, style) for text, style in parts])
    return strip.adjust_cell_length(width, parts[-1][1] if parts else None)


def plain(text: str, width: int = WIDTH) -> Strip:
    return line((text, None), width=width)


class Shown:
    """A display with a terminal behind it."""

    def __init__(
        self,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        whole_frames: bool = False,
        margins: bool = False,
        in_colour: bool = False,
        fills: bool = False,
    ) -> None:
        self.size = size
        self.picture = Picture(*size, in_colour, fills)
        self.ready = True
        self.later: list[Callable[[], None]] = []
        self.whole_frames = whole_frames
        self.display = Display(
            self.picture.write,
            lambda: 0.0 if self.ready else 0.05,
            lambda call, _seconds: self.later.append(call),
            in_colour=in_colour,
        )
        self.display.margins = margins

    def show(self, pieces: list[Piece], cursor: tuple[int, int] = (0, 0)) -> str:
        """What was sent for it."""
        before = len(self.picture.received)
        self.display.show(CONSOLE, self.size, pieces, cursor, self.whole_frames)
        return self.picture.received[before:]


def strips(width: int) -> st.SearchStrategy[Strip]:
    text = st.text(st.sampled_from(CHARACTERS), max_size=12).map(lambda said: said.lstrip("\u0301"))
    parts = st.lists(st.tuples(text, st.sampled_from(STYLES)), max_size=4)
    return parts.map(lambda found: line(*found, width=width))


@st.composite
def frames(draw: st.DrawFn) -> list[list[Piece]]:
    """A screen of two widgets; then some of either is drawn anew, moved up or down, or covered."""
    left = draw(st.lists(strips(CUT), min_size=HEIGHT, max_size=HEIGHT))
    right = draw(st.lists(strips(WIDTH - CUT), min_size=HEIGHT, max_size=HEIGHT))
    found = [pieces_of(left, right)]
    for _ in range(draw(st.integers(1, 6))):
        match draw(st.sampled_from(("left", "right", "scroll", "scroll", "row", "whole", "cover"))):
            case "left":
                left = draw(st.lists(strips(CUT), min_size=HEIGHT, max_size=HEIGHT))
                found.append([Piece(0, y, strip) for y, strip in enumerate(left)])
            case "right":
                right = draw(st.lists(strips(WIDTH - CUT), min_size=HEIGHT, max_size=HEIGHT))
                found.append([Piece(CUT, y, strip) for y, strip in enumerate(right)])
            case "scroll":
                by = draw(st.integers(-HEIGHT, HEIGHT))
                new = draw(st.lists(strips(WIDTH - CUT), min_size=abs(by), max_size=abs(by)))
                right = ([*right, *new] if by > 0 else [*new, *right])[max(0, by) :][:HEIGHT]
                found.append([Piece(CUT, y, strip) for y, strip in enumerate(right)])
            case "row":
                y = draw(st.integers(0, HEIGHT - 1))
                right[y] = draw(strips(WIDTH - CUT))
                found.append([Piece(CUT, y, right[y])])
            case "whole":
                found.append(pieces_of(left, right))
            case _:
                cover = draw(strips(WIDTH))
                found.append([Piece(0, y, cover) for y in range(2, 5)])
                found.append(pieces_of(left, right))
    return found


def pieces_of(left: list[Strip], right: list[Strip]) -> list[Piece]:
    return [piece for y in range(HEIGHT) for piece in (Piece(0, y, left[y]), Piece(CUT, y, right[y]))]


@settings(max_examples=400, deadline=None)
@given(frames(), st.booleans(), st.booleans(), st.booleans(), st.data())
def test_after_each_frame_the_terminal_shows_what_textual_would_have_it_show(
    drawn: list[list[Piece]], margins: bool, in_colour: bool, fills: bool, data: st.DataObject
) -> None:
    stock, ours = Picture(WIDTH, HEIGHT), Shown(margins=margins, in_colour=in_colour, fills=fills)
    for pieces in drawn:
        cursor = data.draw(st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1)))
        if data.draw(st.integers(0, 9)) == 0:
            ours.picture.write(ours.display.let_go() + "\x1b[2J")
        stock.write(as_textual_writes(pieces, cursor, CONSOLE))
        ours.show(pieces, cursor)
        assert ours.picture.cells == stock.cells
        assert ours.picture.cursor == stock.cursor


@settings(max_examples=100, deadline=None)
@given(frames(), st.data())
def test_frames_that_were_skipped_are_in_the_next_one(drawn: list[list[Piece]], data: st.DataObject) -> None:
    stock, ours = Picture(WIDTH, HEIGHT), Shown()
    for pieces in drawn:
        ours.ready = data.draw(st.booleans())
        stock.write(as_textual_writes(pieces, (0, 0), CONSOLE))
        sent = ours.show(pieces)
        assert ours.ready or not sent
    ours.ready = True
    for call in ours.later:
        call()
    assert ours.picture.cells == stock.cells


def test_the_same_again_is_nothing() -> None:
    shown = Shown()
    rows = [line(("hello", STYLES[4]))] * HEIGHT
    assert shown.show(whole(rows))
    assert shown.show(whole([line(("hello", STYLES[4]))] * HEIGHT)) == ""


def test_a_letter_more_is_sent_alone() -> None:
    shown = Shown()
    shown.show(whole([plain("hell")] * HEIGHT), (3, 3))
    assert shown.show([Piece(0, 2, plain("hello"))], (3, 3)) == "\x1b[3;5Ho\v\b\b"


def test_a_frame_stands_between_its_marks_where_the_terminal_knows_them() -> None:
    shown = Shown(whole_frames=True)
    rows = [plain(f"line {number} of many") for number in range(HEIGHT + 1)]
    sent = shown.show(whole(rows[:HEIGHT]))
    assert (sent[:8], sent[-8:]) == ("\x1b[?2026h", "\x1b[?2026l")
    assert shown.show(whole(rows[1:])).startswith("\x1b[?2026h\x1b[1;9r")


def test_little_of_it_comes_in_one_piece_anyway() -> None:
    shown = Shown(whole_frames=True)
    shown.show(whole([plain("hell")] * HEIGHT))
    assert shown.show([Piece(0, 2, plain("hello"))]) == "\x1b[3;5Ho\x1b[1H"
    assert shown.show([Piece(0, 2, plain("hello"))]) == ""


TEXT, FAINT = Style(color="#d0d0d0", bgcolor="#102030"), Style(color="#606060", bgcolor="#102030")


def test_blanks_on_a_background_are_erased_where_the_terminal_erases_in_it() -> None:
    rows = whole([line(("a" + " " * 12 + "b" + " " * 16, TEXT))] * HEIGHT)
    assert Shown().show(rows).count("  ") > 0
    sent = Shown(in_colour=True).show(rows)
    assert "  " not in sent
    assert sent.count("a\x1b[12X\x1b[12Cb\x1b[K") == HEIGHT


def test_what_is_of_one_colour_is_written_together_where_that_is_shorter() -> None:
    shown = Shown(in_colour=True)
    names = [line((f"name{y}", TEXT), (f" {y}.4 s", FAINT), width=11) for y in range(HEIGHT)]
    shown.show(whole([line(("", TEXT))] * HEIGHT))
    assert shown.show(whole(names)).count("38;2;") == 2
    assert shown.picture.text == [f"name{y} {y}.4 s" for y in range(HEIGHT)]


def test_the_cursor_alone_is_moved() -> None:
    shown = Shown()
    shown.show(whole([plain("a")] * HEIGHT))
    assert shown.show([], (4, 5)) == "\x1b[6;5H"


def test_rows_that_move_up_are_moved_by_the_terminal() -> None:
    shown = Shown()
    rows = [plain(f"line {number} of many") for number in range(40)]
    shown.show(whole(rows[:HEIGHT]))
    sent = shown.show(whole(rows[1 : HEIGHT + 1]))
    assert sent.startswith(f"\x1b[1;{HEIGHT}r\x1b[{HEIGHT}H\n")
    assert len(sent) < 60
    again = shown.show(whole(rows[2 : HEIGHT + 2]))
    assert again.startswith(f"\x1b[{HEIGHT}H\n")  # the region stays
    sent = shown.show(whole(rows[1 : HEIGHT + 1]))
    assert sent.startswith("\x1b[1H\x1bM")
    assert shown.picture.text == [f"line {number} of many" for number in range(1, HEIGHT + 1)]


def test_rows_that_move_down_are_too() -> None:
    shown = Shown()
    words = [chr(ord("a") + number) * 20 for number in range(20)]
    shown.show(whole(map(plain, words[10 : 10 + HEIGHT])))
    sent = shown.show(whole(map(plain, words[7 : 7 + HEIGHT])))
    assert "\x1bM\x1bM\x1bM" in sent
    assert shown.picture.text == words[7 : 7 + HEIGHT]


def test_what_stands_still_beside_it_is_brought_back_where_that_is_little() -> None:
    shown = Shown()
    beside = [plain(word, CUT) for word in ("one", "two", *[""] * (HEIGHT - 2))]
    rows = [plain(f"line {number} of", WIDTH - CUT) for number in range(40)]
    shown.show(pieces_of(beside, rows[:HEIGHT]))
    sent = shown.show([Piece(CUT, y, strip) for y, strip in enumerate(rows[1 : HEIGHT + 1])])
    assert "r\x1b[9H\n" in sent
    assert [text[:3].strip() for text in shown.picture.text[:3]] == ["one", "two", ""]


def test_where_the_terminal_can_what_stands_beside_it_does_not_move() -> None:
    shown = Shown(margins=True)
    beside = [plain(f"beside {number}", CUT) for number in range(HEIGHT)]
    words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet"]
    rows = [plain(word, WIDTH - CUT) for word in words]
    shown.show(pieces_of(beside, rows[:HEIGHT]))
    sent = shown.show([Piece(CUT, y, strip) for y, strip in enumerate(rows[1 : HEIGHT + 1])])
    assert sent.startswith(f"\x1b[1;{HEIGHT}r\x1b[?69h\x1b[{CUT + 1};{CUT + 7}s\x1b[{HEIGHT};{CUT + 1}H\n\x1b[?69l")
    assert len(sent) < 60
    assert shown.picture.text == [f"beside {y}   {words[y + 1]}" for y in range(HEIGHT)]


def test_a_wide_character_is_not_cut_by_moving_columns() -> None:
    shown = Shown(margins=True)
    beside = [plain("x", CUT) for _ in range(HEIGHT)]
    rows = [plain(f"漢{word}字ab cd ef{word}", WIDTH - CUT) for word in "一二三四五六七八九十百千"]
    shown.show(pieces_of(beside, rows[:HEIGHT]))
    shown.show([Piece(CUT, y, strip) for y, strip in enumerate(rows[1 : HEIGHT + 1])])
    stock = Picture(WIDTH, HEIGHT)
    stock.write(as_textual_writes(pieces_of(beside, rows[1 : HEIGHT + 1]), (0, 0), CONSOLE))
    assert shown.picture.cells == stock.cells


def test_columns_that_move_otherwise_than_each_other_are_not_moved() -> None:
    shown = Shown()
    left = [plain(f"left {number}", CUT) for number in range(40)]
    right = [plain(f"right {number} {number}", WIDTH - CUT) for number in range(40)]
    shown.show(pieces_of(left[:HEIGHT], right[:HEIGHT]))
    sent = shown.show(pieces_of(left[1 : HEIGHT + 1], right[3 : HEIGHT + 3]))
    assert "r\x1b" not in sent
    assert shown.picture.text[0] == "left 1     right 3 3"


def test_where_terminals_disagree_about_a_width_the_rest_of_the_row_is_in_its_place() -> None:
    shown = Shown()
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    shown.show(whole([plain("")] * HEIGHT))
    sent = shown.show([Piece(0, 1, plain(f"a{family}b"))])
    assert f"  \x1b[2;2H{family}\x1b[2;4Hb" in sent
    sent = shown.show([Piece(0, 1, plain(f"z{family}b"))])
    assert family not in sent
    assert sent.startswith("\x1b[2Hz")


def test_half_a_wide_character_is_a_blank() -> None:
    shown = Shown()
    shown.show(whole([plain("漢字漢字")] * HEIGHT))
    shown.show([Piece(3, 1, plain("x", 2))])
    assert shown.picture.text[1] == "漢 x  字"


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "tab\tbed", "\x9b31m", "bell\x07"])
def test_what_is_not_understood_goes_through_as_it_is_and_the_next_frame_is_whole(text: str) -> None:
    shown = Shown()
    shown.show(whole([line(("hello", STYLES[4]))] * HEIGHT))
    odd = Strip([Segment(text, STYLES[4])], 5)
    sent = shown.show([Piece(0, 3, odd), Piece(0, 4, plain("below"))])
    assert odd.render(CONSOLE) in sent
    shown.show([Piece(0, 3, plain("again"))])
    assert shown.picture.text == ["hello"] * 3 + ["again", "below"] + ["hello"] * (HEIGHT - 5)


def test_what_others_write_finds_the_terminal_as_it_was_told_nothing() -> None:
    shown = Shown()
    shown.show(whole([line(("hello", STYLES[4]))] * HEIGHT))
    assert shown.display.let_go() == "\x1b[m"
    shown.picture.write("\x1b[2J")
    shown.show([])
    assert shown.picture.text == ["hello"] * HEIGHT


def test_another_size_is_another_screen() -> None:
    shown = Shown()
    shown.show(whole([plain("hello")] * HEIGHT))
    shown.size = (20, 4)
    sent = shown.show(whole([plain("hello", 20)] * 4))
    assert sent.count("hello") == 4


def test_what_lies_outside_of_the_screen_is_not_sent() -> None:
    shown = Shown()
    shown.show(whole([plain("hello there, everybody who reads this", 40)] * (HEIGHT + 3)))
    assert shown.picture.text == ["hello there, everybody who rea"] * HEIGHT


def test_a_link_ends_with_the_frame() -> None:
    shown = Shown()
    sent = shown.show(whole([line(("here", Style(link="https://example.org")), width=4)]))
    assert sent.count("https://example.org\x1b\\") == 1
    assert "\x1b]8;;\x1b\\" in sent.split("here")[1]


def test_a_region_that_somebody_has_left_does_no_harm() -> None:
    shown = Shown()
    shown.picture.write(shown.display.let_go() + "\x1b[2;4r")
    shown.show(whole([plain(f"line {number}") for number in range(HEIGHT)]))
    assert shown.picture.text == [f"line {number}" for number in range(HEIGHT)]
