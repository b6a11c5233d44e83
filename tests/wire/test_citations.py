"""The sources a server names."""

from typing import Any

import pytest

from aishtui.wire.citations import MOST
from aishtui.wire.deltas import Cited, TextDelta
from aishtui.wire.reply import ReplyReader
from tests.wire.test_reply import event, said

URL = "https://a.example/1"
NESTED = {"type": "url_citation", "url_citation": {"url": URL, "title": "One", "start_index": 3}}


def cited(*bodies: bytes) -> list[tuple[str, ...]]:
    reader = ReplyReader("text/event-stream")
    deltas = [delta for body in bodies for delta in reader.feed(body)] + reader.end()
    return [delta.sources for delta in deltas if isinstance(delta, Cited)]


@pytest.mark.parametrize(
    "value",
    [
        {"choices": [], "search_results": [{"title": "One", "url": URL, "source": "web"}]},
        {"choices": [{"delta": {"annotations": [NESTED]}}]},
        {"choices": [{"message": {"annotations": [{"type": "url_citation", "url": URL, "title": "One"}]}}]},
        {"choices": [{"message": {"context": {"citations": [{"title": "One", "url": URL, "content": "…"}]}}}]},
        {"choices": [{"delta": {"content": "a", "citations": [{"name": "One", "uri": URL}]}}]},
    ],
)
def test_sources_are_read_wherever_they_stand(value: dict[str, Any]) -> None:
    assert cited(event(value)) == [(f"One: {URL}",)]


def test_the_same_list_in_every_event_is_told_once() -> None:
    body = event({"citations": [URL], "choices": [{"delta": {"content": "a"}}]})
    reader = ReplyReader("text/event-stream")
    assert reader.feed(body * 3) == [TextDelta("a"), Cited((URL,)), TextDelta("aa")]


def test_a_title_that_comes_later_is_added_and_the_order_stays() -> None:
    other = "https://b.example/2"
    assert cited(
        event({"citations": [URL, other], "choices": []}),
        event({"search_results": [{"url": other, "title": "Two"}], "choices": []}),
    ) == [(URL, other), (URL, f"Two: {other}")]


def test_a_file_is_a_source_by_its_name() -> None:
    annotation = {"type": "file_citation", "file_citation": {"file_id": "file-1", "filename": "notes.txt"}}
    assert cited(said("a", annotations=[annotation])) == [("notes.txt",)]


def test_sources_without_end_are_bounded_and_cannot_steer_the_terminal() -> None:
    (sources,) = cited(event({"choices": [], "citations": ["https://a\x1b]8;;/" + str(n) for n in range(5000)]}))
    assert len(sources) == MOST
    assert sources[0] == "https://a␛]8;;/0"
