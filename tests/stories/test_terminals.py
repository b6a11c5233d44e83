"""The real program on terminals of several kinds: the colours that each is sent, and a picture that is right."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import aishtui

ANSWER = "# Head\n\nSome **bold**, `code`, “ü”.\n\n```py\nx = 'a'\n```\n\n- one\n"
NO_TRUECOLOUR = {"COLORTERM": ""}


def colours(received: bytes) -> set[str]:
    """The kinds of colour that were set; the terminal's default is none."""
    found = set()
    for parameters in re.findall(r"\x1b\[([0-9;]*)m", received.decode("latin-1")):
        for pattern, kind in (
            (r"[34]8;2;", "truecolour"), (r"[34]8;5;", "256"), (r"(?:^|;)(?:[34][0-7]|9[0-7]|10[0-7])(?:;|$)", "16"),
        ):  # fmt: skip
            if re.search(pattern, parameters):
                found.add(kind)
                break
    return found


def asked(lab: Homelab, folder: Path, environ: Mapping[str, str], *options: str) -> tuple[str, bytes]:
    """The screen when an answer stood there, and all that was sent until the program had left."""
    lab.script(lan.FAST, Behaviour(text=ANSWER))
    with aishtui(folder, "--endpoint", lab.url, *options, environ=environ) as program:
        program.sees("11 models")
        program.type("hello")
        program.sees("complete", "1 fast ok", "[1]", "one")
        picture = re.sub(r"[ |]+", " ", program.plain)
        assert program.quit() == 0
        assert program.terminal_attributes == program.attributes
        return picture, bytes(program.received)


@pytest.mark.parametrize(
    ("environ", "kinds"),
    [
        ({"TERM": "xterm-256color"}, {"truecolour"}),
        ({"TERM": "tmux-256color", **NO_TRUECOLOUR}, {"256"}),
        ({"TERM": "screen-256color", **NO_TRUECOLOUR}, {"256"}),
        ({"TERM": "screen", **NO_TRUECOLOUR}, {"16"}),
        ({"TERM": "linux", **NO_TRUECOLOUR}, {"16"}),
        ({"TERM": "vt100", **NO_TRUECOLOUR}, set()),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, set()),
    ],
    ids=lambda value: value.get("NO_COLOR", value["TERM"]) if isinstance(value, dict) else "",
)
def test_a_terminal_is_sent_the_colours_that_it_has(
    lab: Homelab, tmp_path: Path, environ: dict[str, str], kinds: set[str]
) -> None:
    picture, received = asked(lab, tmp_path, environ)
    assert colours(received) == kinds
    assert "Some bold, code, “ü”." in picture
    assert "• one" in picture


def test_a_theme_that_is_named_comes_before_no_color(lab: Homelab, tmp_path: Path) -> None:
    _, received = asked(lab, tmp_path, {"TERM": "xterm-256color", "NO_COLOR": "1"}, "--theme", "dusk")
    assert colours(received) == {"truecolour"}


def test_without_utf_8_lines_are_drawn_with_signs_that_the_terminal_has(lab: Homelab, tmp_path: Path) -> None:
    environ = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    picture, received = asked(lab, tmp_path, environ)
    assert received.isascii()
    assert 'Some bold, code, "?".' in picture
    assert "* one" in picture
    assert "- 1 fast ok -" in picture
