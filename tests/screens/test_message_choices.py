"""What the menu offers for which message."""

from dataclasses import replace

import pytest

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.branches import Version
from aishtui.chat.messages import Message, Role
from aishtui.pane.code_blocks import code_blocks
from aishtui.screens.message_choices import choices

STAMP = "2026-11-23T12:04:00+00:00"
PROMPT = Message("1", "c", None, Role.USER, "why?", STAMP)
ANSWER = Message("2", "c", "1", Role.ASSISTANT, "Because.", STAMP, facts=AnswerFacts())
CODE = "```py\n\n  x = 1\n```\n"


def keys(message: Message, fold: str = "", version: Version | None = None) -> str:
    return "".join(choice.row.key for choice in choices(message, code_blocks(message.text), fold, False, version))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (PROMPT, "ypevsodbx"),
        (ANSWER, "yprvsodbx"),
        (replace(ANSWER, thinking="hm"), "yptrvsodbx"),
        (replace(ANSWER, text=CODE * 2), "yp12rvsodbx"),
        (replace(ANSWER, status=Status.STOPPED), "yprckvsodbx"),
        (replace(ANSWER, status=Status.CUT_OFF), "yprckvsodbx"),
        (replace(ANSWER, status=Status.FAILED, text=""), "rvodbx"),
        (replace(ANSWER, status=Status.WRITING), "ypvsodb"),
    ],
)
def test_only_what_applies_is_offered(message: Message, expected: str) -> None:
    assert keys(message) == expected


def test_versions_and_folds_are_offered_where_there_are_some() -> None:
    assert keys(ANSWER, "thinking", Version(2, 3)) == "yprfvsodbx[]"
    assert keys(ANSWER, version=Version(1, 2)) == "yprvsodbx]"
    assert keys(ANSWER, version=Version(2, 2)) == "yprvsodbx["


def test_a_code_block_is_named_by_its_language_and_first_line_and_the_tenth_has_no_letter() -> None:
    answer = replace(ANSWER, text=CODE * 11)
    rows = [choice.row for choice in choices(answer, code_blocks(answer.text)) if choice.number]
    assert rows[0].hint == "py · x = 1"
    assert [row.key for row in rows[8:]] == ["9", "", ""]
    assert [row.label for row in rows[9:]] == ["Copy code block 10", "Copy code block 11"]


def test_no_letter_stands_twice() -> None:
    most = replace(ANSWER, text=CODE * 9, thinking="hm", status=Status.STOPPED)
    assert len(set(keys(most, "thinking", Version(2, 3)))) == len(keys(most, "thinking", Version(2, 3)))


def test_control_characters_of_a_code_block_stay_out_of_its_hint() -> None:
    answer = replace(ANSWER, text="```sh\n\x1b[31mrm\n```\n")
    hint = next(choice.row.hint for choice in choices(answer, code_blocks(answer.text)) if choice.number)
    assert "\x1b" not in hint
