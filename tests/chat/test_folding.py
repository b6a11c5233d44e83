"""Words found whatever their case and accents, and where they stand."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.folding import folded, places
from aishtui.chat.past_prompts import PastPrompt, found_in, parts_of


def test_case_and_accents_make_no_difference() -> None:
    assert folded("Höflich, FAÇADE") == folded("hoflich, facade") == "hoflich, facade"
    assert folded("straße") == "strasse"
    assert folded("ﬁne") == "fine"


def test_the_places_are_those_of_the_text_as_it_is() -> None:
    text = "Die Straße, höflich; STRASSE"
    assert [text[start:end] for start, end in places(text, parts_of("strasse hoflich"))] == [
        "Straße", "höflich", "STRASSE",
    ]  # fmt: skip
    assert places("abcabc", ("bc", "ab")) == ((0, 6),)
    assert places("e\u0301a", ("ea",)) == ((0, 3),)
    assert places("nothing", ()) == places("nothing", ("",)) == ()


@given(st.text(alphabet="aAbBéßﬁ漢 \u0301", max_size=30), st.text(alphabet="abeésf漢", min_size=1, max_size=3))
def test_what_is_marked_has_the_word_and_what_has_it_is_marked(text: str, word: str) -> None:
    marked = places(text, parts_of(word))
    assert bool(marked) == (bool(folded(word)) and folded(word) in "".join(folded(char) for char in text))
    for start, end in marked:
        assert 0 <= start < end <= len(text)
        assert any(part in folded(text[start:end]) for part in parts_of(word))
    assert all(before[1] < after[0] for before, after in pairwise(marked))


def test_nothing_but_blanks_is_no_prompt() -> None:
    found = found_in([PastPrompt(" \n"), PastPrompt("a")], (), 10)
    assert [prompt.text for prompt in found.prompts] == ["a"]
