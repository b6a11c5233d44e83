"""Halves of characters."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.surrogates import SurrogateJoiner, mend

HALVES = st.text(st.sampled_from("ab\ud83d\ude00\udc00\ud800é😀"), max_size=12)


def test_pairs_are_joined_and_lone_halves_replaced() -> None:
    assert mend("\ud83d\ude00 \ud83d \ude00\ud83d") == "😀 \ufffd \ufffd\ufffd"


@given(HALVES, st.lists(st.integers(0), max_size=5))
def test_any_cutting_gives_what_the_whole_gives(text: str, cuts: list[int]) -> None:
    edges = [0, *sorted(at % (len(text) + 1) for at in cuts), len(text)]
    joiner = SurrogateJoiner()
    pieces = [joiner.feed(text[a:b]) for a, b in pairwise(edges)]
    joined = "".join(pieces) + joiner.end()
    assert joined == mend(text)
    joined.encode()
