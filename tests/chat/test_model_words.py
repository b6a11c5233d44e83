"""A model in a few words."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.model_words import as_of, dollars, model_facts, price, tokens

BERLIN = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, []),
        ({"status": "loaded", "context_length": 131072}, ["loaded", "131k context"]),
        ({"context_length": 8192, "context_from": "meta.n_ctx_train"}, ["8.2k context (trained)"]),
        ({"modalities_in": ("text",), "modalities_out": ("text",)}, []),
        ({"modalities_in": ("text", "image"), "modalities_out": ("audio",)}, ["takes text, image", "makes audio"]),
        ({"price_in": 3e-6, "price_out": 15e-6}, ["$3 in, $15 out per M tokens"]),
    ],
)
def test_what_is_known_is_said_and_no_more(fields: dict[str, Any], words: list[str]) -> None:
    assert model_facts(CatalogEntry("a", **fields)) == words


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ((None, None, None), ""),
        ((0.0, 0.0, None), "free"),
        ((0.0, 0.0, 0.0), "free"),
        ((0.0, None, None), "$0 in per M tokens"),
        ((2.5e-7, 1.1e-6, 0.0), "$0.25 in, $1.10 out per M tokens"),
        ((0.0, 0.0, 0.01), "$0 in, $0 out per M tokens and $0.01 a request"),
        ((None, None, 0.005), "$0.005 a request"),
    ],
)
def test_a_price_is_said_per_million_tokens(prices: tuple[float | None, ...], words: str) -> None:
    price_in, price_out, price_request = prices
    assert price(CatalogEntry("a", price_in=price_in, price_out=price_out, price_request=price_request)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(15, "$15"), (0.075, "$0.075"), (1.1, "$1.10"), (1200, "$1,200"), (0.00001, "under $0.0001"), (0, "$0")],
)
def test_dollars_as_people_write_them(value: float, words: str) -> None:
    assert dollars(value) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [(512, "512"), (8192, "8.2k"), (32768, "32.8k"), (131072, "131k"), (999_999, "1M"), (1_048_576, "1.05M")],
)
def test_the_size_of_a_context(length: int, words: str) -> None:
    assert tokens(length) == words


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("2026-11-25T07:04:00+00:00", "08:04"),
        ("2026-11-24T23:30:00+00:00", "00:30"),
        ("2026-11-24T22:30:00+00:00", "24 Nov"),
        ("2025-11-25T09:00:00+00:00", "25 Nov 2025"),
        ("", ""),
        ("yesterday", ""),
    ],
)
def test_a_stamp_is_said_in_local_time(stamp: str, words: str) -> None:
    assert as_of(stamp, NOW, BERLIN) == words
