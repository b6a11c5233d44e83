"""Nothing that can steer a terminal gets through, and nothing else is touched."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.clean import clean_line, clean_text

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters()))
def test_no_control_character_survives_but_newline_and_tab(text: str) -> None:
    assert not UNSAFE.search(clean_text(text))


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs"])))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(st.characters()))
def test_a_line_is_one_line_of_bounded_length(text: str) -> None:
    line = clean_line(text, 40)
    assert len(line) <= 40
    assert not any(unicodedata.category(character) == "Cc" for character in line)


def test_an_escape_sequence_becomes_visible() -> None:
    assert clean_text("\x1b[31mred\x9b0m\x07") == "␛[31mred\ufffd0m␇"


def test_all_line_ends_become_newlines() -> None:
    assert clean_text("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_a_bidi_override_cannot_disguise_a_name() -> None:
    assert "\u202e" not in clean_line("safe\u202etxt.exe")


def test_a_long_line_says_that_it_goes_on() -> None:
    assert clean_line("x" * 99, 10) == "x" * 9 + "…"
