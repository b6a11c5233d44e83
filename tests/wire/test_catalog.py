"""The list of models, whichever server wrote it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.catalog import Catalog
from aishtui.wire.catalog import MAX_ENTRIES, CatalogReader, read_catalog
from aishtui.wire.catalog_entry import entry_of, id_of
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
    ("fields", "length", "said_by"),
    [
        ({"context_window": 1}, 1, "context_window"),
        ({"max_model_len": 2}, 2, "max_model_len"),
        ({"max_context_length": 3}, 3, "max_context_length"),
        ({"top_provider": {"context_length": 4}, "meta": {"n_ctx": 9}}, 4, "top_provider.context_length"),
        ({"meta": {"n_ctx": 5, "n_ctx_train": 9}}, 5, "meta.n_ctx"),
        ({"meta": {"n_ctx_train": 9}}, 9, "meta.n_ctx_train"),
        ({"context_length": None, "context_window": "8k", "max_model_len": 6}, 6, "max_model_len"),
        ({"context_length": "8192"}, 8192, "context_length"),
        ({"context_length": True, "top_provider": 3, "meta": []}, None, ""),
        ({"context_length": 0}, None, ""),
        ({"context_length": -1}, None, ""),
        ({"context_length": 10**400}, None, ""),
        ({"context_length": 7, "max_model_len": 8}, 7, "context_length"),
    ],
)
def test_the_context_is_the_first_number_that_is_there(
    fields: dict[str, Any], length: int | None, said_by: str
) -> None:
    (entry,) = read([{"id": "a", **fields}]).entries
    assert (entry.context_length, entry.context_from) == (length, said_by)


@pytest.mark.parametrize(
    ("fields", "prices"),
    [
        ({"pricing": {"prompt": "0.000003", "completion": "0.000015", "request": "0"}}, (3e-6, 15e-6, 0.0)),
        ({"pricing": {"prompt": 3e-6, "completion": 0, "request": 0.01}}, (3e-6, 0.0, 0.01)),
        ({"pricing": {"prompt": "-1", "completion": -1}}, (None, None, None)),
        ({"pricing": {"prompt": "cheap", "completion": True, "request": None}}, (None, None, None)),
        ({"pricing": {"prompt": "nan", "completion": "inf", "request": "1e999"}}, (None, None, None)),
        ({"pricing": {"prompt": 3.0, "completion": 15.0}}, (None, None, None)),
        ({"pricing": "free"}, (None, None, None)),
        ({"pricing": {"input": 0.3, "output": 0.3}}, (None, None, None)),
        ({"input_cost_per_token": 3e-6, "output_cost_per_token": "1.5e-5"}, (3e-6, 15e-6, None)),
    ],
)
def test_prices_are_dollars_per_token_and_what_is_no_such_price_is_unknown(
    fields: dict[str, Any], prices: tuple[float | None, ...]
) -> None:
    (entry,) = read([{"id": "a", **fields}]).entries
    assert (entry.price_in, entry.price_out, entry.price_request) == prices


@pytest.mark.parametrize(
    ("fields", "takes", "makes"),
    [
        (
            {"architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]}},
            "text image",
            "text",
        ),
        ({"architecture": {"modality": "text+image->text"}}, "text image", "text"),
        (
            {"input_modalities": ["text", "text", 7, None, "au\x07dio"], "output_modalities": "text"},
            "text au␇dio",
            "text",
        ),
        ({"architecture": {"input_modalities": {}, "modality": "text"}}, "text", ""),
        ({"architecture": ["text"]}, "", ""),
    ],
)
def test_modalities_are_read_from_lists_and_from_the_older_field(
    fields: dict[str, Any], takes: str, makes: str
) -> None:
    (entry,) = read([{"id": "a", **fields}]).entries
    assert (" ".join(entry.modalities_in), " ".join(entry.modalities_out)) == (takes, makes)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "sleeping"}, "sleeping"),
        ({"status": {"value": "unloaded", "args": ["llama-server"]}}, "unloaded"),
        ({"state": "not-loaded"}, "not-loaded"),
        ({"status": None, "state": "loaded"}, "loaded"),
        ({"loaded": True}, "loaded"),
        ({"loaded": False}, "not loaded"),
        ({"loaded_instances": []}, "not loaded"),
        ({"status": 200, "state": {}, "loaded": "yes"}, None),
    ],
)
def test_the_status_is_the_servers_word(fields: dict[str, Any], status: str | None) -> None:
    assert read([{"id": "a", **fields}]).entries[0].status == status


def test_what_the_model_takes_of_a_request_is_read() -> None:
    (entry,) = read([{"id": "a", "supported_parameters": ["tools", "seed", 3, "tools", ""]}]).entries
    assert entry.parameters == ("tools", "seed")


def test_malformed_entries_are_skipped_and_counted() -> None:
    catalog = read([{"id": "a"}, {}, None, "b", {"id": 7}, {"id": ""}, {"id": "c\x1b[2J"}, [{"id": "d"}], {"id": "e"}])
    assert ids(catalog) == ["a", "e"]
    assert catalog.skipped == 7


def test_duplicates_are_merged_and_the_first_wins() -> None:
    catalog = read(
        [{"id": "a", "owned_by": "one"}, {"id": "b"}, {"id": "a", "owned_by": "two", "name": "A", "state": "loaded"}]
    )
    assert ids(catalog) == ["a", "b"]
    first = catalog.entries[0]
    assert (first.owned_by, first.name, first.status, catalog.skipped) == ("one", "A", "loaded", 0)
    assert first.raw == {"id": "a", "owned_by": "one", "name": "A", "state": "loaded"}


def test_all_that_was_said_stays_as_it_was_said() -> None:
    model = {"id": "a", "x": [1, {"y": None}], "text": "größer 😀"}
    assert dict(read({"data": [model]}).entries[0].raw) == model


def test_bytes_that_are_no_text_spoil_the_description_and_not_the_list() -> None:
    body = b'\xef\xbb\xbf{"data": [{"id": "a", "description": "gr\xfc\xdf"}, {"id": "b\xfc"}, {"id": "c"}]}'
    catalog = read_catalog(body, "http://h:1", "")
    assert (ids(catalog), catalog.skipped) == (["a", "c"], 1)
    assert catalog.entries[0].description == "gr\ufffd\ufffd"


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
    assert read_catalog(body.encode(), "", "").found == ("llama.cpp on port 8080", "a b")


@pytest.mark.parametrize("about", [None, 1, [], {}, {"found": "x"}, {"found": [7, "", {}]}])
def test_other_brokers_found_nothing(about: Any) -> None:
    assert read({"data": [], "aishtui": about}).found == ()


def test_a_list_is_gathered_from_its_pages() -> None:
    reader = CatalogReader("http://h:1")
    first = reader.take(b'{"data": [{"id": "a"}, {"id": "b"}], "total_count": 3, "links": {"next": "?offset=2"}}')
    second = reader.take(b'{"data": [{"id": "b", "name": "B"}, {"id": "c"}, {}]}')
    again = reader.take(b'{"data": [{"id": "c"}], "links": {"next": "?offset=2"}}')
    assert (first.next, first.total, first.repeats) == ("?offset=2", 3, False)
    assert (second.next, second.total, second.repeats, again.repeats) == (None, None, False, True)
    catalog = reader.catalog("now", "a note", whole=False)
    assert (ids(catalog), catalog.skipped, catalog.note, catalog.whole) == (["a", "b", "c"], 1, "a note", False)
    assert catalog.entries[1].name == "B"


def test_a_page_that_is_none_leaves_what_was_read() -> None:
    reader = CatalogReader("http://h:1")
    reader.take(b'[{"id": "a"}]')
    with pytest.raises(NotACatalog):
        reader.take(b'[{"id": "b"}')
    assert ids(reader.catalog("now")) == ["a"]


FIELDS = st.sampled_from([
    "id", "name", "data", "models", "context_length", "meta", "n_ctx", "n_ctx_train", "top_provider", "description",
    "owned_by", "pricing", "prompt", "completion", "request", "architecture", "modality", "input_modalities",
    "supported_parameters", "status", "state", "value", "loaded", "links", "next", "href", "has_more", "last_id",
    "total", "aishtui", "found", "error",
])  # fmt: skip
TEXTS = st.text(max_size=8) | st.sampled_from(["1e400", "-1", "0.000001", "\ud83d", "\x1b[2J", "text+image->text"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=5),
    max_leaves=16,
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


@given(st.dictionaries(FIELDS, JSON, max_size=6))
def test_whatever_a_model_says_of_itself_it_is_one(item: dict[str, Any]) -> None:
    entry = entry_of("a", item, json.dumps(item))
    assert id_of(item) is None or id_of({**item, "id": "a"}) == "a"
    assert "\x1b" not in f"{entry.name}{entry.description}{entry.status}{entry.modalities_in}{entry.parameters}"
    assert all(price is None or price >= 0 for price in (entry.price_in, entry.price_out, entry.price_request))
