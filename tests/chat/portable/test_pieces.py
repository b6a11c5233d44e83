"""JSON is cut into values the same way however it arrives."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.portable.pieces import Kind, Piece, Pieces
from tests.chat.portable.values import HOSTILE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=8,
)


def cut(data: bytes, chunk: int = 10**6, most_bytes: int = 10**6) -> list[Piece]:
    pieces = Pieces(most_bytes)
    found = [piece for at in range(0, len(data), chunk) for piece in pieces.feed(data[at : at + chunk])]
    return [*found, *pieces.end()]


def values(pieces: list[Piece], kind: Kind) -> list[object]:
    assert all(not piece.problem for piece in pieces)
    return [json.loads(piece.data) for piece in pieces if piece.kind is kind]


@given(elements=st.lists(JSON, max_size=4), chunk=st.integers(1, 40), indent=st.none() | st.integers(0, 2))
def test_the_elements_of_a_list_come_one_by_one(elements: list[object], chunk: int, indent: int | None) -> None:
    data = json.dumps(elements, ensure_ascii=False, indent=indent).encode()
    pieces = cut(data, chunk)
    assert (pieces[0].kind, pieces[-1].kind) == (Kind.LIST, Kind.LIST_END)
    assert values(pieces, Kind.ELEMENT) == elements


@given(elements=st.lists(JSON, max_size=4), rest=st.dictionaries(HOSTILE, JSON, max_size=2), chunk=st.integers(1, 40))
def test_so_do_the_conversations_of_an_object(elements: list[object], rest: dict[str, object], chunk: int) -> None:
    rest.pop("conversations", None)
    data = json.dumps({"before": rest, "conversations": elements, "behind": rest}, ensure_ascii=False).encode()
    pieces = cut(data, chunk)
    assert values(pieces, Kind.ELEMENT) == elements
    assert values(pieces, Kind.HEAD) == [{"before": rest, "conversations": []}]
    assert values(pieces, Kind.TAIL) == [{"before": rest, "conversations": [], "behind": rest}]


@given(lines=st.lists(st.dictionaries(HOSTILE, JSON, max_size=3), max_size=4), chunk=st.integers(1, 40))
def test_lines_are_values_by_themselves_with_their_numbers(lines: list[object], chunk: int) -> None:
    data = "\n".join(json.dumps(line) for line in lines).encode()
    pieces = cut(data, chunk)
    if not any(isinstance(line, dict) and "conversations" in line for line in lines):
        assert values(pieces, Kind.VALUE) == lines
        assert [piece.line for piece in pieces] == list(range(1, len(lines) + 1))


@given(data=st.binary(max_size=200) | HOSTILE.map(str.encode), chunk=st.integers(1, 20))
def test_what_is_no_json_is_cut_the_same_way_in_any_chunks(data: bytes, chunk: int) -> None:
    assert cut(data, chunk) == cut(data)


def test_only_the_outermost_list_of_that_name_counts() -> None:
    data = b'{"a": {"conversations": [1]}, "b": "\\"conversations\\": [", "conversations" : [2]}'
    assert values(cut(data), Kind.ELEMENT) == [2]


def test_what_is_too_large_is_named_and_the_next_one_is_read() -> None:
    data = json.dumps([{"a": "x" * 300}, {"b": 1}]).encode()
    pieces = cut(data, 16, most_bytes=100)
    assert [(piece.data, piece.problem) for piece in pieces if piece.kind is Kind.ELEMENT] == [
        (b"", "is larger than 100 B"),
        (b'{"b": 1}', ""),
    ]


@pytest.mark.parametrize("data", [b"%s\n{}", b'[%s, "%s", {}]'])
def test_of_something_long_that_is_no_json_only_the_beginning_is_told(data: bytes) -> None:
    data = data.replace(b"%s", b"x" * 300_000)
    for chunk in (1000, 70_000, 10**6):
        pieces = [piece for piece in cut(data, chunk) if piece.kind in (Kind.VALUE, Kind.ELEMENT)]
        assert [piece.data[:1] for piece in pieces] == ([b"x", b"{"] if data[:1] == b"x" else [b"x", b'"', b"{"])


def test_what_is_nested_too_deep_is_named_and_costs_no_memory() -> None:
    pieces = cut(b"[" * 100_000 + b"]" * 100_000 + b'{"b": 1}')
    assert [piece.problem for piece in pieces if piece.problem] == ["is nested more than 64 deep"]
    assert pieces[-1].data == b'{"b": 1}'


@pytest.mark.parametrize(
    "data", [b'{"a": [1', b'[{"a": 1}', b'{"a": "x', b'{"a": "x\\', b'{"conversations": [{}', b"[{}, "]
)
def test_a_file_that_ends_too_early_is_not_whole(data: bytes) -> None:
    assert cut(data)[-1].problem == "is not whole: the file ends in the middle of it"
    assert cut(data, 1) == cut(data)
