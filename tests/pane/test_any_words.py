"""Several words marked at once, as the history finds them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.pane.any_words import AnyWords
from aishtui.pane.searching import Words


def found(text: str, *terms: str) -> list[str]:
    return [text[start:stop] for start, stop in AnyWords(terms).find(text)]


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("Rsync to the NAS, rsync again", ("rsync", "nas"), ["Rsync", "NAS", "rsync"]),
        ("notes, noted, a note", ("note",), ["note", "note", "note"]),
        ("notes, noted, a note", ("note", "a"), ["a", "note"]),
        ("over  night and\novernight", ("over night",), ["over  night"]),
        ("a **bold** move", ("bold move",), ["bold** move"]),
        ("un caf\u00e9, deux CAFES", ("cafe",), ["caf\u00e9", "CAFE"]),
        ("un cafe", ("Caf\u00c9",), ["cafe"]),
        ("日本語でボロー", ("語で",), ["語で"]),
        ("std::vector", ("::",), ["::"]),
        ("concatenate cat", ("cat",), ["cat"]),
        ("rsyncs", ("rsync", "rs"), ["rs"]),
        ("nothing here", ("",), []),
        ("", ("x",), []),
    ],
)
def test_what_is_marked(text: str, terms: tuple[str, ...], marked: list[str]) -> None:
    assert found(text, *terms) == marked
    assert AnyWords(terms).count(text) == len(marked)


def test_the_same_words_are_equal_and_others_are_not() -> None:
    assert AnyWords(["a", "b"]) == AnyWords(["a", "b"])
    assert AnyWords(["a", "b"]) != AnyWords(["b", "a"])
    assert AnyWords(["a"]) != Words("a")
    assert len({AnyWords(["a"]), AnyWords(["a"])}) == 1
    assert not AnyWords(["", " "])


@given(st.text("ab \u00e9*", max_size=40), st.lists(st.text("ab\u00e9", min_size=1, max_size=3), max_size=3))
def test_hits_are_in_order_apart_and_counted(text: str, terms: list[str]) -> None:
    words = AnyWords(terms)
    hits = words.find(text)
    assert words.count(text) == len(hits)
    assert all(start < stop for start, stop in hits)
    assert all(one[1] <= other[0] for one, other in pairwise(hits))
