"""Where each piece of a reply goes."""

import pytest

from aishtui.chat.answers import AnswerFacts, Stage
from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.taking import take_delta
from aishtui.wire.deltas import (
    Alive,
    Cited,
    Delta,
    Done,
    HeaderCost,
    Loading,
    Named,
    Odd,
    TextDelta,
    ThinkingDelta,
    Timings,
    ToolDelta,
    Usage,
)


def taken(*deltas: Delta) -> LiveAnswer:
    live = LiveAnswer("a", "c", AnswerFacts())
    live.enter(Stage.CONNECTING)
    live.enter(Stage.WAITING)
    for delta in deltas:
        take_delta(live, delta)
    return live


def test_text_thinking_and_calls_grow_the_answer() -> None:
    live = taken(ThinkingDelta("hm"), TextDelta("a"), ToolDelta("{}"), Done())
    assert (live.thinking, live.text) == ("hm", "a\n\n```json\n{}\n```\n")


@pytest.mark.parametrize("delta", [Alive("OPENROUTER PROCESSING"), Loading("loading model deep")])
def test_what_the_server_says_of_itself_is_a_sign_of_life_and_none_of_the_answer(delta: Delta) -> None:
    live = taken(delta)
    view = live.view()
    assert view.heard_at is not None
    assert (view.stage, view.says) == (Stage.WAITING, delta.words)  # type: ignore[union-attr]
    assert (live.empty, view.facts.first_token_s) == (True, None)


def test_a_sign_of_life_without_words_leaves_the_last_ones() -> None:
    assert taken(Loading("loading model deep"), Alive()).view().says == "loading model deep"


def test_the_last_usage_holds_and_what_it_leaves_out_is_known_from_before() -> None:
    facts = taken(Usage(7, 5, 0.5, 3, 2), Usage(tokens_out=6), Timings(30)).facts
    assert (facts.tokens_in, facts.tokens_out, facts.tokens_from) == (7, 6, "usage")
    assert (facts.cost, facts.cost_from, facts.thinking_tokens, facts.cached_tokens) == (0.5, "usage", 3, 2)


def test_timings_count_where_no_usage_does_and_the_last_one_holds() -> None:
    facts = taken(Timings(3), Timings(None), Timings(30)).facts
    assert (facts.tokens_out, facts.tokens_from) == (30, "timings")
    assert taken(Timings(30), Usage(tokens_out=6)).facts.tokens_from == "usage"


@pytest.mark.parametrize("deltas", [(HeaderCost(0.4), Usage(cost=0.5)), (Usage(cost=0.5), HeaderCost(0.4))])
def test_the_usages_cost_stands_before_a_headers(deltas: tuple[Delta, ...]) -> None:
    facts = taken(*deltas).facts
    assert (facts.cost, facts.cost_from) == (0.5, "usage")


def test_a_headers_cost_is_known_as_such() -> None:
    facts = taken(HeaderCost(0.4), Usage(tokens_out=3)).facts
    assert (facts.cost, facts.cost_from) == (0.4, "header")


def test_the_request_id_of_a_header_stands_before_the_bodys() -> None:
    live = taken(Named(request_id="body"))
    assert live.facts.request_id == "body"
    live.learn(request_id="header")
    take_delta(live, Named(request_id="other"))
    assert live.facts.request_id == "header"


def test_names_sources_and_oddities_are_kept() -> None:
    facts = taken(
        Named("m", "P", "id", "fp"), Named("n"), Cited(("a",)), Cited(("a", "b")), Odd("odd"), Odd("odd")
    ).facts
    assert (facts.answered_model, facts.provider, facts.system_fingerprint) == ("n", "P", "fp")
    assert (facts.citations, facts.notes) == (("a", "b"), ("odd",))
