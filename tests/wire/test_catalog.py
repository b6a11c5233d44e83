"""The list of models, whichever server wrote it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.catalog import Catalog
from aishtui.wire.catalog import MAX_ENTRIES, read_catalog, read_found
from aishtui.wire.errors import NotACatalog


def read(value: Any) -> Catalog:
    return read_catalog(json.dumps(value).encode(), "http://h:1", "2026-11-23T00:00:00+00:00")


def ids(catalog: Catalog) -> list[str]:
    return [entry.id for entry in catalog.entries]


@pytest.mark.parametrize(
    "value",
    [
        {"object": "list", "data": [{"id": "a"}, {"id": "b"}]},
        [{"id": "a"}, {"id": "b"}],
        {"models": [{"name": "a", "size": 1}, {"model": "b"}]},
        {"models": [{"name": "x"}], "data": [{"id": "a"}, {"id": "b"}]},
    ],
)
def test_all_shapes_of_a_list_are_read(value: Any) -> None:
    catalog = read(value)
    assert ids(catalog) == ["a", "b"]
    assert (catalog.endpoint, catalog.fetched_at, catalog.skipped) == ("http://h:1", "2026-11-23T00:00:00+00:00", 0)


def test_only_an_id_is_needed_and_known_fields_are_read() -> None:
    bare, full = read(
        [
            {"id": "a"},
            {
                "id": "b",
                "owned_by": "local",
                "name": "B",
                "description": "Says\x07 things.\nTwice.",
                "context_length": 4096,
                "x": 1,
            },
        ]
    ).entries
    assert (bare.owned_by, bare.name, bare.description, bare.context_length) == (None, None, None, None)
    assert (full.owned_by, full.name, full.description, full.context_length) == (
        "local",
        "B",
        "Says␇ things.\nTwice.",
        4096,
    )
    assert full.raw["x"] == 1


@pytest.mark.parametrize(
    ("fields", "length"),
    [
        ({"context_window": 1}, 1),
        ({"max_model_len": 2}, 2),
        ({"max_context_length": 3}, 3),
        ({"top_provider": {"context_length": 4}}, 4),
        ({"meta": {"n_ctx": 5, "n_ctx_train": 9}}, 5),
        ({"meta": {"n_ctx_train": 9}}, None),
        ({"context_length": None, "context_window": "8k", "max_model_len": 6}, 6),
        ({"context_length": True, "top_provider": 3, "meta": []}, None),
        ({"context_length": 0}, None),
        ({"context_length": 7, "max_model_len": 8}, 7),
    ],
)
def test_the_context_is_the_first_number_that_is_there(fields: dict[str, Any], length: int | None) -> None:
    assert read([{"id": "a", **fields}]).entries[0].context_length == length


def test_malformed_entries_are_skipped_and_counted() -> None:
    catalog = read([{"id": "a"}, {}, None, "b", {"id": 7}, {"id": ""}, {"id": "c\x1b[2J"}, [{"id": "d"}], {"id": "e"}])
    assert ids(catalog) == ["a", "e"]
    assert catalog.skipped == 7


def test_duplicates_are_merged_and_the_first_wins() -> None:
    catalog = read([{"id": "a", "owned_by": "one"}, {"id": "b"}, {"id": "a", "owned_by": "two", "name": "A"}])
    assert ids(catalog) == ["a", "b"]
    assert (catalog.entries[0].owned_by, catalog.entries[0].name, catalog.skipped) == ("one", "A", 0)


def test_an_empty_list_is_a_catalogue() -> None:
    assert read({"data": []}).entries == ()
    assert read({"object": "list", "data": None}).entries == ()


def test_an_endless_list_is_bounded() -> None:
    catalog = read([{"id": str(number)} for number in range(MAX_ENTRIES + 5)])
    assert len(catalog.entries) == MAX_ENTRIES
    assert catalog.skipped == 5


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "http://h:1 sent an empty answer instead of its list of models."),
        (b"<html><title>Sign in</title></html>", "http://h:1 sent something else than its list of models: Sign in"),
        (b'{"error": {"message": "no key"}}', "http://h:1 sent no list of models, but: no key"),
        (b'{"data": {}}', "http://h:1 sent no list of models: its JSON has neither `data` nor `models`."),
        (b"7", "http://h:1 sent no list of models: its JSON has neither `data` nor `models`."),
        (b"[" * 100_000, "http://h:1 sent something else than its list of models: " + "[" * 199 + "…"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(NotACatalog) as caught:
        read_catalog(body, "http://h:1", "")
    assert str(caught.value) == words


def test_what_an_embedded_broker_found_is_read() -> None:
    body = json.dumps({"data": [], "aishtui": {"broker": "embedded", "found": ["llama.cpp on port 8080", 7, "a\nb"]}})
    assert read_found(body.encode()) == ("llama.cpp on port 8080", "a b")


@pytest.mark.parametrize(
    "body", [b"", b'{"data": []}', b'{"aishtui": 1}', b'["aishtui"', b'{"aishtui": {"found": "x"}}']
)
def test_other_brokers_found_nothing(body: bytes) -> None:
    assert read_found(body) == ()


FIELDS = st.sampled_from(
    ["id", "name", "data", "models", "context_length", "meta", "n_ctx", "top_provider", "description", "owned_by"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=4),
    max_leaves=12,
)


@given(
    JSON.map(lambda value: json.dumps({"data": [value, value]}).encode())
    | JSON.map(lambda v: json.dumps(v).encode())
    | st.binary()
)
def test_any_body_gives_a_catalogue_or_a_sentence(body: bytes) -> None:
    problem = ""
    catalog = Catalog()
    try:
        catalog = read_catalog(body, "http://h:1", "")
    except NotACatalog as caught:
        problem = str(caught)
    assert all(entry.id for entry in catalog.entries)
    assert not problem or problem.startswith("http://h:1 sent")
    read_found(body)
