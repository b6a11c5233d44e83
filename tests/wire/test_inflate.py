"""Compressed bodies."""

import gzip
import itertools
import tracemalloc
import zlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.inflate import PIECE, BadEncoding, Inflater, is_encoded

BODY = b"data: a body of some length\n\n" * 100


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


def inflated(encoding: str, chunks: Sequence[bytes]) -> tuple[bytes, bool]:
    """What came out, and whether that was all."""
    inflater, out = Inflater(encoding), b""
    try:
        for chunk in chunks:
            for piece in inflater.feed(chunk):
                out += piece
    except BadEncoding:
        return out, False
    return out + inflater.end(), True


def cut(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(at % (len(data) + 1) for at in cuts), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


PACKED = {
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]),
    "GZIP, identity": gzip.compress(BODY) + bytes(512),
    "deflate": zlib.compress(BODY),
    " Deflate ": raw_deflate(BODY),
    "identity": BODY,
    "": BODY,
}


@pytest.mark.parametrize("encoding", PACKED)
@given(cuts=st.lists(st.integers(0), max_size=6))
def test_every_encoding_is_undone_however_it_is_cut(encoding: str, cuts: list[int]) -> None:
    assert inflated(encoding, cut(PACKED[encoding], cuts)) == (BODY, True)


def test_what_is_not_compressed_after_all_is_given_as_it_is() -> None:
    assert inflated("gzip", [b"d", b"ata: x\n\n"]) == (b"data: x\n\n", True)
    assert inflated("gzip", [b"{"]) == (b"{", True)


@given(st.integers(2, len(PACKED["gzip"]) - 1))
def test_of_a_body_that_was_cut_off_the_beginning_is_given(at: int) -> None:
    out, _ = inflated("gzip", [PACKED["gzip"][:at]])
    assert BODY.startswith(out)


@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=200), st.lists(st.integers(0), max_size=6))
def test_any_bytes_cut_anywhere_come_to_the_same(encoding: str, data: bytes, cuts: list[int]) -> None:
    data = b"\x1f\x8b\x08\x00" + data if encoding == "gzip" else data
    assert inflated(encoding, cut(data, cuts)) == inflated(encoding, [data])


def test_a_bomb_comes_out_in_small_pieces() -> None:
    bomb = gzip.compress(bytes(100 * 1024 * 1024))
    tracemalloc.start()
    sizes = [len(piece) for piece in Inflater("gzip").feed(bomb)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (max(sizes), sum(sizes)) == (PIECE, 100 * 1024 * 1024)
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate,gzip", "x\x1b[2J"])
def test_what_was_not_asked_for_is_refused_by_name(encoding: str) -> None:
    with pytest.raises(BadEncoding, match="did not ask for") as refused:
        Inflater(encoding)
    assert "\x1b" not in str(refused.value)


def test_only_what_says_something_is_an_encoding() -> None:
    assert [is_encoded(said) for said in ("", "identity", " , none", "gzip")] == [False, False, False, True]
