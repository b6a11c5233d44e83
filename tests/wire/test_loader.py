"""What a model's loader says before the model speaks."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.deltas import Delta, Loading, TextDelta, ThinkingDelta
from aishtui.wire.loader import LoaderChatter
from aishtui.wire.reply import ReplyReader
from tests.wire.test_reply import event, said, text_of, thinking_of

RULE = "━━━━━"
BANNER = f"{RULE}\nllama-swap loading model: deep\n\nWaking up the hamsters... ...\nDone! (7.26s)\n{RULE}\n \n"


def loader(*pieces: str) -> bytes:
    """As llama-swap writes it: neither an id nor a model."""
    return b"".join(event({"choices": [{"delta": {"reasoning_content": piece}}]}) for piece in pieces)


def model(text: Any = None, **more: Any) -> bytes:
    return event({"id": "c-1", "model": "m", "choices": [{"index": 0, "delta": {"content": text, **more}}]})


def read(*chunks: bytes) -> tuple[ReplyReader, list[Delta]]:
    reader = ReplyReader("text/event-stream")
    deltas = [delta for chunk in chunks for delta in reader.feed(chunk)]
    return reader, deltas + reader.end()


def test_the_loaders_words_become_a_status_and_no_thinking() -> None:
    chunks = [
        loader(f"{RULE}\n", "llama-swap loading model: deep\n"),
        loader("\nWaking up the hamsters...\n"),
        loader("."),
    ]
    chunks += [loader("\nDone! (7.26s)\n", f"{RULE}\n", " \n"), model(reasoning_content="hm"), model("a")]
    reader, deltas = read(*chunks)
    assert [delta.words for delta in deltas if isinstance(delta, Loading)] == [
        "loading model deep",
        "loading model deep: Waking up the hamsters",
        "loading model deep: Waking up the hamsters",
        "loading model deep: Done! (7.26s)",
    ]
    assert (thinking_of(deltas), text_of(deltas)) == ("hm", "a")
    assert (reader.thinking_length, reader.text_length) == (2, 1)


@given(st.lists(st.integers(1, len(BANNER)), max_size=12))
def test_however_it_is_cut_nothing_of_it_is_thinking(cuts: list[int]) -> None:
    edges = sorted({0, *cuts, len(BANNER)})
    pieces = [BANNER[a:b] for a, b in itertools.pairwise(edges)]
    _, deltas = read(loader(*pieces), model(reasoning_content="hm"))
    assert [delta for delta in deltas if isinstance(delta, ThinkingDelta | TextDelta)] == [ThinkingDelta("hm")]


@pytest.mark.parametrize("kept", [40, 60, len(BANNER) - 8, len(BANNER) - 2])
def test_the_first_event_that_is_named_ends_it_whatever_became_of_its_end(kept: int) -> None:
    _, deltas = read(loader(BANNER[:kept]), model(reasoning_content="hm"), model("a"))
    assert (thinking_of(deltas), text_of(deltas)) == ("hm", "a")


def test_it_is_told_from_text_too() -> None:
    _, deltas = read(said(BANNER[:9]), said(BANNER[9:]), said("<think>hm</think>a"))
    assert (thinking_of(deltas), text_of(deltas)) == ("hm", "a")


@pytest.mark.parametrize(
    "thought", ["━", f"{RULE}\n", "\n", "llama", "llama-swap is a proxy", f"{RULE}\nllama-swap loads", ""]
)
def test_other_thinking_is_left_as_it_is(thought: str) -> None:
    _, deltas = read(*(model(reasoning_content=char) for char in thought), model(reasoning_content="!"))
    assert thinking_of(deltas) == f"{thought}!"


def test_a_line_without_end_is_no_name_of_a_model() -> None:
    thought = "llama-swap loading model: " + "on and on " * 30
    _, deltas = read(*(model(reasoning_content=thought[at : at + 7]) for at in range(0, len(thought), 7)))
    assert thinking_of(deltas) == thought


def test_what_was_held_is_given_at_the_end() -> None:
    _, deltas = read(model(reasoning_content=f"{RULE}\nllama"))
    assert thinking_of(deltas) == f"{RULE}\nllama"


def test_in_the_middle_of_an_answer_it_is_the_models_own() -> None:
    _, deltas = read(model("See:\n"), model(BANNER))
    assert text_of(deltas) == f"See:\n{BANNER}"


def test_its_words_cannot_steer_the_terminal() -> None:
    _, deltas = read(loader(f"{RULE}\nllama-swap loading model: a\x1b[2Jb\n"))
    assert deltas == [Loading("loading model a␛[2Jb")]


def test_a_long_wait_is_not_a_long_memory() -> None:
    chatter = LoaderChatter()
    for piece in [BANNER[:40], *(["."] * 100_000)]:
        assert chatter.feed(piece, anonymous=True) == ""
    assert len(chatter._held) < 1000
