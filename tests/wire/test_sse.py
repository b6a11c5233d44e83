"""Server-sent events out of bytes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.sse import Comment, Item, ServerEvent, SSEReader, TooLong


def read(*chunks: bytes, limit: int = 1 << 20) -> list[Item]:
    reader = SSEReader(limit)
    return [item for chunk in chunks for item in reader.feed(chunk)] + reader.end()


def cut(body: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(at % (len(body) + 1) for at in cuts), len(body)]
    return [body[a:b] for a, b in pairwise(edges)]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_at_cr_lf_and_crlf(end: bytes) -> None:
    assert read(end.join([b"data: a", b"", b"data: b", b"", b""])) == [ServerEvent("", "a"), ServerEvent("", "b")]


def test_a_crlf_cut_between_chunks_is_one_line_end() -> None:
    assert read(b"data: a\r", b"\ndata: b\r", b"\n\r", b"\n") == [ServerEvent("", "a\nb")]


def test_an_event_is_given_as_soon_as_its_blank_line_is_here() -> None:
    reader = SSEReader()
    assert reader.feed(b"data: a\r\n\r") == [ServerEvent("", "a")]
    assert reader.feed(b"\n") == []


def test_unicode_line_separators_do_not_end_a_line() -> None:
    text = "a\u2028b\u2029c\u0085d\x0be\x0cf\x1cg"
    assert read(f"data: {text}\n\n".encode()) == [ServerEvent("", text)]


def test_one_space_after_the_colon_belongs_to_the_colon() -> None:
    assert read(b"data:a\n\ndata:  b\n\n") == [ServerEvent("", "a"), ServerEvent("", " b")]


def test_the_last_event_counts_without_its_blank_line() -> None:
    assert read(b"data: a\n\ndata: b") == [ServerEvent("", "a"), ServerEvent("", "b")]


def test_a_byte_order_mark_is_dropped_at_the_start_only() -> None:
    bom = b"\xef\xbb\xbf"
    assert read(bom[:1], bom[1:] + b"data: a\n\ndata: " + bom + b"\n\n") == [
        ServerEvent("", "a"),
        ServerEvent("", "\ufeff"),
    ]


def test_comments_event_names_and_ids_are_read() -> None:
    body = b": still here\nevent: progress\nid: 7\ndata: a\nretry: 10\nother: x\n\n"
    assert read(body) == [Comment("still here"), ServerEvent("progress", "a", "7")]


def test_a_field_named_error_is_an_error_event() -> None:
    assert read(b'error: {"code": 500}\n\n') == [ServerEvent("error", '{"code": 500}')]


def test_bare_json_among_events_counts_as_data() -> None:
    assert read(b'data: a\n\n{"error": 1}\n\n') == [ServerEvent("", "a"), ServerEvent("", '{"error": 1}')]


def test_a_character_cut_anywhere_is_whole() -> None:
    body = "data: größer 😀\n\n".encode()
    for at in range(len(body)):
        assert read(body[:at], body[at:]) == [ServerEvent("", "größer 😀")]


def test_bytes_that_are_not_utf8_are_replaced_and_counted() -> None:
    reader = SSEReader()
    assert reader.feed(b"data: a\xff\xc3b \xef\xbf\xbd\n\n") == [ServerEvent("", "a\ufffd\ufffdb \ufffd")]
    assert reader.replaced == 2


def test_an_event_over_the_limit_is_an_error_value_and_the_next_is_read() -> None:
    body = b"data: ok\n\ndata: " + b"x" * 100 + b"\ndata: more\n\ndata: fine\n\n"
    expected = [ServerEvent("", "ok"), TooLong(50), ServerEvent("", "fine")]
    assert read(body, limit=50) == expected
    assert read(*(body[at : at + 1] for at in range(len(body))), limit=50) == expected


def test_many_lines_of_one_event_are_bounded_together() -> None:
    assert read(b"data: 1234567890\n" * 10 + b"\n", limit=50) == [TooLong(50)]


def test_a_flood_of_comments_is_no_event_that_is_too_long() -> None:
    assert read(b": ping\n" * 100, limit=50) == [Comment("ping")] * 100


def test_a_line_without_end_is_not_kept() -> None:
    reader = SSEReader(limit=1000)
    items = [item for _ in range(100) for item in reader.feed(b"x" * 100)]
    assert items == [TooLong(1000)]
    assert len(reader._held) <= 1000


LINES = st.lists(
    st.sampled_from(
        [
            *(b"data: a", b"data:b", b"data: \xc3\xa4\xf0\x9f\x98\x80", b"data: \xff", b"data: " + b"y" * 40),
            *(b"\xef\xbb\xbfdata: z", b": c", b"event: e", b"", b"", b"error: x", b"id: 1", b"{}"),
        ]
    ),
    max_size=12,
)


@given(
    LINES,
    st.lists(st.sampled_from([b"\n", b"\r", b"\r\n"]), min_size=12, max_size=12),
    st.lists(st.integers(0), max_size=8),
)
def test_any_cutting_of_a_stream_gives_the_same_events(lines: list[bytes], ends: list[bytes], cuts: list[int]) -> None:
    body = b"".join(line + end for line, end in zip(lines, ends, strict=False))
    assert read(*cut(body, cuts), limit=60) == read(body, limit=60)


@given(st.binary(max_size=200), st.lists(st.integers(0), max_size=8))
def test_any_cutting_of_any_bytes_gives_the_same_events(body: bytes, cuts: list[int]) -> None:
    assert read(*cut(body, cuts), limit=60) == read(body, limit=60)
