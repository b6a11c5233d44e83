"""Tabs through the store and back."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aishtui.chat.tabs import Tab
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt, tab

TEXT = st.text(max_size=20)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.lists(st.tuples(TEXT, TEXT, TEXT, st.none() | TEXT, TEXT), max_size=5), active=st.integers(0, 4))
def test_the_next_start_has_the_same_tabs(
    open_store: OpenStore, fields: list[tuple[str, str, str, str | None, str]], active: int
) -> None:
    tabs = tuple(Tab(f"t{place}", place, *words, active=place == active) for place, words in enumerate(fields))
    store = open_store()
    store.save_tabs(tabs).result()
    store.close()
    again = open_store()
    assert again.opened.result().tabs == tabs
    again.save_tabs([]).result()
    again.close()


def test_closing_a_tab_keeps_its_conversation(open_store: OpenStore) -> None:
    store = open_store()
    store.add_turn(conversation("c-t1"), [prompt("m1", "kept", of="c-t1")])
    store.save_tabs([tab("t1", 0), tab("t2", 1)])
    store.save_tabs([tab("t2", 0)]).result()
    assert store.conversation("c-t1").result() is not None
    store.close()
    assert [(t.id, t.position) for t in open_store().opened.result().tabs] == [("t2", 0)]
