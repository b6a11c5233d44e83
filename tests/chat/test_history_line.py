"""What is typed to find conversations: words, filters, dates, and what completes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.history import Choices, Order, Wanted
from aishtui.chat.history_line import (
    completions,
    has_filters,
    pieces,
    read_history_line,
    terms,
    with_filter,
)

TODAY = date(2026, 11, 25)
CHOICES = Choices(("deep", "deep two", "fast"), ("qwen-coder-7b-32k",), ("boltzmann", "dirac"))


def read(line: str) -> Wanted:
    found = read_history_line(line, TODAY)
    assert not found.problem
    return found.wanted


def begins(day: date) -> str:
    """The first moment of a day where the tests run, as messages are stamped."""
    return datetime(day.year, day.month, day.day).astimezone(UTC).isoformat(timespec="milliseconds")


def test_words_stay_as_they_are_typed() -> None:
    assert read(' rsync  "over night" na') == Wanted('rsync "over night" na')


def test_filters_are_taken_out_of_the_words() -> None:
    wanted = read('rsync preset:deep MODEL:qwen/x backend:"my box" is:pinned sort:best nas')
    assert wanted == Wanted("rsync nas", "deep", "qwen/x", "my box", pinned=True, order=Order.RELEVANCE)


def test_a_colon_makes_no_filter_of_other_words() -> None:
    assert read("std::vector http://nas note:x xpreset:deep") == Wanted("std::vector http://nas note:x xpreset:deep")


def test_a_filter_without_its_value_restricts_nothing_yet() -> None:
    assert read("rsync preset: since:") == Wanted("rsync")


@pytest.mark.parametrize("line", ['"', '""', '" "', 'preset:deep ""'])
def test_quotes_with_nothing_between_them_are_no_words(line: str) -> None:
    assert read(line).words == ""


def test_of_two_filters_of_one_kind_the_last_counts() -> None:
    assert read("preset:deep preset:fast").preset == "fast"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026-11", date(2026, 11, 1)),
        ("2026", date(2026, 1, 1)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 24)),
        ("7d", date(2026, 11, 18)),
        ("2w", date(2026, 11, 11)),
    ],
)
def test_dates_begin_where_the_user_is(typed: str, day: date) -> None:
    assert read(f"since:{typed}").since == begins(day)
    assert read(f"before:{typed}").before == begins(day)


@pytest.mark.parametrize("typed", ["2026-13", "soon", "2026-2-30", "9999d9", "0000", "9999w"])
def test_what_is_no_date_is_said_and_restricts_nothing(typed: str) -> None:
    found = read_history_line(f"rsync since:{typed}", date.min + timedelta(days=700))
    assert found.wanted == Wanted("rsync")
    assert found.problem.startswith("since: takes a date")


@pytest.mark.parametrize("line", ["is:new", "sort:worst"])
def test_a_value_that_is_none_is_said(line: str) -> None:
    found = read_history_line(line, TODAY)
    assert found.wanted == Wanted()
    assert found.problem.startswith(line.split(":")[0])


def test_terms_are_what_is_marked() -> None:
    assert terms('rsync "over night" na') == ("rsync", "over night", "na")
    assert terms('"" "  ') == ()


def test_filters_are_told_from_words_and_order() -> None:
    assert not has_filters(read("rsync sort:best"))
    assert has_filters(read("is:pinned"))


def test_a_filter_takes_the_place_of_another_of_its_kind() -> None:
    assert with_filter("rsync preset:deep nas", "preset", "my own") == 'rsync nas preset:"my own"'
    assert with_filter("rsync preset:deep nas", "preset", "") == "rsync nas"
    assert with_filter("", "is", "pinned") == "is:pinned"


def test_names_and_values_are_completed_where_the_cursor_is() -> None:
    def offered(line: str, at: int | None = None) -> tuple[str, ...] | None:
        found = completions(line, len(line) if at is None else at, CHOICES)
        return found[1] if found is not None else None

    assert offered("rsync pre") == ("preset:",)
    assert offered("be") == ("before:",)
    assert offered("backend:") == ("boltzmann", "dirac")
    assert offered("preset:DE nas", 9) == ("deep", "deep two")
    assert offered("model:zz") == ()
    assert offered("is:p") == ("pinned",)
    assert offered("rsync") is None
    assert offered("is") is None, "a word that is whole is not made a filter"
    assert offered("rsync ") is None
    assert offered("") is None


@given(st.text(max_size=60))
def test_any_line_can_be_read(line: str) -> None:
    found = read_history_line(line, TODAY)
    assert isinstance(found.wanted, Wanted)
    spots = [(piece.start, piece.stop) for piece in pieces(line)]
    assert spots == sorted(spots)
    for at in range(len(line) + 1):
        completions(line, at, CHOICES)


@given(
    st.text(max_size=30), st.sampled_from(["preset", "model", "backend"]), st.text("abc -/.", min_size=1, max_size=9)
)
def test_a_filter_that_is_put_there_is_read_again(line: str, key: str, value: str) -> None:
    if value.strip() != value:
        return
    wanted = read_history_line(with_filter(line, key, value), TODAY).wanted
    assert getattr(wanted, key) == value
