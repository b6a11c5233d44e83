"""What the user has typed."""

from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aishtui.chat.past_prompts import PastPrompt, PastPrompts, found_in, parts_of
from aishtui.store.database import Store
from tests.store.conftest import OpenStore


def test_prompts_come_newest_first_and_repeated_ones_once(store: Store, open_store: OpenStore) -> None:
    for text in ["one", "two", "two", "", "  \n", "one", "three\nlines\nlong"]:
        store.remember_prompt(text)
    store.remember_prompt("three\nlines\nlong").result()
    assert store.prompts(10).result() == ("three\nlines\nlong", "one", "two", "one")
    assert store.prompts(2).result() == ("three\nlines\nlong", "one")
    assert store.prompts(0).result() == ()
    store.close()
    assert open_store().prompts(1).result() == ("three\nlines\nlong",)


def texts(found: PastPrompts) -> list[str]:
    return [prompt.text for prompt in found.prompts]


def test_all_words_are_found_anywhere_in_a_prompt_whatever_their_case_and_accents(store: Store) -> None:
    for text in ["How do I BORROW a book?", "Höflich gefragt:\nwas ist eine Façade", "borrow checker", "100% \\ of_it"]:
        store.remember_prompt(text)
    store.remember_prompt("  ").result()
    assert texts(store.find_prompts("borrow", 10).result()) == ["borrow checker", "How do I BORROW a book?"]
    assert texts(store.find_prompts("book orro", 10).result()) == ["How do I BORROW a book?"]
    assert texts(store.find_prompts("facade HOFLICH", 10).result()) == ["Höflich gefragt:\nwas ist eine Façade"]
    assert texts(store.find_prompts("höflich", 10).result()) == ["Höflich gefragt:\nwas ist eine Façade"]
    for signs in ("100%", "\\", "of_it", "% \\"):
        assert texts(store.find_prompts(signs, 10).result()) == ["100% \\ of_it"]
    assert texts(store.find_prompts("%%", 10).result()) == texts(store.find_prompts("_b", 10).result()) == []


def test_each_prompt_is_found_once_at_its_newest_and_more_are_told_of(store: Store) -> None:
    for text in ["one", "two", "one", "three", "one", "two"]:
        store.remember_prompt(text).result()
    found = store.find_prompts("", 10).result()
    assert (texts(found), found.more) == (["two", "one", "three"], False)
    found = store.find_prompts("", 2).result()
    assert (texts(found), found.more) == (["two", "one"], True)
    assert store.find_prompts("", 3).result().more is False
    assert found.prompts[0].created_at.endswith("+00:00")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prompts=st.lists(st.text(alphabet="aAbé ß\n%_\\漢\x00\U0001f600", max_size=12), max_size=12),
    typed=st.text(alphabet="aAbé ß%_\\漢\x00", max_size=4),
)
def test_what_the_store_finds_is_what_reading_everything_finds(
    open_store: OpenStore, tmp_path: Path, prompts: list[str], typed: str
) -> None:
    store = open_store(Path(mkdtemp(dir=tmp_path)))
    for text in prompts:
        store.remember_prompt(text).result()
    kept = store.prompts(100).result()
    everything = found_in(map(PastPrompt, kept), parts_of(typed), 100)
    assert texts(store.find_prompts(typed, 100).result()) == texts(everything)
    store.close()
