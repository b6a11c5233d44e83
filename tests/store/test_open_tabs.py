"""Tabs through the store and back."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aishtui.chat.places import ReadingPlace
from aishtui.chat.tabs import Before, Column, Hold, Own, Queued, Tab
from tests.store.conftest import OpenStore
from tests.store.values import conversation, prompt, tab

TEXT = st.text(max_size=20)
VALUES = st.dictionaries(TEXT, st.none() | st.booleans() | st.integers() | TEXT, max_size=3)
OWN = st.builds(
    Own,
    st.none() | TEXT,
    st.none() | VALUES,
    st.none() | st.dictionaries(TEXT, TEXT, max_size=2),
    st.none() | TEXT,
    st.none() | st.booleans(),
).filter(lambda own: not own.empty)
COLUMNS = st.builds(
    Column,
    TEXT.filter(bool),
    st.integers(0, 2**60),
    st.none() | TEXT,
    st.booleans(),
    st.booleans(),
    st.none() | st.builds(Before, TEXT, TEXT, st.none() | TEXT, st.none() | OWN),
    st.booleans(),
)
QUEUED = st.builds(Queued, TEXT, TEXT, TEXT, TEXT, TEXT, st.none() | OWN, st.none() | st.sampled_from(list(Hold)))
PLACES = st.builds(ReadingPlace, TEXT, st.integers(0, 2**60), st.integers(0, 2**60))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.lists(st.tuples(TEXT, TEXT, TEXT, st.none() | TEXT, TEXT), max_size=5),
    active=st.integers(0, 4),
    places=st.lists(st.none() | PLACES, min_size=5, max_size=5),
    columns=st.lists(st.none() | COLUMNS, min_size=5, max_size=5),
    own=st.none() | OWN,
    queue=st.lists(QUEUED, max_size=3),
)
def test_the_next_start_has_the_same_tabs(
    open_store: OpenStore,
    fields: list[tuple[str, str, str, str | None, str]],
    active: int,
    places: list[ReadingPlace | None],
    columns: list[Column | None],
    own: Own | None,
    queue: list[Queued],
) -> None:
    tabs = tuple(
        Tab(f"t{at}", at, *words, active=at == active, place=places[at], column=columns[at], own=own, queue=(*queue,))
        for at, words in enumerate(fields)
    )
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


@pytest.mark.parametrize(
    "place",
    [
        "nonsense", "[]", "{}",
        '{"message": 1, "letters": 2, "below": 3}', '{"message": "m", "letters": -1, "below": 0}',
        '{"message": "m", "letters": 1e3, "below": 0}', '{"message": "m", "letters": 1}', "\x00", "9" * 5000,
        pytest.param("[" * 100_000, id="nested"),
    ],
)  # fmt: skip
def test_what_is_no_place_is_none(open_store: OpenStore, place: str) -> None:
    store = open_store()
    store.save_tabs([tab("t1", 0)]).result()
    store.close()
    with sqlite3.connect(store.data_dir / "aishtui.db") as database:
        database.execute("UPDATE tabs SET place = ?", (place,))
    database.close()
    (found,) = open_store().opened.result().tabs
    assert found.place is None


@pytest.mark.parametrize(
    "said",
    [
        "nonsense",
        "[]",
        "{}",
        '{"comparison": "", "number": 0}',
        '{"comparison": "c", "number": -1}',
        pytest.param("[" * 100_000, id="nested"),
    ],
)
def test_a_tab_of_which_nobody_can_tell_what_column_it_is_is_a_tab(open_store: OpenStore, said: str) -> None:
    store = open_store()
    store.save_tabs([tab("t1", 0)]).result()
    store.close()
    with sqlite3.connect(store.data_dir / "aishtui.db") as database:
        database.execute("UPDATE tabs SET column_of = ?1, own = ?1", (said,))
    database.close()
    assert [(found.id, found.column, found.own) for found in open_store().opened.result().tabs] == [("t1", None, None)]


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ('{"system": "s", "params": {"a": 1}}', Own("s", {"a": 1})),  # as it was before there was more of it
        ('{"system": "", "model": "m", "refuse_cloud_ids": true}', Own("", model="m", refuse_cloud_ids=True)),
        ('{"system": 5, "params": [], "headers": {"A": 1}, "model": "m"}', Own(model="m")),
        ('{"headers": {"A": 1}, "mood": "kind"}', None),
    ],
)
def test_what_a_tab_has_of_its_own_is_read_value_by_value(open_store: OpenStore, said: str, own: Own | None) -> None:
    store = open_store()
    store.save_tabs([tab("t1", 0)]).result()
    store.close()
    with sqlite3.connect(store.data_dir / "aishtui.db") as database:
        database.execute("UPDATE tabs SET own = ?", (said,))
    database.close()
    (found,) = open_store().opened.result().tabs
    assert found.own == own
