"""What was piped in, as a text for the prompt or a sentence."""

import pytest

from aishtui.chat.piped import MOST_BYTES, piped


def test_a_text_is_taken_whole_and_its_size_said() -> None:
    found = piped("\ufeffGr\u00fc\u00dfe\n".encode())
    assert found.text == "Gr\u00fc\u00dfe\n"
    assert found.said == "11 B were piped in; nothing is sent before you press Enter."


def test_what_is_not_utf_8_is_shown_and_said() -> None:
    found = piped("Gr\u00fc\u00dfe \ufffd".encode() + b"\xff")
    assert found.text == "Gr\u00fc\u00dfe \ufffd\ufffd"
    assert found.said.endswith("1 sign of it is not UTF-8, and shown as \ufffd.")


@pytest.mark.parametrize(
    ("data", "whole", "words"),
    [
        (b"", True, "Nothing was piped in."),
        (b" \n", True, "Nothing was piped in."),
        (b"\x7fELF\0", True, "is not text"),
        (b"x" * (MOST_BYTES + 1), True, "More than 8.0 MB were piped in"),
        (b"x", False, "More than 8.0 MB were piped in"),
    ],
)
def test_what_is_not_for_a_prompt_says_why(data: bytes, whole: bool, words: str) -> None:
    found = piped(data, whole)
    assert found.text == ""
    assert words in found.said
