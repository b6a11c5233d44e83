"""Pieces of text, and how fast they come."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.broker.pace import in_pieces, paced


@settings(deadline=None)
@given(st.text(), st.integers(1, 5))
def test_the_pieces_joined_are_the_text(text: str, words_each: int) -> None:
    pieces = list(in_pieces(text, words_each))
    assert "".join(pieces) == text
    assert all(pieces)
    assert all(len(piece.split()) <= words_each for piece in pieces)


def test_words_come_at_about_the_speed_that_was_asked_for() -> None:
    started = time.monotonic()
    assert "".join(paced("word " * 40, 200)) == "word " * 40
    assert time.monotonic() - started >= 0.15


def test_a_long_text_comes_in_larger_pieces() -> None:
    assert len(next(paced("word " * 100_000, 80)).split()) > 200
