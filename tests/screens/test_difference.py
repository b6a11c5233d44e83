"""The difference of two answers, opened from the workbench, on a real server."""

import re
import threading
from collections.abc import Sequence

import pytest
from textual.geometry import Region
from textual.widget import Widget

from aishtui.screens.difference import DifferenceScreen
from aishtui.widgets.difference_view import DifferenceView
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab
from tests.widgets.test_themes import contrast, drawn

ANSWERS = {
    lan.FAST: "Use restic every night.\n\nTest a restore each month.",
    lan.CHAT: "Use borg every night.\n\nTest a restore each month.",
    lan.DEEP: "Use restic every hour.\n\nTest a restore each month.\nKeep the key on paper.",
}


def scripted(lab: Homelab) -> None:
    for model, text in ANSWERS.items():
        lab.script(model, Behaviour(text=text))


async def compared(here: Desk, *presets: str, ended: bool = True) -> str:
    """A comparison with one round; its id."""
    engine = here.engine
    columns = engine.comparing.begin(here.active.id, [engine.presets[name] for name in presets])
    comparison = columns[0].comparison or ""
    here.workbench._show_tab()
    engine.send_to_columns(comparison, "How do I back up?")
    if ended:
        await here.until(lambda: all_ended(here, comparison))
    return comparison


def all_ended(here: Desk, comparison: str) -> bool:
    rounds = here.engine.comparing.rounds(comparison)
    return bool(rounds) and all(answer.status.ended for answer in rounds[-1].answers.values())


async def opened(here: Desk) -> DifferenceScreen:
    await here.until(lambda: isinstance(here.app.screen, DifferenceScreen) and "comparing" not in words_of(here, "bar"))
    assert isinstance(here.app.screen, DifferenceScreen)
    return here.app.screen


def rows_of(widget: Widget) -> list[str]:
    return [strip.text.rstrip() for strip in widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))]


def words_of(here: Desk, part: str) -> str:
    """What a part of the screen says, white space counted as one blank."""
    found = here.app.screen.query(f"#difference-{part}")
    return " ".join(" ".join(rows_of(found.first())).split()) if found else "comparing"


def sides(here: Desk) -> list[str]:
    """The names of the two that are compared."""
    return [re.split(" [·→]", row)[0].strip() for row in rows_of(here.app.screen.query_one("#difference-head"))[:2]]


