"""What a ReplyReader makes of bodies, beyond the whole replies of test_replies.py."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import Status
from aishtui.wire.deltas import (
    Alive,
    Delta,
    Done,
    Finished,
    Loading,
    Named,
    Odd,
    ServerError,
    TextDelta,
    ThinkingDelta,
    Timings,
    ToolDelta,
    Usage,
)
from aishtui.wire.ending import ended
from aishtui.wire.reply import ReplyReader


def event(value: Any) -> bytes:
    return b"data: " + json.dumps(value).encode() + b"\n\n"


def said(text: Any, **more: Any) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"content": text, **more}}]})


def read(
    *chunks: bytes, content_type: str = "text/event-stream", limit: int = 1 << 20
) -> tuple[ReplyReader, list[Delta]]:
    reader = ReplyReader(content_type, limit)
    deltas = [delta for chunk in chunks for delta in reader.feed(chunk)]
    return reader, deltas + reader.end()


def text_of(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas if isinstance(delta, TextDelta))


def thinking_of(deltas: list[Delta]) -> str:
    return "".join(delta.text for delta in deltas if isinstance(delta, ThinkingDelta))


def test_deltas_come_with_the_chunk_that_brought_them() -> None:
    reader = ReplyReader("text/event-stream")
    assert reader.feed(said("a") + said("b")) == [TextDelta("ab")]
    assert reader.feed(said("c")[:-1]) == []
    assert reader.feed(b"\n") == [TextDelta("c")]


def test_comments_and_blanks_are_signs_of_life() -> None:
    reader = ReplyReader("text/event-stream")
    assert reader.feed(b"\n \n") == [Alive()]
    assert reader.feed(b": OPENROUTER\x1b PROCESSING\n\n") == [Alive("OPENROUTER␛ PROCESSING")]
    assert reader.feed(b"data:\n\n") == [Alive()]


def test_names_are_said_once_and_again_when_they_change() -> None:
    _, deltas = read(
        event({"model": "a", "choices": []}) * 3 + event({"model": "b", "provider": "P\x07", "choices": []})
    )
    assert [delta for delta in deltas if isinstance(delta, Named)] == [Named("a"), Named("b", "P␇")]


def test_usage_is_read_from_any_chunk_and_odd_numbers_are_unknown() -> None:
    usages = [
        {"prompt_tokens": 1, "completion_tokens": 2, "cost": 0.5},
        {"input_tokens": 3, "output_tokens": 4.0},
        {"prompt_tokens": -1, "completion_tokens": True, "cost": "0.5"},
        {"prompt_tokens": 1e400, "completion_tokens": [], "cost": float("nan")},
    ]
    _, deltas = read(*(event({"choices": [], "usage": usage}) for usage in usages))
    assert [d for d in deltas if isinstance(d, Usage)] == [Usage(1, 2, 0.5), Usage(3, 4), Usage(), Usage()]


def test_of_timings_the_count_is_read_and_the_servers_own_speed_is_not() -> None:
    _, deltas = read(event({"choices": [], "timings": {"predicted_n": 30, "predicted_per_second": 41.5}}))
    assert deltas == [Timings(30)]


def test_undecodable_events_are_noted_once_counted_and_survived() -> None:
    reader, deltas = read(said("a") + b"data: {broken\n\ndata: [1,\n\n" + said("b") + b"data: [DONE]\n\n")
    assert text_of(deltas) == "ab"
    assert reader.undecodable == 2
    assert [d.note for d in deltas if isinstance(d, Odd)] == [
        "an event could not be read: {broken",
        "2 events could not be read",
    ]
    assert ended(reader)[0] is Status.COMPLETE


def test_the_first_error_stays_and_the_text_beside_it_is_kept() -> None:
    both = {"error": {"message": "first"}, "choices": [{"index": 0, "delta": {"content": " end"}}]}
    reader, deltas = read(said("begin") + event(both) + event({"error": "second"}))
    assert text_of(deltas) == "begin end"
    assert [d.words for d in deltas if isinstance(d, ServerError)] == ["first", "second"]
    assert ended(reader) == (Status.FAILED, None, "first")


def test_an_error_without_words_is_still_an_error() -> None:
    reader, _ = read(event({"error": {"odd": []}}))
    assert ended(reader) == (Status.FAILED, None, "The server reported an error without saying which.")


@pytest.mark.parametrize("nothing", [None, "", {}, False, []])
def test_an_empty_error_field_is_no_error(nothing: object) -> None:
    reader, _ = read(event({"error": nothing, "choices": [{"delta": {"content": "a"}, "finish_reason": "stop"}]}))
    assert ended(reader) == (Status.COMPLETE, "stop", None)


def test_error_words_cannot_steer_the_terminal() -> None:
    reader, _ = read(event({"error": {"message": "a\x1b]52;c;x\x07b"}}))
    assert reader.error == "a␛]52;c;x␇b"


@pytest.mark.parametrize(
    "choices",
    [None, [], [None], ["x"], {}, "x", [{"delta": None}], [{"delta": []}], [{"delta": "x"}], [{}], [{"index": 5}], 7],
)
def test_choices_of_any_shape_are_survived(choices: object) -> None:
    reader, deltas = read(event({"choices": choices, "model": "m"}) + said("a") + b"data: [DONE]\n\n")
    assert text_of(deltas) == "a"
    assert ended(reader)[0] is Status.COMPLETE


def test_content_that_is_neither_text_nor_parts_is_noted() -> None:
    _, deltas = read(said(7) + said([{"type": "image_url", "image_url": {}}]))
    notes = [d.note for d in deltas if isinstance(d, Odd)]
    assert notes == ["content of the type int", "a content part of the type image_url"]


def test_thinking_under_two_names_is_read_once() -> None:
    _, deltas = read(said(None, reasoning="hm", reasoning_content="hm") + said("a"))
    assert thinking_of(deltas) == "hm"


def test_a_tool_call_comes_whole_and_before_the_finish() -> None:
    pieces = [
        {"index": 0, "id": "1", "function": {"name": "f", "arguments": '{"a'}},
        {"index": 0, "function": {"arguments": '":1}'}},
    ]
    _, deltas = read(
        *(said(None, tool_calls=[piece]) for piece in pieces), event({"choices": [{"finish_reason": "tool_calls"}]})
    )
    call = ToolDelta('{\n  "name": "f",\n  "arguments": {\n    "a": 1\n  }\n}')
    assert deltas == [Alive(), Alive(), call, Finished("tool_calls")]


def test_tool_calls_that_all_have_index_0_are_told_apart_by_id() -> None:
    calls = [{"index": 0, "id": str(n), "function": {"name": f"f{n}", "arguments": "{}"}} for n in range(3)]
    reader, deltas = read(said(None, tool_calls=calls), b"data: [DONE]\n\n")
    assert [json.loads(d.json_text)["name"] for d in deltas if isinstance(d, ToolDelta)] == ["f0", "f1", "f2"]
    assert ended(reader)[0] is Status.COMPLETE


def test_the_end_gives_what_was_held_and_only_once() -> None:
    reader = ReplyReader("text/event-stream")
    assert reader.feed(b'data: {"choices":[{"delta":{"content":"a\\ud83d"}}]}\n\n' + said("b")[:-2]) == [TextDelta("a")]
    assert reader.end() == [TextDelta("\ufffdb")]
    assert reader.end() == []
    assert reader.feed(said("late")) == []


def test_a_held_half_is_joined_over_other_deltas() -> None:
    high = b'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n'
    low = b'data: {"choices":[{"delta":{"content":"\\ude00"}}]}\n\n'
    _, deltas = read(high + said(None, reasoning="hm") + low)
    assert text_of(deltas) == "😀"


def test_an_event_over_the_limit_fails_the_answer_and_keeps_its_text() -> None:
    reader, deltas = read(said("a"), said("x" * 3 * 1024 * 1024), said("b"), limit=2 * 1024 * 1024)
    assert text_of(deltas) == "ab"
    assert ended(reader) == (Status.FAILED, None, "The server sent more than 2 MB in one piece; it was not read.")


def test_a_json_body_over_the_limit_fails_the_answer() -> None:
    reader, _ = read(b'{"choices": "', *[b"x" * 100_000] * 30, limit=2 * 1024 * 1024)
    assert ended(reader)[2] == "The server sent more than 2 MB in one piece; it was not read."


def test_plain_text_is_not_an_answer() -> None:
    reader, deltas = read(b"upstream connect error", content_type="text/plain")
    assert text_of(deltas) == ""
    assert ended(reader)[2] == "What came is text/plain, not a chat answer: upstream connect error"


def test_deep_nesting_and_endless_numbers_are_survived() -> None:
    reader, deltas = read(b"data: " + b"[" * 100_000 + b"\n\ndata: " + b"9" * 10_000 + b"\n\n" + said("a"))
    assert text_of(deltas) == "a"
    assert reader.undecodable == 2


@pytest.mark.parametrize("field", ["model", "citations", "usage", "error"])
def test_nesting_that_the_parser_just_takes_is_survived(field: str) -> None:
    for depth in range(880, 1000, 3):
        deep = event({"choices": [{"delta": {"content": "a"}}]}).replace(
            b'{"choices"', f'{{"{field}":{"[" * depth}{"]" * depth},"choices"'.encode()
        )
        read(deep * 3)


@pytest.mark.parametrize(
    "path",
    [
        "model",
        "error",
        "usage",
        "timings",
        "choices",
        "content",
        "text",
        "reasoning",
        "refusal",
        "arguments",
        "loc",
        "finish",
    ],
)
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_deep_nesting_in_any_field_is_survived(path: str, brackets: str) -> None:
    deep = "[" * 700 + "]" * 700 if brackets == "[]" else '{"content":' * 700 + "1" + "}" * 700
    holders = {
        "model": '{"model": %s}',
        "error": '{"error": %s}',
        "usage": '{"usage": {"prompt_tokens": %s}}',
        "timings": '{"timings": {"predicted_n": %s}}',
        "choices": '{"choices": %s}',
        "content": '{"choices": [{"delta": {"content": %s}}]}',
        "text": '{"choices": [{"text": %s}]}',
        "reasoning": '{"choices": [{"delta": {"reasoning": %s}}]}',
        "refusal": '{"choices": [{"delta": {"refusal": %s}}]}',
        "arguments": '{"choices": [{"delta": {"tool_calls": [{"function": {"name": "f", "arguments": %s}}]}}]}',
        "loc": '{"detail": [{"loc": [%s], "msg": "m"}]}',
        "finish": '{"choices": [{"finish_reason": %s}]}',
    }
    _, deltas = read(b"data: " + (holders[path] % deep).encode() + b"\n\n", said("a"))
    assert text_of(deltas) == "a"


@pytest.mark.parametrize(
    ("finish", "done", "text", "status"),
    [
        ("stop", False, "a", Status.COMPLETE),
        ("", True, "a", Status.COMPLETE),
        (None, True, "a", Status.COMPLETE),
        (None, False, "a", Status.CUT_OFF),
        ("", False, "a", Status.CUT_OFF),
        ("length", True, "a", Status.CUT_OFF),
        ("content_filter", True, "a", Status.CUT_OFF),
        ("content_filter", True, "", Status.CUT_OFF),
        ("error", True, "a", Status.FAILED),
        ("stop", True, "", Status.FAILED),
        ("length", True, "", Status.FAILED),
        (None, False, "", Status.FAILED),
    ],
)
def test_how_an_answer_ended(finish: str | None, done: bool, text: str, status: Status) -> None:
    body = event({"choices": [{"delta": {"content": text}, "finish_reason": finish}]}) + (
        b"data: [DONE]\n\n" if done else b""
    )
    reader, deltas = read(body)
    assert ended(reader)[0] is status
    assert ended(reader)[1] == (finish or None)
    assert (Done() in deltas) is done


def flat(reader: ReplyReader, deltas: list[Delta]) -> tuple[object, ...]:
    """What must not depend on the cutting: all but where one delta ends and the next begins."""
    rest = [d for d in deltas if not isinstance(d, TextDelta | ThinkingDelta | Alive | Loading)]
    return text_of(deltas), thinking_of(deltas), rest, ended(reader), reader.undecodable


def cut(body: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(at % (len(body) + 1) for at in cuts), len(body)]
    return [body[a:b] for a, b in pairwise(edges)]


CONTENT_TYPES = st.sampled_from(["", "text/event-stream", "application/json", "text/html", "text/plain; charset=utf-8"])
PIECES = st.sampled_from(
    [
        *(
            b"data: ",
            b"data:",
            b"error: ",
            b"event: error",
            b": c",
            b"\n",
            b"\n\n",
            b"\r\n",
            b"\r",
            b"[DONE]",
            b"\xef\xbb\xbf",
            b" ",
        ),
        *(
            b"{",
            b"}",
            b"[",
            b"]",
            b"null",
            b'{"choices":[{"delta":{"content":"',
            b'"}}]}',
            b'"error":"e"',
            b"<!doctype html>",
        ),
        *(
            b"data: " + json.dumps({"choices": [{"delta": {"reasoning_content": piece}}]}).encode() + b"\n\n"
            for piece in ("━━━━━\n", "llama-swap loading model: m\n", ".", "\n━━━━━\n", " \n", "hm")
        ),
        event({"citations": ["https://a"], "choices": [{"message": {"content": "whole"}}]}),
        *(b"<think>", b"</think>", b"\\ud83d", b"\\ude00", b"\xf0\x9f", b"\x98\x80", said("a"), said("<think>b")),
        event({"error": "x"}),
    ]
)
BODIES = st.lists(PIECES, max_size=15).map(b"".join) | st.binary(max_size=100)


@given(BODIES, CONTENT_TYPES, st.lists(st.integers(0), max_size=6))
def test_any_bytes_cut_anywhere_never_raise_and_say_the_same(body: bytes, content_type: str, cuts: list[int]) -> None:
    whole = flat(*read(body, content_type=content_type, limit=150))
    assert flat(*read(*cut(body, cuts), content_type=content_type, limit=150)) == whole


NAMES = st.sampled_from(
    [
        *(
            "choices",
            "delta",
            "message",
            "content",
            "text",
            "type",
            "error",
            "usage",
            "timings",
            "model",
            "id",
            "index",
            "name",
        ),
        *(
            "tool_calls",
            "function",
            "arguments",
            "reasoning",
            "reasoning_details",
            "finish_reason",
            "detail",
            "cost",
            "loc",
        ),
        *("citations", "search_results", "annotations", "url_citation", "url", "title", "context", "prompt_progress"),
        *("processed", "total", "x_groq", "system_fingerprint", "images", "message", "code", "status"),
        *("metadata", "prompt_tokens", "completion_tokens_details", "refusal", "thinking", "msg"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_json_of_any_shape_never_raises(values: list[Any]) -> None:
    reader, _ = read(*(event({"choices": [value]}) + event(value) for value in values))
    ended(reader)
