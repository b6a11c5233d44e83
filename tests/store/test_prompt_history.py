"""What the user has typed."""

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