async def test_two_columns_answers_are_compared_word_by_word(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat", "deep")
        await here.press("alt+v")
        await opened(here)
        assert words_of(here, "bar").startswith("Difference · 1 difference · 89 % of the words are the same 1 of 1")
        assert words_of(here, "head").endswith("answers 1 fast - 2 chat + 3 deep")
        assert words_of(here, "view").startswith("- Use restic every night. + Use borg every night. Test a restore")
        await here.press("escape")
        await here.until(lambda: here.app.screen is here.workbench)


async def test_keys_choose_either_side_and_swap_them(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat", "deep")
        await here.enter(":diff")
        await opened(here)
        for key, expected in (
            ("3", ["- fast", "+ deep"]),
            ("s", ["- deep", "+ fast"]),
            ("l", ["- chat", "+ fast"]),
            ("2", ["- fast", "+ chat"]),  # what stands at the left goes over
            ("9", ["- fast", "+ chat"]),
        ):
            await here.press(key)
            await opened(here)
            assert sides(here) == expected, key
        await here.until(lambda: "There is no answer 9 here: 1, 2 or 3." in words_of(here, "notice"))


async def test_versions_of_an_answer_are_compared_and_the_diff_is_copied(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        await here.ask("How do I back up?")
        await here.enter(":retry chat")
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        await here.enter(":diff")
        await opened(here)
        assert sides(here) == ["- fast", "+ chat"]
        await here.press("y")
        await here.until(lambda: here.copied)
        first, second, *rest = here.copied[0].split("\n")
        assert (first.split(" · ")[0], second.split(" · ")[0]) == ("--- fast", "+++ chat")
        assert rest[:4] == ["@@ -1,3 +1,3 @@", "-Use restic every night.", "+Use borg every night.", " "]
        await here.until(lambda: "characters taken" in words_of(here, "notice"))


async def test_answers_of_two_tabs_are_compared_by_choosing_one_after_the_other(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url, [PRESETS[0], PRESETS[1]]) as here:
        await here.enter(":diff")
        await here.until(lambda: "There is no answer here to compare yet." in here.notice)
        here.prompt.set_text("")
        await here.ask("How do I back up?")
        for _ in range(2):  # the same one again is still the first
            await here.press("alt+v")
            await here.until(lambda: here.notice.startswith("The answer by fast is the first. Choose the second"))
        await here.press("f9")
        await here.ask("How do I back up?")
        await here.press("alt+v")
        await opened(here)
        assert sides(here) == ["- fast", "+ chat"]
        await here.press("escape")
        await here.until(lambda: here.app.screen is here.workbench)
        await here.press("alt+v")  # once used, the first is forgotten
        await here.until(lambda: here.notice.startswith("The answer by chat is the first."))


async def test_a_marked_answer_is_compared_before_its_neighbours(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url, [PRESETS[2], PRESETS[0]]) as here:
        await here.ask("How do I back up?")
        await here.enter(":diff mark")
        await here.until(lambda: here.notice.startswith("The answer by deep is the first."))
        await here.press("f9")
        await compared(here, "fast", "chat")
        await here.press("alt+v")
        await opened(here)
        assert sides(here) == ["- deep", "+ fast"]
        assert words_of(here, "head").endswith("answers 1 fast + 2 chat 3 deep -")


async def test_what_stands_behind_the_command_is_said_to_be_wrong(lab: Homelab) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        await here.ask("How do I back up?")
        await here.enter(":diff fast")
        await here.until(lambda: ":diff takes nothing behind it, or `mark`" in here.notice)
        assert here.prompt.value == ":diff fast"


async def test_an_answer_still_being_written_is_compared_as_far_as_it_is_and_read_again(lab: Homelab) -> None:
    scripted(lab)
    release = threading.Event()
    lab.script(lan.CHAT, Behaviour(text=ANSWERS[lan.CHAT], hold_after=4, release=release))
    async with desk(lab.url) as here:
        comparison = await compared(here, "fast", "chat", ended=False)
        await here.until(
            lambda: any(a.status.ended for r in here.engine.comparing.rounds(comparison) for a in r.answers.values())
        )
        second = here.engine.comparing.columns(comparison)[1]
        await here.until(
            lambda: (view := here.engine.view(second.conversation_id, second.leaf_id or "")) and view.text_length
        )
        await here.press("alt+v")
        await opened(here)
        await here.until(lambda: "chat is still writing; r reads what has come since." in words_of(here, "notice"))
        assert "r read again" in words_of(here, "keys")
        release.set()
        await here.until(lambda: all_ended(here, comparison))
        await here.press("r")
        await here.until(lambda: "read again" not in words_of(here, "keys"))
        await opened(here)
        assert "89 % of the words are the same" in words_of(here, "bar")


async def test_what_has_ended_meanwhile_is_read_to_its_end_by_itself(lab: Homelab) -> None:
    scripted(lab)
    begins, ends = threading.Event(), threading.Event()
    lab.script(lan.FAST, Behaviour(text=ANSWERS[lan.FAST], hold_after=0, release=begins))
    lab.script(lan.CHAT, Behaviour(text=ANSWERS[lan.CHAT], hold_after=0, release=ends))
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat", ended=False)
        await here.press("alt+v")
        await opened(here)
        await here.until(lambda: "nothing is written yet" in words_of(here, "bar"))
        await here.until(lambda: "fast and chat are still writing" in words_of(here, "notice"))
        begins.set()
        await here.until(lambda: "chat is still writing" in words_of(here, "notice"))
        ends.set()
        await here.until(lambda: "89 % of the words are the same" in words_of(here, "bar"))
        assert "still writing" not in words_of(here, "notice")
        assert "read again" not in words_of(here, "keys")


async def test_an_answer_that_failed_has_no_text_to_compare_and_says_how_it_ended(lab: Homelab) -> None:
    scripted(lab)
    lab.script(lan.CHAT, refuses(402, "No credits."))
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat")
        await here.press("alt+v")
        await opened(here)
        assert "failed" in words_of(here, "head")
        assert "0 % of the words are the same" in words_of(here, "bar")


async def test_two_answers_without_text_are_not_called_the_same(lab: Homelab) -> None:
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, refuses(402, "No credits."))
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat")
        await here.press("alt+v")
        await opened(here)
        assert "neither has any text" in words_of(here, "bar")


async def test_what_an_answer_holds_is_neither_markup_nor_control(lab: Homelab) -> None:
    lab.script(lan.FAST, Behaviour(text="[bold]x[/] \x1b[2J\tone\u202e two"))
    lab.script(lan.CHAT, Behaviour(text="[bold]x[/] \x1b[2J\tone\u202e three"))
    async with desk(lab.url) as here:
        await compared(here, "fast", "chat")
        await here.press("alt+v")
        await opened(here)
        rows = rows_of(here.app.screen.query_one(DifferenceView))
        assert rows[:2] == ["- [bold]x[/] ␛[2J one\ufffd two", "+ [bold]x[/] ␛[2J one\ufffd three"]


SIZES: Sequence[tuple[int, int]] = [(60, 15), (80, 24), (120, 36), (200, 50)]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_whole_at_every_size(lab: Homelab, size: tuple[int, int]) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        await here.pilot.resize_terminal(*size)
        await compared(here, "fast", "chat", "deep")
        await here.press("alt+v")
        await opened(here)
        assert ("│" in words_of(here, "view")) is (size[0] >= 120)
        for part in ("bar", "head", "view", "keys"):
            widget = here.app.screen.query_one(f"#difference-{part}")
            assert here.app.screen.region.contains_region(widget.region)
            assert widget.size.height > 0
        for word in ("n next", "s swap", "Esc closes"):
            assert word in words_of(here, "keys")
        for word in ("fast", "chat", "complete"):
            assert word in words_of(here, "head")


@pytest.mark.parametrize(("theme", "least"), [("dusk", 4.5), ("paper", 4.5), ("contrast", 7.0), ("mono", 4.5)])
async def test_all_text_stands_out_from_its_background(lab: Homelab, theme: str, least: float) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        here.app.theme = theme
        await compared(here, "fast", "chat", "deep")
        await here.press("alt+v")
        await opened(here)
        await here.press("3")
        await opened(here)
        pairs = set()
        for widget in here.app.screen.query("KeyLine, DifferenceHead, DifferenceView"):
            pairs |= drawn(widget)
        pairs = {(text, style) for text, style in pairs if text.strip("│ ")}
        assert len(pairs) > 20
        assert {(text, round(contrast(style), 2)) for text, style in pairs if contrast(style) < least} == set()


@pytest.mark.parametrize("theme", ["terminal", "mono"])
async def test_without_colours_words_that_differ_are_marked_all_the_same(lab: Homelab, theme: str) -> None:
    scripted(lab)
    async with desk(lab.url) as here:
        here.app.theme = theme
        await compared(here, "fast", "chat")
        await here.press("alt+v")
        await opened(here)
        styles = dict(drawn(here.app.screen.query_one(DifferenceView)))
        assert styles["restic"].underline
        assert styles["borg"].underline
        assert not styles["Use"].underline
