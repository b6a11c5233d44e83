"""An answer while it grows."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts, Cursor, Stage, Status
from aishtui.engine.live_answer import GrowingText, LiveAnswer


@given(st.lists(st.text(max_size=8)), st.data())
def test_growing_text_reads_like_a_plain_string(pieces: list[str], data: st.DataObject) -> None:
    text, plain = GrowingText(), ""
    for piece in pieces:
        text.append(piece)
        plain += piece
        position = data.draw(st.integers(0, len(plain) + 2))
        assert text.since(position) == plain[position:]
    assert (str(text), text.length) == (plain, len(plain))


@given(st.lists(st.tuples(st.booleans(), st.text(max_size=5), st.booleans())))
def test_a_reader_that_comes_now_and_then_misses_nothing_and_gets_nothing_twice(
    steps: list[tuple[bool, str, bool]],
) -> None:
    answer, cursor, read = LiveAnswer("a", "c", AnswerFacts()), Cursor(), ["", ""]
    for is_thinking, piece, reads in (*steps, (False, "", True)):
        (answer.add_thinking if is_thinking else answer.add_text)(piece)
        if reads:
            delta = answer.read(cursor)
            cursor = delta.cursor
            read = [read[0] + delta.text, read[1] + delta.thinking]
    assert read == [answer.text, answer.thinking]
    assert answer.length_since(cursor) == 0


def test_stages_and_first_times_follow_what_arrives() -> None:
    answer = LiveAnswer("a", "c", AnswerFacts())
    assert (answer.view().stage, answer.view().sent_at) == (Stage.QUEUED, None)
    answer.enter(Stage.CONNECTING)
    answer.enter(Stage.WAITING)
    answer.add_thinking("hm")
    assert (answer.view().stage, answer.facts.first_text_s) == (Stage.THINKING, None)
    answer.add_text("so")
    view = answer.view()
    assert (view.stage, view.text_length, view.thinking_length) == (Stage.WRITING, 2, 2)
    assert answer.facts.first_token_s is not None
    assert answer.facts.first_text_s is not None
    assert 0 <= answer.facts.first_token_s <= answer.facts.first_text_s


def test_an_answer_that_was_never_sent_ends_without_times() -> None:
    answer = LiveAnswer("a", "c", AnswerFacts())
    answer.end(Status.STOPPED, None, None)
    assert (answer.view().status, answer.view().stage) == (Status.STOPPED, Stage.ENDED)
    assert (answer.facts.total_s, answer.facts.tokens_per_s) == (None, None)


def test_no_rate_is_made_of_a_handful_of_tokens_or_of_no_time() -> None:
    for tokens in (9, 1000):
        answer = LiveAnswer("a", "c", AnswerFacts())
        answer.enter(Stage.CONNECTING)
        answer.add_text("all at once")
        answer.learn(tokens_out=tokens)
        answer.end(Status.COMPLETE, "stop", None)
        assert answer.facts.tokens_per_s is None


def test_a_note_is_kept_once() -> None:
    answer = LiveAnswer("a", "c", AnswerFacts())
    for note in ("odd", "odd", "odder"):
        answer.note(note)
    assert answer.facts.notes == ("odd", "odder")
