"""Cells: what each character of a strip takes on the screen."""

import pytest
from rich.color import ColorSystem
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from aishtui.terminal.cells import CellMaker, sure


def characters(*segments: Segment) -> list[str] | None:
    cells = CellMaker(ColorSystem.TRUECOLOR).cells(Strip(segments))
    return None if cells is None else [cell[0] for cell in cells]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc", ["a", "b", "c"]),
        ("▌ é…", ["▌", " ", "é", "…"]),
        ("漢a", ["漢", "", "a"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("\U0001f642!", ["\U0001f642", "", "!"]),
        ("\U0001f468\u200d\U0001f469!", ["\U0001f468\u200d\U0001f469", "", "!"]),
    ],
)
def test_a_character_takes_the_cells_that_it_is_wide(text: str, found: list[str]) -> None:
    assert characters(Segment(text)) == found


def test_marks_at_the_beginning_of_a_segment_go_to_the_character_before_it() -> None:
    assert characters(Segment("漢"), Segment("\u0301b", Style(bold=True))) == ["漢\u0301", "", "b"]


@pytest.mark.parametrize("text", ["\u0301a", "a\tb", "a\x1b[31mb", "a\x9bmb", "\n"])
def test_what_moves_the_cursor_in_its_own_way_is_not_understood(text: str) -> None:
    assert characters(Segment(text)) is None


def test_neither_are_control_codes_of_rich() -> None:
    assert characters(Segment("\x1b[2J", None, [(ControlType.CLEAR,)])) is None


def test_the_cells_of_a_strip_are_made_once() -> None:
    maker = CellMaker(ColorSystem.TRUECOLOR)
    strip = Strip([Segment("hello")])
    assert maker.cells(strip) is maker.cells(strip)
    for number in range(5_000):
        maker.cells(Strip([Segment(str(number))]))
    assert maker.cells(strip) == maker.cells(Strip([Segment("hello")]))


@pytest.mark.parametrize("character", ["a", "é", "─", "漢", "\U0001f642", "e\u0301", "ß", "한", "й", "→"])
def test_terminals_agree_about_these(character: str) -> None:
    assert sure(character)


@pytest.mark.parametrize(
    "character",
    [
        "\u2764\ufe0f",
        "\U0001f468\u200d\U0001f469",
        "\U0001f1e9",
        "\U0001f44d\U0001f3fd",
        "\u0915\u093f",
        "\u200b",
        "\ue0b0",
    ],
)
def test_and_not_about_these(character: str) -> None:
    assert not sure(character)
