"""The server's own words out of an error."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.error_body import error_words

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "out of memory", "type": "server_error", "code": 500}}, "out of memory"),
        ({"error": "model runner stopped"}, "model runner stopped"),
        ({"error": {"error": {"message": "inner"}}}, "inner"),
        ({"detail": "Not Found"}, "Not Found"),
        (
            {"detail": [{"loc": ["body", "top_p"], "msg": "must be ≤ 1"}, {"loc": ["body", 0], "msg": "missing"}]},
            "body.top_p: must be ≤ 1; body.0: missing",
        ),
        ({"message": "no such route"}, "no such route"),
        ({"object": "error", "message": "dead", "code": 500}, "dead"),
        ({"error": {"code": 429, "metadata": {"raw": "slow down"}}}, "slow down"),
        ({"error": {"type": "overloaded_error", "code": 529}}, "overloaded_error 529"),
        ([{"error": {"message": "in a list"}}], "in a list"),
        ({"errors": ["a", "b"]}, "a; b"),
        ("just text", "just text"),
    ],
)
def test_json_errors_of_all_shapes_say_their_words(body: Any, words: str) -> None:
    assert error_words(json.dumps(body).encode(), JSON) == words


def test_json_that_says_nothing_known_is_shown_as_it_is() -> None:
    assert error_words(b'{"odd": 1}', JSON) == '{"odd": 1}'
    assert error_words(b'{"error": {"mess', JSON) == '{"error": {"mess'


def test_a_page_is_shown_by_its_title_and_text() -> None:
    page = b"<!DOCTYPE html><html><head><title>502 Bad\nGateway</title><script>x()</script></head><body>nginx &amp; co"
    assert error_words(page, "text/html") == "502 Bad Gateway: nginx & co"
    assert error_words(page) == "502 Bad Gateway: nginx & co"
    assert error_words(b"<html><title>503</title><h1>503</h1> Sorry", "text/html") == "503 Sorry"


def test_plain_text_is_kept_clean_and_short() -> None:
    assert error_words(b"upstream\x1b[31m failed\n") == "upstream␛[31m failed"
    long = error_words(b"x" * 5000)
    assert len(long) == 2000
    assert long.endswith("…")


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf"])
def test_an_empty_body_has_no_words(body: bytes) -> None:
    assert error_words(body, JSON) == ""


@given(
    st.binary(max_size=200) | st.text("<>!-[]{}\"'&;/=ab ", max_size=60).map(str.encode),
    st.sampled_from(["", JSON, "text/html"]),
)
def test_any_body_gives_clean_words(body: bytes, content_type: str) -> None:
    words = error_words(body, content_type)
    assert len(words) <= 2000
    assert "\x1b" not in words
    words.encode()


def test_an_error_that_came_as_an_event_is_read_as_one() -> None:
    body = b'event: error\ndata: {"error": {"message": "CUDA error"}}\n\ndata: [DONE]\n\n'
    assert error_words(body, "text/event-stream") == "CUDA error"
    assert error_words(b"data: out of memory\n\n") == "out of memory"
