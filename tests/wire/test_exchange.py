"""What is kept of a request and its response: read again as it was, and tolerant of what is none."""

import pytest

from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.wire.exchange import (
    SentRequest,
    headers_from_json,
    headers_to_json,
    request_from_json,
    request_to_json,
)
from aishtui.wire.request import chat_request, encode, settings_of
from aishtui.wire.secrets import HIDDEN

PRESET = Preset(
    "p",
    "m",
    system="Be brief. 👩‍💻",
    params={"temperature": 0.1, "stop": ["\n"], "stream_options": {"include_usage": False}},
)


def path(*texts: str) -> list[Message]:
    roles = (Role.USER, Role.ASSISTANT)
    return [Message(str(n), "c", None, roles[n % 2], text, "2026-11-23T00:00:00+00:00") for n, text in enumerate(texts)]


@pytest.mark.parametrize("preset", [PRESET, Preset("bare", "m")])
def test_the_body_made_anew_is_the_body_that_was_sent(preset: Preset) -> None:
    kept = request_to_json(SentRequest("http://h/v1", (), settings_of(preset), preset.system))
    again = request_from_json(kept)
    assert again is not None
    turns = path("7×8", "56", "half an emoji \ud83d")
    assert encode(again.body(turns)) == encode(chat_request(preset, turns))


def test_headers_come_back_as_they_were() -> None:
    headers = (("Accept", "x"), ("X-Odd", "ü"))
    assert headers_from_json(headers_to_json(headers)) == headers
    assert headers_to_json(()) == ""
    found = request_from_json(request_to_json(SentRequest("u", headers, {"model": "m"})))
    assert found == SentRequest("u", headers, {"model": "m"})


@pytest.mark.parametrize(
    "text",
    ["", "3", "[]", "{}", "nonsense", '{"url": 1, "settings": {}}', '{"url": "u"}', "[" * 9999,
     '{"url": "u", "settings": {"x": NaN}}'],
)  # fmt: skip
def test_what_is_no_request_is_none(text: str) -> None:
    assert request_from_json(text) is None
    assert headers_from_json(text) == ()


def test_odd_headers_are_left_out_and_the_rest_is_kept() -> None:
    assert headers_from_json('{"headers": [["a", "b"], ["c"], "d", ["e", 1], ["f", "g"]]}') == (("a", "b"), ("f", "g"))


def test_requests_that_differ_in_their_conversation_alone_are_kept_as_the_same_text() -> None:
    one, other = (request_to_json(SentRequest("u", (("Content-Length", length),), {})) for length in ("12", "345"))
    assert one == other
    again = request_from_json(one)
    assert again is not None
    assert again.all_headers(b"{}") == (("Content-Length", "2"),)
    assert SentRequest("u", (), {"api_key": HIDDEN}).all_headers(b"{}") == ()
