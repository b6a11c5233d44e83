"""A character of several code points is one thing: no mark, selection or copy takes a part of it."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from aishtui.pane.document import Document
from aishtui.pane.strips import highlighted
from aishtui.pane.whole_characters import by_characters, whole_characters
from tests.pane.pane_app import PaneApp, answer, prompt, shown
from tests.pane.test_transcript import ready, until

FAMILY, KEY, LETTER = "👩\u200d👩\u200d👧", "1\ufe0f\u20e3", "e\u0301"


@pytest.mark.parametrize(
    ("text", "asked", "whole"),
    [
        ("plain", (1, 3), (1, 3)),
        (f"a{KEY}b", (0, 2), (0, 4)),
        (f"a{KEY}b", (2, 3), (1, 4)),
        (f"a{FAMILY}b", (3, 99), (1, 99)),
        (f"caf{LETTER}", (3, 4), (3, 5)),
        (f"a{FAMILY}{FAMILY}", (1, 6), (1, 6)),
        ("漢字", (1, 1), (1, 1)),
    ],
)
def test_a_stretch_cuts_no_character(text: str, asked: tuple[int, int], whole: tuple[int, int]) -> None:
    assert whole_characters(text, *asked) == whole


def test_what_is_marked_keeps_its_width() -> None:
    strip = Strip([Segment(f"key {KEY} and {FAMILY} so")])
    for start in range(len(strip.text)):
        for stop in range(start + 1, len(strip.text)):
            marked = highlighted(strip, start, stop, Style(reverse=True))
            assert marked.text == strip.text
            assert sum(segment.cell_length for segment in marked) == strip.cell_length


def test_each_character_is_a_segment() -> None:
    strip = by_characters(Strip([Segment(f"a{KEY}"), Segment(FAMILY)]))
    assert [segment.text for segment in strip] == ["a", KEY, FAMILY]
    plain = Strip([Segment("ab")])
    assert by_characters(plain) is plain


async def test_what_the_mouse_selects_is_what_it_points_at() -> None:
    document = Document()
    document.load([prompt(0, "a question"), answer(1, f"{FAMILY}{FAMILY} and {KEY} here")])
    app = PaneApp(document)
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        row = next(y for y, line in enumerate(shown(app.pane)) if "here" in line)

        async def selected(begin: int, end: int) -> str:
            await pilot.mouse_down(app.pane, offset=(begin, row))
            await pilot.hover(app.pane, offset=(end, row))
            await pilot.mouse_up(app.pane, offset=(end, row))
            await until(pilot, lambda: app.pane.text_selection is not None)
            return app.pane.selected_text()

        assert await selected(6, 8) == "and"
        assert await selected(10, 11) == KEY
        assert await selected(13, 16) == "here"
