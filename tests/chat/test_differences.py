"""The difference of two texts: exact, the same from both sides, sensible to read, and never long in coming."""

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.differences import Differences, Kind, Span, differences

WORDS = st.sampled_from(
    [
        "a",
        "b",
        "the",
        "restic",
        "borg",
        " ",
        " ",
        "\n",
        "\n\n",
        ".",
        "日本",
        "é",
        "e\u0301",
        "👩\u200d🚀",
        "\t",
        "{",
        "}",
    ]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map("".join), st.text(max_size=60))


def side(found: Differences, name: str) -> str:
    """One side's text, put together of its spans."""
    lines: list[str] = []
    for row in found.rows:
        spans: Sequence[Span] | None = getattr(row, name)
        if spans is not None and row.goes_on:
            lines[-1] += "".join(span.text for span in spans)
        elif spans is not None:
            lines.append("".join(span.text for span in spans))
    return "\n".join(lines)


def shown(found: Differences) -> list[tuple[str, str, str]]:
    """Kind and both sides of each row, what differs in brackets."""

    def marked(spans: Sequence[Span] | None) -> str:
        return "".join(f"[{span.text}]" if span.differs else span.text for span in spans or ())

    return [(row.kind.value, marked(row.left), marked(row.right)) for row in found.rows]


@given(TEXTS, TEXTS)
def test_the_spans_of_either_side_are_its_text(left: str, right: str) -> None:
    found = differences(left, right)
    assert (side(found, "left"), side(found, "right")) == (left, right)


@given(TEXTS, TEXTS)
def test_seen_from_the_other_side_it_is_the_same_difference(left: str, right: str) -> None:
    assert differences(right, left) == differences(left, right).swapped()


@given(TEXTS, TEXTS)
def test_only_equal_texts_have_no_difference(left: str, right: str) -> None:
    assert (differences(left, right).places == ()) is (left == right)
    assert differences(left, left).summary == "no difference"


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(left: str, right: str) -> None:
    for row in differences(left, right).rows:
        same = ["".join(span.text for span in spans or () if not span.differs) for spans in (row.left, row.right)]
        assert same[0] == same[1]
        assert row.differs or all(not span.differs for span in (*(row.left or ()), *(row.right or ())))


@given(TEXTS, TEXTS)
def test_every_row_that_differs_is_in_one_place(left: str, right: str) -> None:
    found = differences(left, right)
    rows = [number for place in found.places for number in place]
    assert rows == [number for number, row in enumerate(found.rows) if row.differs]


def test_words_are_marked_within_lines() -> None:
    assert shown(
        differences("Copy it once a week.\nlet a = &mut v;", "Copy it once a month!\nlet bb = &mut v[0];")
    ) == [
        ("changed", "Copy it once a [week.]", "Copy it once a [month!]"),
        ("changed", "let [a] = &mut v;", "let [bb] = &mut v[[0]];"),
    ]


def test_a_paragraph_more_at_the_beginning_does_not_move_the_others_apart() -> None:
    left = "Use restic to the NAS, every night.\n\nTest a restore each month."
    right = "Here is what I would do.\n\nUse borg to the NAS every night.\n\nTest a restore once a month."
    kinds = [(kind, bool(left), bool(right)) for kind, left, right in shown(differences(left, right))]
    assert kinds == [
        ("added", False, True),
        ("added", False, False),
        ("changed", True, True),
        ("same", False, False),
        ("changed", True, True),
    ]


def test_lines_that_are_not_alike_stand_beside_each_other_as_one_place() -> None:
    found = differences("one two three\nfour five six\nend", "sun moon\nend")
    assert shown(found) == [
        ("replaced", "[one two three]", "[sun moon]"),
        ("removed", "[four five six]", ""),
        ("same", "end", "end"),
    ]
    assert found.places == (range(2),)


def test_signs_without_spaces_between_them_are_words() -> None:
    assert shown(differences("日本語のテキストです", "日本語の記事です")) == [
        ("changed", "日本語の[テキスト]です", "日本語の[記事]です")
    ]


