"""Folded pastes and bursts of input, as values."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.widgets.prompt_pastes import Pastes, newlines_only
from aishtui.widgets.typing_burst import TypingBurst


@given(st.lists(st.tuples(st.booleans(), st.text("ab1[] \n\x1b,kBnolins.pasted"))))
def test_whatever_is_folded_comes_out_whole_and_in_its_place(pieces: list[tuple[bool, str]]) -> None:
    pastes, shown, whole = Pastes(), "", ""
    for fold, text in pieces:
        folded = fold or pastes.needs_folding(text)
        shown += f"{pastes.fold(text) if folded else text}|"
        whole += f"{text}|"
    assert pastes.unfold(shown) == whole


def test_a_label_says_how_many_lines_and_how_much() -> None:
    pastes = Pastes()
    assert pastes.fold("é" * 3000) == "[pasted 1 line, 6.0 kB]"
    assert pastes.fold("é" * 3000) == "[pasted 1 line, 6.0 kB]"
    assert pastes.fold("ab\n" * 1500 + "c", "text of") == "[text of 1501 lines, 4.5 kB]"
    assert pastes.fold("\x1b" * 3000) == "[pasted 1 line, 3.0 kB, with control characters]"


def test_short_plain_pastes_stay_text() -> None:
    pastes = Pastes()
    assert not pastes.needs_folding("a\n" * 19 + "b")
    assert pastes.needs_folding("a\n" * 20)
    assert pastes.needs_folding("a" * 2001)
    assert pastes.needs_folding("a\u202eb")
    assert not pastes.needs_folding("tab\tand é模👩‍👧")


def test_half_a_character_pair_is_folded_and_kept() -> None:
    pastes = Pastes()
    assert pastes.needs_folding("a\ud83d")
    assert pastes.unfold(pastes.fold("a\ud83d")) == "a\ud83d"


def test_line_ends_of_every_kind_become_newlines() -> None:
    assert newlines_only("a\r\nb\rc\n\rd") == "a\nb\nc\n\nd"


def test_a_burst_is_input_faster_than_hands() -> None:
    burst = TypingBurst(0.03)
    burst.add(1.0)
    assert burst.lasts(1.01)
    assert not burst.lasts(1.01, least=2)
    burst.add(1.01)
    assert burst.lasts(1.02)
    assert not burst.lasts(1.05)
    burst.add(1.2)
    assert not burst.lasts(1.21, least=2)
    never = TypingBurst(0.0)
    never.add(1.0, 500)
    assert not never.lasts(1.0)
