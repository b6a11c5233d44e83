"""What is kept and shown of headers and settings has no secret in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.wire.secrets import (
    HIDDEN,
    MOST_CHARACTERS,
    MOST_HEADERS,
    shown_address,
    shown_headers,
    without_secrets,
)


def shown(name: str, value: str, token: str = "") -> str:
    ((_, found),) = shown_headers([(name, value)], token)
    return found


@pytest.mark.parametrize(
    "name",
    ["Authorization", "X-API-Key", "Cookie", "Set-Cookie", "X-Auth-Token", "api-key", "X-Amz-Security-Token",
     "X-Csrf-Token", "Proxy-Authorization", "X-Session-Id", "My-Password", "X-Signature"],
)  # fmt: skip
def test_a_header_named_like_a_secret_is_hidden(name: str) -> None:
    assert shown(name, "hunter2") == HIDDEN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-LLM-Backend", "boltzmann"),
        ("x-ratelimit-remaining-tokens", "149984"),
        ("x-request-id", "req_0123456789abcdef"),
        ("Date", "Tue, 24 Nov 2026 03:46:57 GMT"),
        ("Keep-Alive", "timeout=5"),
        ("Access-Control-Expose-Headers", "X-LLM-Backend"),
    ],
)
def test_what_helps_and_harms_nobody_is_shown_as_it_came(name: str, value: str) -> None:
    assert shown(name, value) == value


@pytest.mark.parametrize(
    "value",
    [
        "Bearer abcdefghijk",
        "sk-or-v1-0123456789abcdef0123",
        "ghp_0123456789abcdefABCDEF",
        "eyJhbGciOiJIUzI1.eyJzdWIiOiI.x",
    ],
)
def test_a_value_that_looks_like_a_token_is_hidden_under_any_name(value: str) -> None:
    assert value not in shown("X-Debug", f"seen {value} here")
    assert HIDDEN in shown("X-Debug", f"seen {value} here")


def test_addresses_lose_user_name_password_and_secret_arguments() -> None:
    assert shown("Location", "http://me:pw@host/x?api_key=123&page=2") == f"http://host/x?api_key={HIDDEN}&page=2"
    assert shown_address("http://me:pw@host/v1") == "http://host/v1"


def test_headers_are_bounded_in_number_and_size() -> None:
    assert len(shown_headers([(f"X-{n}", "v") for n in range(200)])) == MOST_HEADERS
    large = shown_headers([(f"X-{n}", "v" * 5000) for n in range(20)])
    assert 0 < sum(len(name) + len(value) for name, value in large) <= MOST_CHARACTERS


def test_control_characters_do_not_pass() -> None:
    assert "\x1b" not in shown("X-Title", "\x1b]0;owned\x07")


@given(st.text(min_size=8), st.text("abcdef0123456789", min_size=12), st.text())
def test_a_known_token_is_hidden_wherever_it_stands(before: str, token: str, after: str) -> None:
    assert token not in shown("X-Echo", f"{before[:50]} {token} {after[:50]}", token)


def test_settings_named_like_secrets_lose_their_text_and_keep_their_order() -> None:
    settings = {"model": "m", "api_key": "s3cret", "max_tokens": 5, "extra": [{"token": "t", "x": 1}], "stop": ["key"]}
    hidden = without_secrets(settings)
    assert hidden == {**settings, "api_key": HIDDEN, "extra": [{"token": HIDDEN, "x": 1}]}
    assert list(hidden) == list(settings)
