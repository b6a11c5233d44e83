"""What may stand behind `:copy` and `:print`."""

import pytest

from aishtui.screens.copy_line import NoSuchText, Part, WantedText, read_copy_line


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("", WantedText(Part.MESSAGE)),
        ("plain", WantedText(Part.MESSAGE, plain=True)),
        ("12", WantedText(Part.CODE, number=12)),
        ("9" * 5000, WantedText(Part.CODE, number=999_999_999)),
        ("thinking", WantedText(Part.THINKING)),
        ("prompt", WantedText(Part.PROMPT)),
        ("all", WantedText(Part.ALL)),
        ("all plain", WantedText(Part.ALL, plain=True)),
        ("plain  prompt", WantedText(Part.PROMPT, plain=True)),
    ],
)
def test_a_line_names_one_text(line: str, wanted: WantedText) -> None:
    assert read_copy_line(line) == wanted


@pytest.mark.parametrize(
    "line", ["thinking plain", "all prompt", "plain plain", "all all", "all plain plain", "²", "-1"]
)
def test_what_goes_together_with_nothing_is_refused(line: str) -> None:
    with pytest.raises(NoSuchText, match=r"^:print takes a code block's number, `plain`, .* it takes the source\.$"):
        read_copy_line(line, "print")


def test_a_slip_is_answered_with_the_nearest_word() -> None:
    with pytest.raises(NoSuchText, match=r"Did you mean prompt\?$"):
        read_copy_line("promt")
