"""Colours: readable in every theme of ours, and none but the terminal's own in the theme named after it."""

import pytest
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region

from aishtui.chat.answers import Status
from aishtui.pane.document import Document
from aishtui.pane.lines import Look
from aishtui.pane.palette import NAMES, Palette
from tests.pane.demo import RICH
from tests.pane.pane_app import PaneApp, answer, prompt
from tests.pane.test_transcript import ready


async def drawn(theme: str, find: str = "") -> list[Segment]:
    """Everything the pane draws of a rich conversation, and the hits of a search marked in it."""
    document = Document()
    document.load(
        [
            prompt(0, "\n".join(f"row {n}" for n in range(20))),
            answer(1, RICH, thinking="thought"),
            answer(2, "half", Status.FAILED),
            answer(3, "cut", Status.CUT_OFF),
        ]
    )
    app = PaneApp(document, theme)
    async with app.run_test(size=(100, 120)) as pilot:
        await ready(pilot)
        app.pane.toggle_fold("m00001", "thinking")
        app.pane.previous_message()
        if find:
            app.pane.find(find)
        rows = app.pane.render_lines(Region(0, 0, app.pane.size.width, 120))
        return [segment for row in rows for segment in row]


def luminance(colour: tuple[int, int, int]) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(style: Style) -> float:
    one, other = sorted(luminance(tuple(c.get_truecolor())) for c in (style.color, style.bgcolor))
    return (other + 0.05) / (one + 0.05)


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast"])
async def test_all_text_is_readable(theme):
    """WCAG 2 AA: a contrast of at least 4.5."""
    for segment in [*await drawn(theme), *await drawn(theme, "e"), *await drawn(theme, "r")]:
        if not segment.text.strip(" ─│▌┼"):
            continue
        assert contrast(segment.style) >= 4.5, (segment.text, segment.style)


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast"])
async def test_every_look_is_readable_also_where_it_is_selected(theme):
    """All there are, so that no language, stage or mark is missing from what a picture happens to show."""
    app = PaneApp(Document(), theme)
    async with app.run_test(size=(60, 20)):
        palette = Palette(app.pane)
        selected = palette.filtered(app.screen.get_component_rich_style("screen--selection"))
        for name in NAMES:
            style = palette.style(Look(("code", name) if name.startswith("code-") else (name,)))
            for drawn_in in (style, style + selected):
                assert contrast(drawn_in) >= 4.5, (name, str(drawn_in))


async def test_the_terminal_theme_uses_the_terminal_s_own_colours():
    for segment in [*await drawn("terminal"), *await drawn("terminal", "e")]:
        for colour in (segment.style.color, segment.style.bgcolor):
            assert colour is None or colour.type in (ColorType.DEFAULT, ColorType.STANDARD), segment


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast", "terminal", "mono"])
async def test_who_is_speaking_is_never_dim_and_code_always_stands_out(theme):
    segments = await drawn(theme)
    names = [segment.style for segment in segments if segment.text.strip(" ▌") in ("you", "deep")]
    assert len(names) == 4
    assert not any(style.dim for style in names)
    page = next(segment.style.bgcolor for segment in segments if segment.text == "you")
    code = next(segment.style.bgcolor for segment in segments if "[1]" in segment.text)
    bars = [segment for segment in segments if "▎" in segment.text]
    assert (code != page) != bool(bars)


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast", "terminal", "mono"])
async def test_hits_stand_out_and_the_present_one_from_the_others(theme):
    def look(segment: Segment) -> tuple[object, ...]:
        style = segment.style
        return style.color, style.bgcolor, bool(style.reverse), bool(style.underline)

    plain = {look(segment) for segment in await drawn(theme)}
    marked = [segment for segment in await drawn(theme, "row 1") if segment.text == "row 1"]
    looks = [look(segment) for segment in marked]
    assert len(looks) > 1
    assert len(set(looks)) == 2
    assert sorted(looks.count(one) for one in set(looks))[0] == 1
    assert set(looks) & plain == set()
    if theme == "terminal":
        assert {bool(segment.style.reverse) for segment in marked} == {True, False}
