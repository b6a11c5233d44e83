"""How a conversation looks in the history's list."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aishtui.chat.history import Hit, Summary
from aishtui.chat.messages import Role
from aishtui.widgets.history_rows import Sides, facts_row, hit_row, title_of, title_row
from aishtui.widgets.line import width_of

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
TALK = Summary(
    "c1", "Mirror my notes", "", "2026-11-25T12:04:00+00:00", 6, presets=("fast", "deep"), models=("small", "large"),
    backends=("boltzmann",),
)  # fmt: skip


def words(sides: Sides) -> str:
    return " ".join("".join(span.text for spans in sides for span in spans).split())


def marked(sides: Sides) -> list[str]:
    return [span.text for span in sides[0] if span.part == "hit"]


def hit(text: str, *found: str, role: Role = Role.ASSISTANT, count: int = 1) -> Hit:
    marks = tuple((text.index(word), text.index(word) + len(word)) for word in found)
    return Hit("m1", role, text, marks, count)


def test_title_and_age_stand_in_one_row() -> None:
    assert words(title_row(TALK, 60, NOW)) == "Mirror my notes 12:04"
    assert title_of(replace(TALK, title=" \n")) == "(no title)"
    assert title_of(replace(TALK, title="\u200b \ufeff")) == "(no title)"


def test_the_facts_say_what_is_known_and_leave_out_what_does_not_fit() -> None:
    assert words(facts_row(TALK, 80)) == "fast, deep · boltzmann · 6 messages"
    assert words(facts_row(TALK, 30)) == "fast, deep · boltzmann"
    assert words(facts_row(replace(TALK, pinned=True, presets=(), backends=(), messages=1), 80)) == (
        "pinned · small, large · 1 message"
    )
    many = replace(TALK, presets=("a", "b", "c", "d", "e"), backends=())
    assert words(facts_row(many, 80)) == "a, b, c and 2 more · 6 messages"


@pytest.mark.parametrize(
    ("changes", "width", "said"),
    [
        ({"writing": 1}, 80, "answering"),
        ({"writing": 2}, 80, "2 answering"),
        ({"unseen": 1}, 80, "finished while you were away"),
        ({"unseen": 2}, 80, "2 finished while you were away"),
        ({"unseen": 2}, 40, "2 finished unseen"),
        ({"unseen": 2}, 20, "unseen"),
        ({"deleted_at": "2026"}, 80, "deleted"),
    ],
)
def test_what_is_special_now_is_said_in_words_that_fit(changes: dict[str, object], width: int, said: str) -> None:
    row = facts_row(replace(TALK, **changes), width)  # type: ignore[arg-type]
    assert words(row).endswith(said)
    assert width_of([*row[0], *row[1]]) <= width


def test_the_words_are_marked_in_the_excerpt() -> None:
    row = hit_row(hit("… the rsync to your NAS …", "rsync", "NAS", role=Role.USER, count=3), 80)
    assert words(row) == "you: … the rsync to your NAS … in 3 messages"
    assert marked(row) == ["rsync", "NAS"]
    assert words(hit_row(None, 80)) == "in its title"


def test_the_first_marked_word_is_in_view_on_a_narrow_screen() -> None:
    row = hit_row(hit("one two three four five six seven eight nine ten rsync eleven twelve", "rsync"), 40)
    assert marked(row) == ["rsync"]
    assert words(row).startswith("…")


HOSTILE = st.text("ab \u0301\u202e\x1b\x07\n\t日\ufe0f\u200d👩💻", max_size=60)


@given(HOSTILE, HOSTILE, st.integers(12, 90), st.integers(0, 60), st.integers(1, 9))
def test_no_text_is_wider_than_its_row_nor_reaches_the_terminal(
    title: str, text: str, width: int, start: int, length: int
) -> None:
    found = Hit("m", Role.USER, text, ((start, start + length),) if start + length <= len(text) else ())
    summary = replace(TALK, title=title, presets=(text,), backends=(title,))
    for row in (title_row(summary, width, NOW), hit_row(found, width), facts_row(summary, width)):
        drawn = "".join(span.text for spans in row for span in spans)
        assert cell_len(drawn) <= width
        assert not set(drawn) & set("\x1b\x07\n\t\u202e\ufe0f\u200d")
