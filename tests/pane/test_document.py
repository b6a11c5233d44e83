"""Documents without a widget: what is laid out, where the reader is, what a new path keeps."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerDelta, Cursor, Stage, Status
from aishtui.pane.document import Document
from aishtui.pane.frame import Frame
from aishtui.pane.markdown import MarkdownRenderer
from aishtui.pane.plain import PlainRenderer
from aishtui.pane.stack import KEPT_LAID_OUT
from tests.pane.pane_app import answer, delta, prompt, view

MARKDOWN = MarkdownRenderer()


def frame(width: int = 58, height: int = 20) -> Frame:
    return Frame(width, height, MARKDOWN, 100.0, date(2026, 11, 23))


def texts(document: Document, at: Frame) -> list[str]:
    document.lay_out(at)
    return [line.text.rstrip() for _, _, line in document.rows(0, at.height)]


def long_talk(messages: int) -> list:
    return [
        prompt(n, f"question {n}") if n % 2 == 0 else answer(n, f"Answer {n}.\n\n" + "- item\n" * (n % 7))
        for n in range(messages)
    ]


def test_only_what_is_in_view_is_laid_out():
    document = Document()
    document.load(long_talk(2000))
    texts(document, frame())
    assert sum(entry.laid_out for entry in document.entries()) < 12


def test_another_width_lays_out_no_more_than_what_is_in_view():
    document = Document()
    document.load(long_talk(2000))
    texts(document, frame())
    for _ in range(20):
        document.move(-20, frame())
    texts(document, frame(98))
    assert sum(entry.laid_out for entry in document.entries()) < 12


def test_what_was_left_long_ago_is_forgotten():
    document = Document()
    document.load(long_talk(1000))
    texts(document, frame())
    for _ in range(300):
        document.move(-20, frame())
    assert sum(entry.laid_out for entry in document.entries()) <= KEPT_LAID_OUT + 12


def test_moving_up_line_by_line_shows_every_line_once():
    document = Document()
    document.load(long_talk(60))
    seen = texts(document, frame())
    while document.top > 0:
        document.move(-1, frame())
        seen.insert(0, texts(document, frame())[0])
    other = Document()
    other.load(long_talk(60))
    assert seen == texts(other, frame(height=len(seen)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-60, 60), max_size=30))
def test_moving_there_and_back_is_exact(steps):
    document = Document()
    document.load(long_talk(100))
    texts(document, frame())
    document.move(-200, frame())
    before = texts(document, frame())
    inside = [step for step in steps if abs(step) < 30]
    document.move(-100, frame())
    for step in inside:
        document.move(step, frame())
        document.move(-step, frame())
    document.move(100, frame())
    assert texts(document, frame()) == before


def test_the_end_shown_equals_the_end_stored_however_the_answer_ended():
    for status in (Status.COMPLETE, Status.STOPPED, Status.CUT_OFF, Status.FAILED):
        document = Document()
        document.load([prompt(0, "hi"), answer(1, "", Status.WRITING)])
        text = "# Title\n\n- one\n- two\n\n```python\nx = 1\n"
        for at in range(0, len(text), 3):
            document.grow(delta(1, text[at : at + 3], at))
            document.lay_out(frame())
        document.end(answer(1, text, status))
        restored = Document()
        restored.load([prompt(0, "hi"), answer(1, text, status)])
        assert texts(document, frame()) == texts(restored, frame())


def test_an_answer_stored_otherwise_than_streamed_is_shown_as_stored():
    document = Document()
    document.load([answer(1, "", Status.WRITING)])
    document.grow(delta(1, "streamed"))
    document.lay_out(frame())
    document.end(answer(1, "stored"))
    assert "stored" in texts(document, frame())
    assert "streamed" not in texts(document, frame())


def test_text_that_was_loaded_is_not_taken_twice():
    document = Document()
    document.load([answer(1, "It beg", Status.WRITING)])
    document.grow(delta(1, "It began."))
    assert "It began." in texts(document, frame())


def test_a_late_word_about_an_ended_answer_changes_nothing():
    document = Document()
    document.load([answer(1, "done")])
    document.grow(delta(1, " and more", 4))
    assert "done" in texts(document, frame())
    assert not document.growing
    assert document.next_second(0.0) is None


def test_an_unknown_answer_is_ignored():
    document = Document()
    document.load([prompt(0, "hi")])
    document.grow(delta(7, "elsewhere"))
    document.end(answer(7, "elsewhere"))
    assert "elsewhere" not in texts(document, frame())


def test_reading_stays_put_while_a_message_above_grows():
    document = Document()
    document.load([answer(0, "", Status.WRITING), *long_talk(40)[2:]])
    texts(document, frame())
    document.move(-40, frame())
    before = texts(document, frame())
    document.grow(delta(0, "grows\n\n" * 30))
    assert texts(document, frame()) == before
    assert document.new_lines == 0


def read_from(document: Document, text: str, at: Frame) -> None:
    """Scroll up until the first line in view holds `text`."""
    while text not in texts(document, at)[0]:
        document.move(-1, at)


def mixed(parts: int) -> str:
    """Text that wraps, and code and lists that do not."""
    return "".join(
        f"Part{n:03} begins here, and is long enough to be wrapped in any pane that is not wider than most.\n\n"
        + ("```\n" + "x = 1\n" * 12 + "```\n\n" if n < parts // 2 else "- item\n- item\n\n")
        for n in range(parts)
    )


def test_another_width_shows_the_words_that_were_at_the_top():
    document = Document()
    document.load([*long_talk(10), answer(90, mixed(40), thinking="thought")])
    texts(document, frame(118))
    for part in ("Part033", "Part025", "Part007"):
        read_from(document, part, frame(118))
        for width in (40, 118, 75):
            assert part in texts(document, frame(width))[0]
        texts(document, frame(118))


def test_dragging_the_edge_there_and_back_ends_where_it_began():
    document = Document()
    document.load([*long_talk(10), answer(90, "many words and more of them " * 900)])
    texts(document, frame(118))
    document.move(-120, frame(118))
    before = texts(document, frame(118))
    for width in [*range(117, 58, -1), *range(59, 119)] * 2:
        texts(document, frame(width))
    assert texts(document, frame(118)) == before
    document.move(-1, frame(118))
    assert texts(document, frame(118))[1:] == before[:-1]
    texts(document, frame(60))
    assert texts(document, frame(118))[1:] == before[:-1]


def test_headers_and_blank_lines_at_the_top_stay_there_at_another_width():
    document = Document()
    document.load([answer(1, "some words " * 40 + "\n\n\n\n# Title\n\nmore " * 20, thinking="hm")])
    texts(document, frame(118, 4))
    document.toggle("m00001", "thinking", frame(118, 4))
    document.move_to(0, frame(118, 4))
    for _ in range(12):
        before = texts(document, frame(118, 4))
        texts(document, frame(40, 4))
        assert texts(document, frame(118, 4)) == before
        document.move(1, frame(118, 4))


def test_nothing_is_said_to_be_below_once_the_end_is_in_view():
    document = Document()
    document.load([*long_talk(10), answer(90, "", Status.WRITING)])
    document.grow(delta(90, "line\n\n" * 10))
    texts(document, frame(58, 12))
    document.move(-8, frame(58, 12))
    document.grow(delta(90, "line\n\n" * 2, 60))
    texts(document, frame(58, 12))
    assert document.new_lines == 4
    assert "writing" in texts(document, frame(58, 40))[-1]
    assert document.new_lines == 0
    document.grow(delta(90, "line\n\n", 72))
    texts(document, frame(58, 40))
    assert document.new_lines == 2


def test_another_branch_keeps_what_both_have_in_common():
    document = Document()
    talk = long_talk(40)
    document.load(talk)
    texts(document, frame())
    document.move(-150, frame())
    before = texts(document, frame())
    document.replace_path([*talk[:30], answer(99, "another branch")])
    assert texts(document, frame()) == before
    document.follow()
    assert "another branch" in texts(document, frame())


def test_a_document_is_plain_until_markdown_is_there():
    document = Document()
    document.load([answer(1, "It is **bold**.")])
    plain = Frame(58, 20, PlainRenderer(), 0.0, date(2026, 11, 23))
    assert "It is **bold**." in texts(document, plain)
    assert "It is bold." in texts(document, frame())


def test_stages_are_told_with_their_clock():
    document = Document()
    document.load([answer(1, "", Status.WRITING)])
    document.grow(delta(1, "", stage=Stage.CONNECTING))
    assert "connecting 1:40" in texts(document, frame())
    document.grow(delta(1, "", stage=Stage.THINKING, thinking="hmm"))
    shown = texts(document, frame())
    assert "[+] thinking 1:40" in shown
    assert view(1).sent_at == 0.0


def thinking(read: int, text: str, stage: Stage = Stage.THINKING) -> AnswerDelta:
    return AnswerDelta(view(1, stage), "", text, Cursor(0, read + len(text)))


def test_opened_thinking_grows_and_only_what_is_new_of_it_changes():
    document = Document()
    document.load([answer(1, "", Status.WRITING)])
    document.grow(thinking(0, "\n\n"))
    document.grow(thinking(2, "one\n"))
    texts(document, frame())
    document.toggle("m00001", "thinking", frame())
    assert texts(document, frame())[1:3] == ["[-] thinking 1:40", "│ one"]
    for number in range(200):
        document.grow(thinking(6 + 5 * number, f"\nw{number:03}"))
        change = document.lay_out(frame())
    shown = texts(document, frame())
    assert shown[-1] == "thinking 1:40"
    assert shown[-2] == "│ w199"
    document.move(-50, frame())
    document.grow(thinking(6 + 5 * 200, "\nlast"))
    change = document.lay_out(frame())
    assert change is None
    assert document.new_lines == 1


def test_folded_thinking_draws_nothing_anew_while_its_clock_stands():
    document = Document()
    document.load([answer(1, "", Status.WRITING)])
    document.grow(thinking(0, "one"))
    assert "[+] thinking 1:40" in texts(document, frame())
    document.grow(thinking(3, " two three"))
    assert document.lay_out(frame()) is None


def test_thinking_is_shown_as_stored_once_the_answer_has_ended():
    document = Document()
    document.load([answer(1, "", Status.WRITING)])
    document.grow(thinking(0, "streamed"))
    document.lay_out(frame())
    document.toggle("m00001", "thinking", frame())
    document.end(answer(1, "Yes.", thinking="stored\n\n"))
    head = "[-] thought for 0.0 s · 8 characters"
    assert texts(document, frame())[1:5] == [head, "│ stored", "", "Yes."]


def test_an_empty_document_has_no_rows():
    document = Document()
    assert texts(document, frame()) == []
    document.move(-3, frame())
    document.move_cursor(1, frame())
    document.follow()
    assert document.total == 0


STEPS = replace(frame(58, 12), step=4)


def growing() -> Document:
    """An answer that fills the pane of `STEPS`."""
    document = Document()
    document.load([*long_talk(6), answer(90, "", Status.WRITING)])
    document.grow(delta(90, "0\n\n"))
    texts(document, STEPS)
    return document


def say(document: Document, *numbers: int) -> None:
    for number in numbers:
        document.grow(delta(90, f"{number}\n\n", 3 * number))


def with_free_lines() -> Document:
    document = growing()
    number = 1
    while len(texts(document, STEPS)) == STEPS.height:
        say(document, number)
        number += 1
    return document


def test_where_moving_is_dear_the_view_follows_in_steps():
    document = growing()
    tops = [document.top]
    for number in range(1, 10):
        say(document, number)
        seen = texts(document, STEPS)
        assert str(number) in [text.strip() for text in seen]
        assert STEPS.height - STEPS.step < len(seen) <= STEPS.height
        tops.append(document.top)
    moves = [there - here for here, there in pairwise(tops) if there != here]
    assert len(moves) <= 6
    assert all(move >= 4 for move in moves)
    assert document.following


def test_free_lines_below_stay_when_the_answer_has_ended():
    document = with_free_lines()
    before = texts(document, STEPS)
    last = document.messages[-1]
    document.end(replace(last, text=document.entry_of(last.id).text, status=Status.COMPLETE))
    after = texts(document, STEPS)
    assert after[:4] == before[:4]
    assert len(after) < STEPS.height
    document.move(-3, STEPS)
    document.move(30, STEPS)
    assert len(texts(document, STEPS)) == STEPS.height


def test_a_line_up_from_free_lines_is_one_line():
    document = with_free_lines()
    before = texts(document, STEPS)
    document.move(-1, STEPS)
    assert texts(document, STEPS)[1:] == before
    assert not document.following
    document.move(1, STEPS)
    assert texts(document, STEPS) == before
    assert document.following


def test_a_larger_pane_shows_as_much_as_there_is():
    document = growing()
    say(document, *range(1, 8))
    texts(document, STEPS)
    assert len(texts(document, replace(frame(58, 20), step=1))) == 20


def test_free_lines_stay_free_at_another_width():
    document = with_free_lines()
    before = texts(document, STEPS)
    assert texts(document, replace(STEPS, width=57)) == before
    assert texts(document, STEPS) == before
