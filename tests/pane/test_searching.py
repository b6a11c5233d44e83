"""What is found in a text, whatever stands in it."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aishtui.pane.searching import MOST_HITS, Words

LETTERS = "ab >\n*_`~\\[]()Aé漢ßİ"
PIECES = [
    "a b",
    "[a",
    "a](b)",
    "a](b c)",
    "a](b)b",
    "](",
    ")",
    "![a](a)",
    '[b](a "b a")',
    " b",
    "**",
    "\n",
    "\u00a0",
    "a!",
]
IMAGE = "\0"
"""Stands for the `!` before an image's bracket."""

texts = st.text(LETTERS, max_size=60) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
typed = st.text("ab >*_`[(Aé漢!", min_size=1, max_size=5)


def found(words: str, text: str) -> list[str]:
    return [text[start:stop] for start, stop in Words(words).find(text)]


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("bold move", "a **bold** move", ["bold** move"]),
        ("**bold**", "a **bold** move", ["**bold**"]),
        ("borrow checker", "The Borrow\n  checker; `borrow`  *checker*", ["Borrow\n  checker", "borrow`  *checker"]),
        ("Borrow", "borrow Borrow BORROW", ["Borrow"]),
        ("borrow", "borrow Borrow BORROW", ["borrow", "Borrow", "BORROW"]),
        ("some words", "> some\n> words\n\nsome > words", ["some\n> words"]),
        ("a > b", "a > b", ["a > b"]),
        ("snake_case", "`snake_case` *snake_case*", ["snake_case", "snake_case"]),
        ("snakecase", "snake_case", []),
        ("23", "2*3 and 2**3", ["2**3"]),
        ("kwargs", "def f(**kwargs)", ["kwargs"]),
        ("重点内容", "这是**重点**内容", ["重点**内容"]),
        ("lets", "two `let`s", ["let`s"]),
        ("rust.org", "see [the book](https://rust.org/book), now", ["rust.org"]),
        ("the book, now", "see [the book](https://rust.org/book), now", ["the book](https://rust.org/book), now"]),
        ("see the book", "see [the book][1] or see [the book](x)", ["see [the book"]),
        ("größe", "GRÖSSE Größe İgröße", ["Größe", "größe"]),
        (" padded ", "padded", ["padded"]),
        ("aa", "aaaaa", ["aa", "aa"]),
        ("é\ud800", "É\ud800", ["É\ud800"]),
    ],
)
def test_what_is_found(words, text, hits):
    assert found(words, text) == hits
    assert Words(words).count(text) == len(hits)


def test_nothing_is_found_of_nothing():
    assert not Words(" \n")
    assert Words("").find("text") == []
    assert Words("").count("text") == 0


@settings(max_examples=400, deadline=None)
@given(typed, texts)
def test_counting_is_finding(words, text):
    sought = Words(words)
    hits = sought.find(text)
    assert sought.count(text) == len(hits)
    assert all(0 <= start < stop <= len(text) for start, stop in hits)
    assert all(one[1] <= other[0] for one, other in pairwise(hits))


@settings(max_examples=400, deadline=None)
@given(typed, texts)
def test_all_that_stands_in_the_source_is_found(words, text):
    """Said the slow way, without marks: each place where the words stand lies in a hit or over one."""
    parts = words.split()
    if not parts:
        return
    capitals = any(letter.isupper() for letter in words)
    plain = re.compile(r"\s+".join(map(re.escape, parts)), 0 if capitals else re.IGNORECASE)
    hits = Words(words).find(text)
    for match in plain.finditer(text):
        if len(match.group().lower()) == len(match.group()):  # `ß` and `İ` are other words to us
            assert any(start < match.end() and match.start() < stop for start, stop in hits)


@settings(max_examples=400, deadline=None)
@given(typed, texts)
@example("!a", "a!![a](a)")
def test_a_hit_reads_as_the_words(words, text):
    """Without marks, links' tails and white space, what was hit is what was typed."""
    for hit in found(words, text):
        for mark in set("*_~\\`") - set(words):
            hit = hit.replace(mark, "")
        hit = re.sub(r"\]\([^()]*\)", "", hit)
        left = re.sub(r"!(?=\[)", IMAGE, hit.lower())
        # The `!` of an image is one of its marks, and may have been typed all the same.
        reads = "".join("!?" if letter == IMAGE else re.escape(letter) for letter in left if letter not in " \n>[]()")
        assert re.fullmatch(reads, "".join(letter for letter in words.lower() if letter not in " \n>[]()"))


@pytest.mark.parametrize("unit", ["x", "**x** ", "x *x* ", "[x](x) "])
def test_of_hits_without_number_the_first_are_found(unit):
    text, sought = unit * (2 * MOST_HITS), Words("x")
    hits = sought.find(text)
    assert len(hits) == sought.count(text) == MOST_HITS
    assert hits == sought.find(unit * MOST_HITS)
    assert hits[:50] == sought.find(unit * 100)[:50]


@given(texts, st.text("ab *A", min_size=1, max_size=4), st.text("ab *A", max_size=3))
def test_more_letters_are_never_found_where_fewer_are_not(text, words, more):
    wider, narrower = Words(words), Words(words + more)
    if wider and narrower.narrow(wider) and narrower.count(text):
        assert wider.count(text)


@pytest.mark.parametrize(
    "text", ["> " * 50_000, "\n>" * 50_000, "](" * 50_000, '](x "' * 50_000, "[" * 100_000, "_" * 100_000]
)
@pytest.mark.parametrize("words", ["> > > > x", "a b c", "__ x", "x, y"])
def test_hostile_text_is_gone_through_once(words, text):
    """What would be gone through once for each of its characters would take minutes."""
    assert Words(words).count(text + "\n" + words) == 1
