"""Who won a round, by what is known."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.comparisons import Round
from aishtui.chat.messages import Message
from aishtui.chat.verdict import Contest, Verdict, names_of, verdict
from aishtui.chat.verdict_words import verdict_line, verdict_parts
from tests.chat.compared import answer, round_of


def winners(found: Verdict) -> dict[str, list[str]]:
    return {str(award.contest): [winner.name for winner in award.winners] for award in found.awards}


FAST = answer("fast", first_token_s=0.4, tokens_per_s=20.0, tokens_out=100, cost=0.002)
DEEP = answer("deep", first_token_s=0.9, tokens_per_s=42.0, tokens_out=312, cost=0.001)


def with_facts(message: Message, status: Status = Status.COMPLETE, **facts: object) -> Message:
    return replace(message, status=status, facts=replace(message.facts or AnswerFacts(), **facts))  # type: ignore[arg-type]


def test_each_contest_has_its_winner() -> None:
    found = verdict(round_of(FAST, DEEP))
    assert winners(found) == {
        "first token": ["fast"],
        "fastest": ["deep"],
        "longest": ["deep"],
        "cheapest": ["deep"],
    }
    assert verdict_line(found) == (
        "round 2 · first token fast 0.4 s · fastest deep 42 tok/s · longest deep 312 tok · cheapest deep $0.0010"
    )


def test_nothing_is_said_of_winners_while_the_round_runs() -> None:
    running = answer("chat", "", Status.WRITING)
    assert verdict_line(verdict(round_of(FAST, DEEP, running))) == "round 2: 2 of 3 have ended"
    assert verdict_line(verdict(round_of(FAST, running, running))) == "round 2: 1 of 3 has ended"


def test_failed_and_empty_answers_win_nothing_and_are_named() -> None:
    failed = answer("chat", "half", Status.FAILED, first_token_s=0.1, tokens_out=900, tokens_per_s=90.0, cost=0.0001)
    empty = answer("cloud", " \n", first_token_s=0.1, tokens_out=900, tokens_per_s=90.0, cost=0.0001)
    found = verdict(round_of(FAST, failed, DEEP, empty))
    assert {name for names in winners(found).values() for name in names} == {"fast", "deep"}
    assert verdict_line(found).endswith(" · chat failed · cloud said nothing")


def test_one_that_is_not_whole_wins_length_and_cost_with_a_mark_only() -> None:
    found = verdict(round_of(FAST, with_facts(DEEP, Status.CUT_OFF)))
    assert "longest deep (cut off) 312 tok" in verdict_line(found)
    assert "cheapest deep (cut off) $0.0010" in verdict_line(found)
    assert "fastest deep 42 tok/s" in verdict_line(found)
    stopped = verdict(round_of(FAST, with_facts(DEEP, Status.STOPPED)))
    assert "longest deep (stopped) 312 tok" in verdict_line(stopped)


def test_shared_times_are_marked_and_told() -> None:
    found = verdict(round_of(FAST, with_facts(DEEP, beside=("fast",))))
    assert "fastest deep* 42 tok/s" in verdict_line(found)
    assert "longest deep 312 tok" in verdict_line(found)
    assert verdict_line(found).endswith(" · * times shared: deep")


def test_a_loser_whose_times_are_shared_is_told_too() -> None:
    """It may have lost because of that."""
    found = verdict(round_of(FAST, with_facts(DEEP, tokens_per_s=10.0, beside=("x",))))
    assert "fastest fast 20 tok/s" in verdict_line(found)
    assert verdict_line(found).endswith(" · * times shared: deep")


def test_tokens_and_characters_are_never_compared() -> None:
    uncounted = answer("chat", "w" * 4000, first_token_s=0.5, chars_per_s=500.0)
    found = verdict(round_of(FAST, DEEP, uncounted))
    assert "fastest deep 42 tok/s (1 unknown)" in verdict_line(found)
    assert "longest chat 4k chars" in verdict_line(found)
    slower = answer("slow", "w", chars_per_s=90.0)
    assert "fastest chat 500 chars/s" in verdict_line(verdict(round_of(uncounted, slower)))


def test_only_known_costs_are_compared_and_estimates_are_marked() -> None:
    estimated = with_facts(DEEP, cost_from="prices")
    unknown = answer("local", tokens_out=5)
    found = verdict(round_of(FAST, estimated, unknown))
    assert "cheapest deep ≈ $0.0010 (1 unknown)" in verdict_line(found)


def test_one_known_figure_wins_over_nobody() -> None:
    found = verdict(round_of(answer("one", cost=0.1), answer("two")))
    assert list(winners(found)) == ["longest"]
    assert verdict_line(verdict(round_of(answer("one", cost=0.1)))) == "round 2 · nothing to compare"


def test_what_reads_the_same_is_a_tie() -> None:
    almost = with_facts(FAST, first_token_s=0.41, tokens_per_s=42.3)
    found = verdict(round_of(almost, with_facts(DEEP, first_token_s=0.39)))
    assert winners(found)["first token"] == ["fast", "deep"]
    assert "first token fast #1 and fast #2 0.4 s" in verdict_line(verdict(round_of(FAST, FAST)))
    four = [FAST] * 4
    assert "first token all alike 0.4 s" in verdict_line(verdict(round_of(*four)))
    assert "first token 4 of 5 alike 0.4 s" in verdict_line(verdict(round_of(*four, DEEP)))
    shared = with_facts(FAST, beside=("deep",))
    assert "first token all* alike 0.4 s" in verdict_line(verdict(round_of(*four, shared)))


def test_counted_figures_tie_only_where_they_are_equal() -> None:
    found = verdict(round_of(answer("one", tokens_out=12_010), answer("two", tokens_out=12_020)))
    assert winners(found)["longest"] == ["two"]


def test_the_same_preset_twice_is_told_apart_by_its_column() -> None:
    assert names_of(Round(1, {0: FAST, 2: FAST, 3: DEEP})) == {0: "fast #1", 2: "fast #3", 3: "deep"}
    assert winners(verdict(round_of(FAST, DEEP), {0: "mine", 1: "yours"}))["longest"] == ["yours"]


def test_names_from_outside_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in verdict_line(verdict(round_of(answer("a\x1b[31m"), answer("b", status=Status.FAILED))))


FIGURE = st.none() | st.floats(0.001, 500)
ANSWERS = st.lists(
    st.builds(
        answer,
        st.sampled_from(["fast", "deep", "chat"]),
        st.sampled_from(["", "word", "many words"]),
        st.sampled_from([Status.COMPLETE, Status.STOPPED, Status.CUT_OFF, Status.FAILED]),
        first_token_s=FIGURE,
        tokens_per_s=FIGURE,
        chars_per_s=FIGURE,
        tokens_out=st.none() | st.integers(0, 5000),
        cost=FIGURE,
        cost_from=st.sampled_from(["usage", "prices"]),
        beside=st.sampled_from([(), ("other",)]),
    ),
    min_size=1,
    max_size=8,
)


@given(ANSWERS)
def test_a_winner_has_spoken_did_not_fail_and_none_is_known_to_be_better(answers: list[Message]) -> None:
    figures = {Contest.FIRST_TOKEN: "first_token_s", Contest.CHEAPEST: "cost"}
    found = verdict(round_of(*answers))
    able = [message for message in answers if message.text.strip() and message.status is not Status.FAILED]
    for award in found.awards:
        assert award.winners
        for winner in award.winners:
            assert answers[winner.column] in able
            time = award.contest in (Contest.FIRST_TOKEN, Contest.FASTEST)
            facts = answers[winner.column].facts or AnswerFacts()
            assert winner.shared == (time and bool(facts.beside))
            assert not winner.shared or winner.name in found.shared
        if award.contest in figures:
            known = [getattr(message.facts, figures[award.contest]) for message in able]
            best = min(value for value in known if value is not None)
            won = [getattr(answers[winner.column].facts, figures[award.contest]) for winner in award.winners]
            assert best in won
            assert award.unknown == known.count(None)


@given(ANSWERS)
def test_a_marked_winner_is_never_left_standing_without_what_the_mark_means(answers: list[Message]) -> None:
    parts = verdict_parts(verdict(round_of(*answers)))
    marked = [part.rank for part in parts if "*" in part.text and not part.text.startswith("*")]
    said = [part.rank for part in parts if part.text.startswith("* times shared")]
    assert not marked or min(said) < min(marked)
