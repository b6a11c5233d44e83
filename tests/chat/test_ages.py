"""When something was, in few cells."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from aishtui.chat.ages import WIDEST, age

NOW = datetime(2026, 11, 25, 0, 30, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("2026-11-24T22:04:00+00:00", "00:04"),
        ("2026-11-24T21:59:00.123+00:00", "yesterday"),
        ("2026-11-22T12:00:00+00:00", "Sunday"),
        ("2026-11-18T12:00:00+00:00", "18 Nov"),
        ("2025-12-31T12:00:00+00:00", "2025-12-31"),
        ("2026-11-29T12:00:00+00:00", "29 Nov"),
        ("", ""),
        ("once upon a time", ""),
        ("0001-01-01T00:00:00+14:00", ""),
    ],
)
def test_the_nearer_the_finer(stamp: str, words: str) -> None:
    assert age(stamp, NOW) == words


def test_none_is_wider_than_is_said() -> None:
    ages = [age((NOW - timedelta(days=days)).astimezone(UTC).isoformat(), NOW) for days in range(-5, 800)]
    assert max(map(len, ages)) <= WIDEST
