"""Where what is sent begins, whatever was left out, edited and deleted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.beginnings import ITSELF, begins_below, first_sent, sent, turns
from aishtui.chat.messages import Message, Role


def path(length: int, **begins: str) -> list[Message]:
    """Prompts and answers in turn: m0, m1, …"""
    return [
        Message(
            f"m{index}",
            "c",
            f"m{index - 1}" if index else None,
            Role.ASSISTANT if index % 2 else Role.USER,
            "x",
            "",
            begins_at=begins.get(f"m{index}"),
        )
        for index in range(length)
    ]


def test_all_is_sent_where_nobody_says_otherwise() -> None:
    assert first_sent(()) == first_sent(path(4)) == 0
    assert first_sent(path(4), "gone") == 0


def test_the_last_prompt_that_says_it_counts_and_the_tab_before_it() -> None:
    found = path(8, m4="m2", m6="m4")
    assert (first_sent(found), first_sent(found[:5]), first_sent(found[:4])) == (4, 2, 0)
    assert (first_sent(found, "m6"), first_sent(found, "m0")) == (6, 0)
    assert [message.id for message in sent(found)] == ["m4", "m5", "m6", "m7"]


def test_a_beginning_that_was_deleted_gives_way_to_the_one_before() -> None:
    assert first_sent(path(8, m4="m2", m6="gone")) == 2


@pytest.mark.parametrize(
    ("begins_at", "above", "said"),
    [
        ("m4", 8, "m4"),  # the next prompt, after turns were left out
        ("m4", 6, "m4"),  # an edit further up, still below the beginning
        ("m4", 4, ITSELF),  # an edit of the first prompt that is sent
        ("m4", 2, None),  # an edit of one that is not sent: with all above it
        (None, 8, None),
        ("m0", 8, None),
    ],
)
def test_a_new_prompt_leaves_out_what_is_left_out(begins_at: str | None, above: int, said: str | None) -> None:
    assert begins_below(path(8), begins_at, path(8)[:above]) == said


def test_what_was_left_out_stays_so_in_an_edit_and_can_be_taken_in_again() -> None:
    left_out = path(8, m6="m4")
    assert begins_below(left_out, None, left_out) is None
    assert begins_below(left_out, None, left_out[:6]) == "m4"
    assert begins_below(left_out, "m0", left_out) == "m0"
    assert begins_below(left_out, "m0", left_out[:6]) is None
    assert begins_below((), "m4", ()) is None


@given(st.integers(1, 12), st.data())
def test_what_is_shown_is_what_is_sent(length: int, data: st.DataObject) -> None:
    ids = [f"m{index}" for index in range(length)]
    prompts = ids[::2]
    begins = data.draw(st.dictionaries(st.sampled_from(prompts), st.sampled_from(ids)))
    begins_at = data.draw(st.none() | st.sampled_from(ids))
    shown = path(length, **begins)
    new = Message("new", "c", shown[-1].id, Role.USER, "x", "")
    said = begins_below(shown, begins_at, shown)
    grown = [*shown, replace(new, begins_at="new" if said == ITSELF else said)]
    assert first_sent(grown) == first_sent(shown, begins_at)


def test_turns_begin_with_prompts() -> None:
    assert turns(path(5)) == [0, 2, 4]
    assert turns(path(6), 2) == [2, 4]
