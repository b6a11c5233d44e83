"""Header, notice, banner and the too-small screen; and text cut to cells."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip

from aishtui.chat.catalog import EndpointHealth, HealthState
from aishtui.widgets.banner import Banner
from aishtui.widgets.fit import fit, fit_middle, pad, wrapped
from aishtui.widgets.header import HeaderLine
from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.too_small import TooSmall
from tests.widgets.host import Host, text_of
from tests.widgets.samples import HEALTH

DOWN = EndpointHealth("hossenfelder.fritz.box:8082", "http://x", HealthState.DOWN)


@given(st.text(st.characters(exclude_categories=["C"])), st.integers(0, 30))
def test_fitted_text_is_never_too_wide_and_padded_text_exact(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) <= width
    assert cell_len(pad(text, width)) == width
    assert fit(text, width) == text or not width or fit(text, width).endswith("…")


@given(st.text(st.sampled_from("ab 模e\u0301👩‍👧-")), st.integers(2, 12))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    pieces = wrapped(text, width)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(cell_len(piece) <= width for piece in pieces)


def test_wrapping_breaks_at_spaces_then_behind_signs_then_anywhere() -> None:
    assert wrapped("anthropic/claude-sonnet-4.6 · default cloud", 20) == [
        "anthropic/claude-",
        "sonnet-4.6 · default",
        "cloud",
    ]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("one two three four", 8, most=2) == ["one two", "three f…"]


@given(st.text(st.sampled_from("ab-模e\u0301👩‍👧"), max_size=40), st.integers(0, 30))
def test_names_cut_in_the_middle_fit_and_keep_their_ends(text: str, width: int) -> None:
    assert cell_len(fit_middle(text, width)) <= width
    assert fit_middle("qwen2.5-coder-1.5b-q4_k_m.gguf", 20) == "qwen2.5-cod…k_m.gguf"
    if text.isascii() and len(text) > width > 6:
        assert fit_middle(text, width)[-2:] == text[-2:]


async def header_row(width: int, health: EndpointHealth | None, models: int | None, answering: int) -> str:
    app = Host(lambda: [HeaderLine(id="header")])
    async with app.run_test(size=(width, 20)) as pilot:
        app.query_one(HeaderLine).show(health, models, answering)
        await pilot.pause()
        row = app.query_one(HeaderLine).render_line(0)
        assert row.cell_length == width
        return row.text


async def test_the_header_says_where_how_and_how_much() -> None:
    row = await header_row(100, HEALTH, 11, 2)
    assert row.startswith(" aishtui   hossenfelder.fritz.box:8082 ok · 11 models ")
    assert row.endswith(" 2 answering ")


async def test_the_header_says_connecting_and_down() -> None:
    assert " hossenfelder.fritz.box:8082 down " in await header_row(80, DOWN, None, 0)
    waiting = EndpointHealth("127.0.0.1:9", "http://x", embedded=True)
    assert " embedded broker 127.0.0.1:9 connecting " in await header_row(80, waiting, None, 0)


async def test_a_long_address_is_cut_and_the_state_is_not() -> None:
    long = EndpointHealth("a-very-long-host-name." * 9 + ":8082", "http://x", HealthState.DOWN)
    row = await header_row(60, long, None, 3)
    assert "… down" in row
    assert row.endswith("3 answering ")


async def test_a_notice_speaks_in_the_line_and_a_later_key_takes_it_away() -> None:
    now = [10.0]
    app = Host(lambda: [Notice(id="notice", monotonic=lambda: now[0])])
    async with app.run_test(size=(60, 20)) as pilot:
        notice = app.query_one(Notice)
        assert text_of(notice) == ["─" * 60]
        notice.show("in the tmux buffer, 3.1 kB")
        await pilot.pause()
        assert text_of(notice)[0].startswith("─ in the tmux buffer, 3.1 kB ─")
        notice.key_pressed()
        assert notice.text
        now[0] = 12.0
        notice.key_pressed()
        assert text_of(notice) == ["─" * 60]
        notice.show("no \x1b[2J\n", NoticeLevel.ERROR)
        assert text_of(notice)[0].startswith("─ ! no ␛[2J ─")
        notice.dismiss()
        assert not notice.text


async def test_a_notice_takes_as_many_rows_as_its_words_need_and_gives_them_back() -> None:
    app = Host(lambda: [Notice(id="notice"), HeaderLine(id="header")])
    async with app.run_test(size=(54, 20)) as pilot:
        notice = app.query_one(Notice)
        notice.show(
            "There is no command :prset. Did you mean :preset? Enter again sends it as text.", NoticeLevel.WARNING
        )
        await pilot.pause()
        rows = [row.rstrip("─ ") for row in text_of(notice)]
        assert rows == ["─ ! There is no command :prset. Did you mean", "    :preset? Enter again sends it as text."]
        assert app.query_one(HeaderLine).region.y == 2
        notice.show("word " * 26)
        await pilot.pause()
        assert " ".join(text_of(notice)).count("word") == 26
        notice.show("word " * 90)
        await pilot.pause()
        assert len(text_of(notice)) == 3
        assert text_of(notice)[2].rstrip().endswith("…")
        notice.dismiss()
        await pilot.pause()
        assert text_of(notice) == ["─" * 54]
        assert app.query_one(HeaderLine).region.y == 1


async def test_a_banner_wraps_stays_and_goes_when_the_problem_does() -> None:
    app = Host(lambda: [Banner(id="banner"), HeaderLine(id="header")])
    async with app.run_test(size=(60, 20)) as pilot:
        banner = app.query_one(Banner)
        assert not banner.display
        banner.show(["x.toml, line 3, presets.deep: must be text. " * 2, "second \x1b[2J"])
        await pilot.pause()
        rows = text_of(banner)
        assert rows[0].startswith(" ! x.toml, line 3")
        assert rows[1].startswith("   ")
        assert rows[-1].startswith(" ! second ␛[2J")
        assert app.query_one(HeaderLine).region.y == len(rows)
        banner.show([])
        await pilot.pause()
        assert not banner.display
        assert app.query_one(HeaderLine).region.y == 0


async def test_many_problems_take_few_rows_and_are_counted() -> None:
    app = Host(lambda: [Banner(id="banner")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.query_one(Banner).show([f"problem {i}" for i in range(20)])
        await pilot.pause()
        rows = text_of(app.query_one(Banner))
        assert len(rows) == 6
        assert rows[-1].strip() == "and 15 more: aishtui models prints them all"
        app.query_one(Banner).show(["long " * 300, "second", "third"])
        await pilot.pause()
        rows = text_of(app.query_one(Banner))
        assert len(rows) <= 6
        assert rows[-1].strip() == "and 2 more: aishtui models prints them all"
        await pilot.resize_terminal(60, 45)
        await pilot.pause()
        assert [row.strip() for row in text_of(app.query_one(Banner))][-2:] == ["! second", "! third"]


async def test_what_can_be_typed_is_marked_by_its_colour_and_not_by_backticks() -> None:
    app = Host(lambda: [Banner(id="banner")])
    async with app.run_test(size=(60, 20)) as pilot:
        app.query_one(Banner).show(["It is down. `:connect` tries again, `:connect embedded` uses the built-in `one"])
        await pilot.pause()
        banner = app.query_one(Banner)
        assert text_of(banner)[0].rstrip() == " ! It is down. :connect tries again, :connect embedded uses"
        typed = [
            segment.text
            for y in range(banner.size.height)
            for segment in banner.render_line(y)
            if segment.style == banner.part_style("banner--typed")
        ]
        assert typed == [":connect", ":connect embedded"]
        assert text_of(banner)[1].strip() == "the built-in `one"


async def test_a_terminal_too_small_gets_one_sentence_and_keeps_the_focus() -> None:
    app = Host(lambda: [Prompt(id="prompt", burst_s=0), TooSmall()])
    async with app.run_test(size=(59, 20)) as pilot:
        app.query_one(Prompt).focus()
        await pilot.pause()
        cover = app.query_one(TooSmall)
        assert cover.size == app.size
        assert "aishtui needs 60×15; this is 59×20." in " ".join(row.strip() for row in text_of(cover))
        for width, height, covered in ((60, 15, False), (80, 14, True), (7, 3, True), (80, 24, False)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert cover.display == covered
        await pilot.press("a")
        assert app.query_one(Prompt).value == "a"


class Counted(LineWidget):
    """Counts how often it is drawn."""

    drawn = 0

    def render_line(self, y: int) -> Strip:
        self.drawn += not y
        return self.row([Span(f"drawn {self.drawn}")])


async def test_rows_are_drawn_once_and_anew_for_whatever_may_change_them() -> None:
    app = Host(lambda: [Counted()])
    async with app.run_test(size=(40, 10)) as pilot:
        widget = app.query_one(Counted)

        def shown() -> str:
            strips = widget.render_lines(Region(0, 0, widget.size.width, 1))
            assert strips[0].cell_length == widget.size.width
            return strips[0].text.strip()

        last = shown()
        assert shown() == last
        assert widget.render_lines(Region(2, 0, 3, 1))[0].text == "awn"
        widget.redraw()
        assert shown() != last
        last = shown()
        widget.refresh()
        assert shown() != last
        last = shown()
        widget.notify_style_update()
        assert shown() != last
        last = shown()
        await pilot.resize_terminal(30, 10)
        assert shown() != last
        last = shown()
        app.theme = "paper"
        await pilot.pause()
        assert shown() != last
