"""What is written past the display layer, and whether that leaves the picture as it is."""

import pytest

from aishtui.terminal.harmless import is_harmless


@pytest.mark.parametrize(
    "data",
    [
        "",
        "\x07",
        "\x1b]0;a title\x07",
        "\x1b]52;c;aGVsbG8=\x1b\\",
        "\x1bPtmux;\x1b\x1b]52;c;aGVsbG8=\x07\x1b\\",
        "\x1bP\x1b]52;c;aGVsbG8=\x07\x1b\\",
        "\x1b[?2026$p",
        "\x1b[?69$p",
        "\x1b[?2004h\x1b[?1003l",
        "\x1b[>25u\x1b[<u",
        "\x1b[?25l",
        "\x1b[c\x1b[>0c\x1b[5n",
        "\x1b[22;0t\x1b]2;aishtui\x07",
    ],
)
def test_what_only_tells_or_asks_is(data: str) -> None:
    assert is_harmless(data)


@pytest.mark.parametrize(
    "data",
    [
        "text",
        "\x1b[2J",
        "\x1b[H",
        "\x1b[31m",
        "\x1b[?1049h",
        "\x1b[?1049l",
        "\x1b[?25l\x1b[?1049l",
        "\x1b[?69h",
        "\x1b[?6h",
        "\x1b]8;;https://example.org\x07",
        "\x1b]0;never ended",
        "\x1bPq#0;2;0;0;0\x1b\\",
        "\x1bc",
        "\x1b[1;5r",
        "\n",
        "\x1b]0;a\x07b",
    ],
)
def test_whatever_else_is_not(data: str) -> None:
    assert not is_harmless(data)
