"""From each pen to each other the terminal writes as it was told anew."""

from itertools import product

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from aishtui.terminal.pens import DEFAULT, PenBox, changed, taken_up
from tests.terminal.pictures import Picture

STYLES = [
    Style(),
    Style(bold=True),
    Style(dim=True, bold=True),
    Style(italic=True, underline=True, color="red"),
    Style(underline2=True, bgcolor="blue"),
    Style(reverse=True, strike=True, color=Color.from_rgb(1, 2, 3)),
    Style(color=Color.from_rgb(1, 2, 3), bgcolor=Color.from_rgb(4, 5, 6)),
    Style(color=Color.from_ansi(200), bgcolor=Color.from_ansi(100), bold=True),
    Style(color=Color.default(), bgcolor=Color.default(), italic=True),
    Style(blink=True, conceal=True),
    Style(frame=True, bold=True),
]


@pytest.mark.parametrize(("before", "after"), product(STYLES, STYLES))
def test_the_shortest_way_leads_where_the_long_one_does(before: Style, after: Style) -> None:
    box = PenBox(ColorSystem.TRUECOLOR)
    short, long = Picture(4, 1), Picture(4, 1)
    short.write(f"{taken_up(box.pen(before))}a{changed(box.pen(before), box.pen(after))}b")
    long.write(f"{taken_up(box.pen(before))}a{taken_up(box.pen(after))}b")
    assert short.cells == long.cells
    assert len(short.received) <= len(long.received)


def test_only_what_differs_is_said() -> None:
    box = PenBox(ColorSystem.TRUECOLOR)
    grey = box.pen(Style(color="rgb(9,9,9)", bgcolor="rgb(1,1,1)"))
    bold = box.pen(Style(color="rgb(9,9,9)", bgcolor="rgb(1,1,1)", bold=True))
    red = box.pen(Style(color="rgb(200,0,0)", bgcolor="rgb(1,1,1)"))
    assert changed(grey, bold) == "\x1b[1m"
    assert changed(bold, grey) == "\x1b[22m"
    assert changed(grey, red) == "\x1b[38;2;200;0;0m"
    assert changed(red, DEFAULT) == "\x1b[m"


def test_what_looks_the_same_is_one_pen_and_its_cells_are_the_same_ones() -> None:
    box = PenBox(ColorSystem.TRUECOLOR)
    assert box.pen(Style(bold=True)) is box.pen(Style(bold=True, meta={"offset": (1, 2)}))
    assert box.pen(Style()) is box.pen(None) is DEFAULT
    assert box.pen(Style(bold=True))["a"] is box.pen(Style(bold=True))["a"]


def test_colours_are_those_of_the_terminal() -> None:
    style = Style(color="rgb(255,0,0)")
    assert PenBox(ColorSystem.EIGHT_BIT).pen(style).foreground == "38;5;196"
    assert PenBox(ColorSystem.STANDARD).pen(style).foreground == "31"


def test_a_link_begins_and_ends() -> None:
    box = PenBox(ColorSystem.TRUECOLOR)
    link = box.pen(Style(link="https://example.org"))
    assert changed(DEFAULT, link).startswith("\x1b]8;id=")
    assert changed(DEFAULT, link).endswith(";https://example.org\x1b\\")
    assert changed(link, DEFAULT) == "\x1b]8;;\x1b\\"


@pytest.mark.parametrize(
    ("style", "erases", "in_colour"),
    [
        (None, True, True),
        (Style(bold=True, color="red"), True, True),
        (Style(bgcolor="red"), False, True),
        (Style(reverse=True), False, False),
        (Style(underline=True), False, False),
        (Style(link="https://example.org"), False, False),
    ],
)
def test_blanks_that_show_no_more_than_their_background_may_be_erased(
    style: Style | None, erases: bool, in_colour: bool
) -> None:
    pen = PenBox(ColorSystem.TRUECOLOR).pen(style)
    assert pen.erases(in_colour=False) is erases
    assert pen.erases(in_colour=True) is in_colour
