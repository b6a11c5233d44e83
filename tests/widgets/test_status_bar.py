"""The status bar: what it says at each stage, and what it leaves out when there is little room."""

from dataclasses import replace

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.status_words import SEPARATOR, StatusPart, fit_parts, parts_of
from tests.widgets.host import Host, text_of
from tests.widgets.samples import FACTS, view_of


def words(view: AnswerView, now: float = 147.0) -> str:
    return SEPARATOR.join(part.text for part in parts_of(view, now))


def test_before_the_headers_only_the_waiting_is_known() -> None:
    facts = AnswerFacts(asked_model="m")
    assert words(view_of(Stage.CONNECTING, facts=facts)) == "connecting 0:47 · m"


def test_with_the_headers_the_backend_is_named_before_any_token() -> None:
    facts = AnswerFacts(asked_model="m", answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER)
    assert words(view_of(Stage.WAITING, facts=facts)) == "boltzmann answered, waiting for the model 0:47 · m"


def test_without_the_header_it_says_unknown_and_names_nothing_else() -> None:
    facts = AnswerFacts(asked_model="m", endpoint="http://secret.example")
    assert words(view_of(Stage.WAITING, facts=facts)) == "backend unknown, waiting for the model 0:47 · m"
    assert words(view_of(Stage.WRITING, facts=facts)) == "backend unknown · m · writing 0:47"
    assert words(view_of(facts=facts)) == "backend unknown · m · complete"


def test_where_nobody_answered_no_backend_is_called_unknown() -> None:
    facts = AnswerFacts(asked_model="m", endpoint="http://x", total_s=0.01)
    assert words(view_of(status=Status.FAILED, facts=facts)) == "m · failed"
    assert words(view_of(status=Status.FAILED, facts=replace(facts, total_s=3.0))) == "m · 3.0 s · failed"
    assert words(view_of(status=Status.FAILED, facts=replace(facts, http_status=502))) == (
        "backend unknown · m · 0.0 s · failed"
    )
    assert words(view_of(status=Status.CUT_OFF, facts=AnswerFacts(asked_model="m"))) == "m · not sent"


def test_a_finished_answer_shows_everything_measured_and_how_it_ended() -> None:
    assert words(view_of()) == (
        "boltzmann · last time dirac · qwen-coder-7b-32k · first 0.4 s · 42 tok/s · 1.2k tok · 7.9 s · complete"
    )
    assert words(view_of(status=Status.STOPPED)).endswith("stopped by you")
    assert words(view_of(status=Status.CUT_OFF, facts=replace(FACTS, finish_reason="length"))).endswith(
        "cut off (length)"
    )


def test_another_model_than_the_one_asked_is_shown() -> None:
    assert "qwen-coder-7b-32k → other" in words(view_of(facts=replace(FACTS, answered_model="other")))


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("width", [0, 5, 20, 40, 58, 118])
def test_it_always_fits_and_what_is_cut_ends_in_dots(stage: Stage, width: int) -> None:
    whole = parts_of(view_of(stage), 147.0)
    kept = fit_parts(whole, width)
    shown = SEPARATOR.join(part.text for part in kept)
    assert len(shown) <= max(width, 0) or width < 1
    for part in kept:
        assert part in whole or part.text.endswith("…") or not part.text


def test_figures_give_way_before_the_backend_and_the_ending_never_does() -> None:
    whole = parts_of(view_of(), 0.0)
    assert [part.text for part in fit_parts(whole, 60)] == [
        "boltzmann", "last time dirac", "qwen-coder-7b-32k", "complete",
    ]  # fmt: skip
    assert [part.text for part in fit_parts(whole, 20)] == ["boltzmann", "complete"]
    assert [part.text for part in fit_parts(whole, 10)] == ["complete"]


def test_shared_times_are_told_as_long_as_any_time_is() -> None:
    whole = parts_of(view_of(facts=replace(FACTS, beside=("fast",))), 0.0)
    for width in range(10, 140):
        shown = [part.text for part in fit_parts(whole, width)]
        assert "times shared with fast" in shown or not any("0.4 s" in text or "tok/s" in text for text in shown)
    running = parts_of(view_of(Stage.WRITING, facts=replace(FACTS, beside=("fast",))), 147.0)
    assert "times shared with fast" in [part.text for part in running]


