"""The server's own figures."""

from typing import Any

import pytest

from aishtui.wire.deltas import Alive, Timings, Usage
from aishtui.wire.usage import progress_of, timings_of, usage_of
from tests.wire.test_reply import event, read


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ({"prompt_tokens": 7, "completion_tokens": 5, "cost": 0.25}, Usage(7, 5, 0.25)),
        ({"input_tokens": 7, "output_tokens": 5}, Usage(7, 5)),
        (
            {
                "completion_tokens_details": {"reasoning_tokens": 3, "audio_tokens": 0},
                "prompt_tokens_details": {"cached_tokens": 2},
            },
            Usage(thinking_tokens=3, cached_tokens=2),
        ),
        (
            {"output_tokens_details": {"reasoning_tokens": 3}, "input_tokens_details": {"cached_tokens": 0}},
            Usage(thinking_tokens=3, cached_tokens=0),
        ),
        ({"reasoning_tokens": 3, "prompt_cache_hit_tokens": 2}, Usage(thinking_tokens=3, cached_tokens=2)),
        ({"cache_read_input_tokens": 2}, Usage(cached_tokens=2)),
        ({"cost": {"input_tokens_cost": 0.1, "total_cost": 0.5}}, Usage(cost=0.5)),
        ({"completion_tokens": 10**16, "prompt_tokens": 10**15}, Usage(10**15)),
    ],
)
def test_usage_is_read_in_each_dialect(usage: dict[str, Any], expected: Usage) -> None:
    assert usage_of({"usage": usage}, None) == expected


def test_usage_is_found_wherever_it_stands() -> None:
    usage = {"completion_tokens": 5}
    assert usage_of({"x_groq": {"usage": usage}}, None) == Usage(tokens_out=5)
    assert usage_of({}, {"usage": usage}) == Usage(tokens_out=5)
    assert usage_of({"usage": {}}, None) is None


def test_of_timings_only_the_count_is_read() -> None:
    assert timings_of({"timings": {"predicted_n": 30, "predicted_per_second": 41.5}}) == Timings(30)
    assert timings_of({"timings": None}) is None


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        ({"total": 2048, "cache": 0, "processed": 512, "time_ms": 9}, "reading the prompt, 512 of 2048 tokens"),
        ({"total": 10, "processed": 12}, "reading the prompt, 10 of 10 tokens"),
        ({"processed": "x"}, "reading the prompt"),
    ],
)
def test_the_prompts_progress_is_a_sign_of_life_with_words(progress: dict[str, Any], words: str) -> None:
    assert progress_of({"prompt_progress": progress}) == words
    _, deltas = read(
        event({"choices": [{"delta": {"role": "assistant", "content": None}}], "prompt_progress": progress})
    )
    assert deltas == [Alive(words)]
