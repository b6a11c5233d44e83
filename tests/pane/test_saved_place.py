"""The place of a reader, kept for the next start."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.messages import Message
from aishtui.chat.places import ReadingPlace
from aishtui.pane.document import Document
from aishtui.pane.frame import Frame
from aishtui.pane.plain import PlainRenderer
from tests.pane.documents import chunked
from tests.pane.pane_app import answer, prompt
from tests.pane.test_document import MARKDOWN, frame, long_talk, mixed, read_from, texts

SOURCES = chunked().map(lambda made: made[0])


def again(messages: list[Message], place: ReadingPlace | None) -> Document:
    """The same conversation after the next start."""
    document = Document()
    document.load(messages)
    document.resume(place)
    return document


def letters(lines: list[str]) -> str:
    return "".join("".join(lines).split())


@given(source=SOURCES, thinking=st.sampled_from(["", "some thoughts\n" * 5]), lines=st.integers(0, 60))
def test_at_the_same_width_the_same_line_is_at_the_top(source: str, thinking: str, lines: int) -> None:
    talk = [*long_talk(4), answer(90, source, thinking=thinking), *long_talk(20)[6:]]
    at = frame(58, 6)
    document = again(talk, None)
    texts(document, at)
    document.move(-lines, at)
    before, following = texts(document, at), document.following
    later = again(talk, document.place)
    assert texts(later, at) == before
    assert later.following == following
    assert later.place == document.place


@given(source=SOURCES, lines=st.integers(1, 40), width=st.integers(20, 110))
def test_at_another_width_the_same_letters_are_at_the_top(source: str, lines: int, width: int) -> None:
    talk = [answer(90, source), *long_talk(20)[4:]]
    document = again(talk, None)
    texts(document, frame(58, 6))
    document.move_to(lines, frame(58, 6))
    place = document.place
    later = again(talk, place)
    texts(later, frame(width, 6))
    assert later.place == place, "until the reader moves"
    later.move(0, frame(width, 6))
    back = again(talk, later.place)
    texts(back, frame(width, 6))
    assert texts(back, frame(width, 6)) == texts(later, frame(width, 6))


def test_the_words_at_the_top_stay_there_at_any_width() -> None:
    talk = [*long_talk(10), answer(90, mixed(40))]
    document = again(talk, None)
    for part in ("Part033", "Part007"):
        read_from(document, part, frame(118))
        for width in (40, 118, 75):
            assert part in texts(again(talk, document.place), frame(width))[0]
        texts(document, frame(118))


def test_the_plain_first_picture_takes_nothing_from_the_place_in_the_markdown() -> None:
    talk = [*long_talk(10), answer(90, mixed(40))]
    document = again(talk, None)
    read_from(document, "Part025", frame(75))
    before = texts(document, frame(75))
    later = again(talk, document.place)
    texts(later, Frame(75, 20, PlainRenderer(), 100.0, date(2026, 11, 23)))
    assert texts(later, frame(75)) == before
    assert Frame(75, 20, MARKDOWN, 100.0, date(2026, 11, 23)) == frame(75)


def test_opened_thinking_is_folded_at_the_next_start_and_the_place_does_not_count_it() -> None:
    talk = [answer(90, mixed(20), thinking="thought after thought " * 100), prompt(91, "more")]
    document = again(talk, None)
    texts(document, frame(75))
    document.toggle("m00090", "thinking", frame(75))
    read_from(document, "Part012", frame(75))
    assert "Part012" in texts(again(talk, document.place), frame(75))[0]
    document.move_to(6, frame(75))
    assert "thought after" in texts(document, frame(75))[0]
    assert "Part000" in " ".join(texts(again(talk, document.place), frame(75))[:3])


def test_a_header_that_says_more_a_day_later_moves_nothing() -> None:
    talk = [replace(prompt(1, "line\n" * 9 + "here"), created_at="2026-11-23T12:04:00+00:00"), *long_talk(20)[4:]]
    document = again(talk, None)
    texts(document, frame(58, 6))
    document.move_to(9, frame(58, 6))
    before = texts(document, frame(58, 6))
    later = again(talk, document.place)
    assert texts(later, Frame(58, 6, MARKDOWN, 100.0, date(2027, 1, 1)))[:2] == before[:2] == ["line", "here"]


def test_a_place_in_a_message_that_is_gone_is_the_end() -> None:
    talk = long_talk(20)
    document = again(talk, ReadingPlace("gone", 3))
    assert texts(document, frame()) == texts(again(talk, None), frame())
    assert document.following
    assert document.place is None


def test_moving_leaves_the_place_and_the_end_is_none() -> None:
    talk = long_talk(40)
    document = again(talk, ReadingPlace("m00010", 0, 0))
    texts(document, frame())
    document.move(3, frame())
    moved = document.place
    assert moved is not None
    assert moved != ReadingPlace("m00010", 0, 0)
    document.follow()
    assert document.place is None


def test_a_place_that_is_beyond_its_message_is_its_end_and_never_an_error() -> None:
    talk = long_talk(40)
    for place in (ReadingPlace("m00010", 10**9, 0), ReadingPlace("m00010", 0, 10**9), ReadingPlace("m00039", 5, 99)):
        document = again(talk, place)
        assert len(texts(document, frame())) == 20
