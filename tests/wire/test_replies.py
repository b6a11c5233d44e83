"""Every dialect in tests/replies, whole, one byte at a time, and cut anywhere, is read to the same answer."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aishtui.wire.deltas import Delta, Odd, TextDelta, ThinkingDelta, Timings, ToolDelta, Usage
from aishtui.wire.ending import ended
from aishtui.wire.reply import ReplyReader

REPLIES = Path(__file__).parent.parent / "replies"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in REPLIES.glob("*.expected.json"))


def body_of(name: str) -> bytes:
    (path,) = (path for path in REPLIES.glob(f"{name}.*") if not path.name.endswith(".expected.json"))
    return path.read_bytes()


def expected_of(name: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((REPLIES / f"{name}.expected.json").read_text(encoding="utf-8"))
    return expected


def read(chunks: Iterable[bytes], content_type: str) -> tuple[dict[str, Any], list[Delta]]:
    reader = ReplyReader(content_type)
    deltas = [delta for chunk in chunks for delta in reader.feed(chunk)]
    deltas += reader.end()
    status, finish_reason, error = ended(reader)
    usage = next((delta for delta in reversed(deltas) if isinstance(delta, Usage)), Usage())
    timings = next((delta for delta in reversed(deltas) if isinstance(delta, Timings)), Timings())
    found = {
        "status": status.value,
        "finish_reason": finish_reason,
        "error": error,
        "text": "".join(delta.text for delta in deltas if isinstance(delta, TextDelta)),
        "thinking": "".join(delta.text for delta in deltas if isinstance(delta, ThinkingDelta)),
        "tools": [json.loads(delta.json_text) for delta in deltas if isinstance(delta, ToolDelta)],
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "cost": usage.cost,
        "timed_tokens": timings.tokens_out,
        "model": reader.named.model,
        "provider": reader.named.provider,
        "request_id": reader.named.request_id,
        "undecodable": reader.undecodable,
        "replaced": sum(int(d.note.split()[0]) for d in deltas if isinstance(d, Odd) and "not UTF-8" in d.note),
    }
    return found, deltas


def check(name: str, chunks: Iterable[bytes]) -> None:
    expected = expected_of(name)
    found, _ = read(chunks, expected.pop("content_type"))
    for key, value in expected.items():
        if isinstance(value, str) and value.startswith("*"):
            assert value.strip("*") in found[key], key
        else:
            assert found[key] == value, key


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_is_read_whole(name: str) -> None:
    check(name, [body_of(name)])


@pytest.mark.parametrize("name", NAMES)
def test_a_reply_is_read_one_byte_at_a_time(name: str) -> None:
    body = body_of(name)
    check(name, (body[at : at + 1] for at in range(len(body))))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_reply_is_read_however_it_is_cut(name: str, data: st.DataObject) -> None:
    body = body_of(name)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    check(name, [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)])


def test_every_reply_has_what_is_expected_of_it() -> None:
    bodies = {path.name.split(".")[0] for path in REPLIES.iterdir() if path.name != "README.md"}
    assert bodies == set(NAMES)
    assert len(NAMES) >= 40