def test_what_belongs_to_a_letter_is_not_taken_from_it() -> None:
    assert shown(differences("un cafe\u0301 noir 👩\u200d🚀 hier", "un cafe noir 👩\u200d🔬 hier")) == [
        ("changed", "un [cafe\u0301] noir [👩\u200d🚀] hier", "un [cafe] noir [👩\u200d🔬] hier")
    ]


def test_letters_that_two_passages_share_by_chance_do_not_break_them_up() -> None:
    ((_, left, right),) = shown(
        differences(
            "Now we see how a thing of beauty can be kept.", "Now we see nobody doing a lot for mankind can be kept."
        )
    )
    assert left == "Now we see [how a thing of beauty] can be kept."
    assert right == "Now we see [nobody doing a lot for mankind] can be kept."


@pytest.mark.parametrize(
    ("left", "right", "summary"),
    [
        ("one two three four", "one two three five", "1 difference · 75 % of the words are the same"),
        ("one\n\ntwo", "sun\n\nmoon", "2 differences · 0 % of the words are the same"),
        ("...", "!!!", "1 difference"),
        ("word. " * 500 + "a", "word. " * 500 + "b", "1 difference · 99 % of the words are the same"),
        ("one two.", "one two!", "1 difference · 100 % of the words are the same"),
    ],
)
def test_the_summary_counts(left: str, right: str, summary: str) -> None:
    assert differences(left, right).summary == summary


def test_a_very_long_line_is_shown_in_pieces_beside_each_other() -> None:
    words = [f"w{number}" for number in range(4000)]
    changed = [*words[:100], "other", *words[101:3000], *words[3001:], "more"]
    found = differences(" ".join(words), " ".join(changed))
    assert (side(found, "left"), side(found, "right")) == (" ".join(words), " ".join(changed))
    assert max(len(part) for _, *parts in shown(found) for part in parts) < 1200
    assert [row.goes_on for row in found.rows] == [False] + [True] * (len(found.rows) - 1)
    assert len(found.places) == 3
    assert not found.coarse


def text_of(words: random.Random, lines: int, per_line: int) -> str:
    some = [f"{'abcdefghij'[number % 10]}{number}" for number in range(400)]
    return "\n".join(" ".join(words.choices(some, k=per_line)) for _ in range(lines))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(text_of(random.Random(1), 20_000, 8), text_of(random.Random(2), 20_000, 8), id="20,000 lines"),
        pytest.param(
            text_of(random.Random(1), 1, 60_000), text_of(random.Random(2), 1, 60_000), id="one line of 300 kB"
        ),
        pytest.param(text_of(random.Random(1), 250, 100), text_of(random.Random(2), 250, 100), id="100 kB of prose"),
        pytest.param("a\n" * 20_000, "a\nb\n" * 10_000, id="the same line again and again"),
        pytest.param(".," * 75_000, ",." * 75_000 + "x", id="two signs in turn"),
    ],
)
def test_however_different_two_texts_are_it_takes_little_more_than_a_second(left: str, right: str) -> None:
    """A guard with room for slow machines: what was not bounded took minutes."""
    began = time.thread_time()
    found = differences(left, right)
    assert time.thread_time() - began < 8
    assert (side(found, "left"), side(found, "right")) == (left, right)


def test_what_is_compared_roughly_says_so() -> None:
    found = differences(text_of(random.Random(1), 1, 60_000), text_of(random.Random(2), 1, 60_000))
    assert found.coarse
    assert found.summary.endswith("compared roughly, there is too much of it")


def test_many_lines_with_some_other_words_in_each_are_still_found() -> None:
    left = text_of(random.Random(1), 6000, 10)
    right = "\n".join(f"{line.rsplit(' ', 1)[0]} other{number}" for number, line in enumerate(left.split("\n")))
    found = differences(left, right)
    kinds = [row.kind for row in found.rows]
    assert kinds.count(Kind.CHANGED) > 5900