class StatusHost(Host):
    def __init__(self, now: float = 147.0) -> None:
        super().__init__(lambda: [StatusBar(id="status", monotonic=lambda: self.now)])
        self.now = now

    @property
    def bar(self) -> StatusBar:
        return self.query_one(StatusBar)

    @property
    def row(self) -> str:
        return text_of(self.bar)[0]


async def test_hints_stand_at_the_right_and_go_first() -> None:
    app = StatusHost()
    async with app.run_test(size=(160, 20)) as pilot:
        app.bar.show(view_of())
        await pilot.pause()
        assert app.row.startswith(" boltzmann · ")
        assert app.row.endswith(" F4 compare  F1 help  ^P commands ")
    app = StatusHost()
    async with app.run_test(size=(60, 20)) as pilot:
        app.bar.show(view_of())
        await pilot.pause()
        assert "complete" in app.row
        assert "F1" not in app.row
        assert len(app.row) == 60


async def test_where_no_hint_made_room_for_the_rest_as_many_stand_there_as_there_is_room_for() -> None:
    app = StatusHost()
    async with app.run_test(size=(40, 20)) as pilot:
        app.bar.say([StatusPart("round 1", 0), StatusPart("a long story of who was how fast", 5)])
        await pilot.pause()
        assert app.row == " round 1            F4 compare  F1 help "


async def test_without_an_answer_it_says_where_the_prompt_goes() -> None:
    app = StatusHost()
    async with app.run_test(size=(80, 20)) as pilot:
        app.bar.show(None, "fast · qwen2.5\x1b[2J")
        await pilot.pause()
        assert app.row.startswith(" fast · qwen2.5␛[2J ")
        assert "F1 help" in app.row


async def test_the_clock_runs_while_the_answer_does_and_not_longer() -> None:
    app = StatusHost()
    async with app.run_test(size=(100, 20)) as pilot:
        app.bar.show(view_of(Stage.WAITING))
        await pilot.pause()
        assert app.bar.ticking
        assert "0:47" in app.row
        app.now = 148.0
        assert "0:48" in app.row
        app.bar.show(view_of())
        assert not app.bar.ticking


async def test_the_clock_is_due_when_the_second_of_the_answer_changes() -> None:
    app = StatusHost(now=147.25)
    async with app.run_test(size=(100, 20)) as pilot:
        app.bar.show(view_of(Stage.WAITING, sent_at=100.5))
        await pilot.pause()
        assert app.bar._due == 147.5
        app.now = 147.5
        app.bar.show(view_of(Stage.WRITING, sent_at=100.5))
        assert app.bar._due == 148.5
        assert "0:47" in app.row
        app.bar.show(view_of(Stage.WRITING, sent_at=None))
        assert app.bar._due == 148.0


def test_a_wait_before_sending_again_stands_out_and_says_why() -> None:
    view = replace(view_of(Stage.RETRYING), retry_at=150.0, retry_why="boltzmann answered 503: asleep. (1 of 3)")
    first = parts_of(view, 147.0)[0]
    assert (first.text, first.kind, first.rank) == (
        "again in 0:03, Esc gives up: boltzmann answered 503: asleep. (1 of 3)", "surprise", 0,
    )  # fmt: skip


def test_a_cloud_that_answered_unasked_is_never_left_out() -> None:
    parts = fit_parts(parts_of(view_of(facts=replace(FACTS, cloud="the model says so")), 147.0), 40)
    assert "a cloud answered" in [part.text for part in parts if part.kind == "bad"]


async def test_with_each_second_it_asks_for_the_last_sign_of_life() -> None:
    """Text alone is not told to the bar, and an answer that streams for minutes is not silent."""
    app = StatusHost(now=147.999)
    writing = replace(view_of(Stage.WRITING), heard_at=101.0)
    async with app.run_test(size=(120, 20)) as pilot:
        app.bar.show(writing)
        app.bar.latest = lambda: replace(writing, heard_at=999.0)
        app.now = 200.0
        assert ", silent for 1:39" in app.row
        for _ in range(200):
            await pilot.pause(0.01)
            if "silent" not in app.row:
                break
        assert "writing 1:40" in app.row
        assert "silent" not in app.row
