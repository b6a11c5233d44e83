"""What the outer terminal is offered, in each environment that can be had here, is the answer byte for byte."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aishtui.chat.wording import size
from tests.servers import lan
from tests.servers.behaviour import Behaviour, sends
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_Y, Aishtui
from tests.stories.ssh_program import OverSsh, needs_ssh, sshd
from tests.stories.tmux_around import tmux_with
from tests.terminal.screen_server import needs_screen, screen_server
from tests.terminal.tmux_server import needs_tmux, offered

ODD_TEXT = (
    "Grüße, naïve 日本語 👩‍💻 e\u0301 \u2028\u00a0 „quoted“ 'single' $HOME `x` \\n\n\n"
    "```sh\n\tls -l | sort   \n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThe end, with two line ends.\n\n"
)
_LINE = "one line of many, äöü\n\n"
MOST = (_LINE * (55_500 // len(_LINE.encode()))).ljust(55_500 - 3 * (55_500 // len(_LINE.encode())), "x")
"""What just fits: 74,000 bytes in base64."""
HALF_A_MB = MOST * 10


def copies(lab: Homelab, program: Aishtui, text: str) -> str:
    """Asks, copies the answer, and waits for the message, which names the size; what the screen says then."""
    whole = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
    lab.script(lan.FAST, sends(json.dumps(whole).encode(), content_type="application/json"))
    program.sees("11 models", "Ask something")
    program.type("say it")
    program.sees("complete")
    program.press(CTRL_Y)
    program.sees(size(len(text.encode())))
    return program.plain


def arrives(program: Aishtui, text: str) -> None:
    program.until(lambda: offered(program) == text.encode())


def settles(folder: Path, words: str) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "config.toml").write_text(words)


@pytest.mark.parametrize("text", [ODD_TEXT, MOST], ids=["odd", "long"])
def test_a_bare_terminal_is_offered_exactly_the_answer(lab: Homelab, tmp_path: Path, text: str) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        assert "sent to your terminal (OSC 52)" in copies(lab, program, text)
        arrives(program, text)


def test_what_is_too_long_for_a_terminal_is_not_sent_unless_that_is_wanted(lab: Homelab, tmp_path: Path) -> None:
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        said = copies(lab, program, HALF_A_MB)
        assert "not sent to your terminal, which may not take so much" in said
        assert (tmp_path / "data" / "last-copy.md").read_text() == HALF_A_MB
        program.quit()
        assert offered(program) is None
    settles(tmp_path, "[clipboard]\nlimit = 0\n")
    with Aishtui(tmp_path, "--new", "--endpoint", lab.url) as program:
        assert "sent to your terminal (OSC 52)" in copies(lab, program, HALF_A_MB)
        arrives(program, HALF_A_MB)


def test_each_part_of_an_answer_arrives_exactly(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=ODD_TEXT, thinking="first *this*,\nthen that"))
    with Aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("11 models", "Ask something")
        program.type("say *it*")
        program.sees("complete")
        for part, text in (
            ("1", "\tls -l | sort   \n"), ("thinking", "first *this*,\nthen that"), ("prompt", "say *it*"),
            ("prompt plain", "say it"), ("", ODD_TEXT),
        ):  # fmt: skip
            program.type(f":copy {part}".strip())
            arrives(program, text)
        program.type(":copy all")
        program.until(lambda: ODD_TEXT.encode() in (offered(program) or b"") != ODD_TEXT.encode())
        assert b"say *it*" in (offered(program) or b"")


@needs_screen
@pytest.mark.parametrize("text", [ODD_TEXT, MOST], ids=["odd", "long"])
def test_a_terminal_around_gnu_screen_is_offered_exactly_the_answer(lab: Homelab, tmp_path: Path, text: str) -> None:
    with (
        screen_server() as screen,
        Aishtui(tmp_path, "--endpoint", lab.url, environ=screen.environ, within=screen.command) as program,
    ):
        assert "sent through GNU screen (OSC 52)" in copies(lab, program, text)
        arrives(program, text)
        program.no_longer_sees("sent through")  # and nothing of it was printed on the display
        assert "]52" not in program.screen


@needs_screen
def test_what_is_too_long_goes_through_gnu_screen_in_no_part(lab: Homelab, tmp_path: Path) -> None:
    with (
        screen_server() as screen,
        Aishtui(tmp_path, "--endpoint", lab.url, environ=screen.environ, within=screen.command) as program,
    ):
        assert "not sent to your terminal, which may not take so much" in copies(lab, program, HALF_A_MB)
        assert (tmp_path / "data" / "last-copy.md").read_text() == HALF_A_MB
        program.quit()
        assert offered(program) is None


@contextmanager
def in_tmux(
    lab: Homelab, folder: Path, *options: str, load_buffer_works: bool = True, term: str = "xterm-256color"
) -> Iterator[Aishtui]:
    """aishtui in a tmux that has these options, and it in a terminal."""
    with tmux_with(*options) as tmux:
        within = [*tmux.start, *(() if load_buffer_works else tmux.without_load_buffer())]
        with Aishtui(folder, "--endpoint", lab.url, environ={"TERM": term}, within=within) as program:
            yield program


@needs_tmux
@pytest.mark.parametrize(
    "options",
    [(), ("set -s set-clipboard on",), ("set -s set-clipboard off",), ("set -s set-clipboard external",)],
    ids=["default", "on", "off", "external"],
)
@pytest.mark.parametrize("text", [ODD_TEXT, MOST], ids=["odd", "long"])
def test_a_terminal_around_any_tmux_is_offered_exactly_the_answer(
    lab: Homelab, tmp_path: Path, options: tuple[str, ...], text: str
) -> None:
    with in_tmux(lab, tmp_path, *options) as program:
        assert "in the tmux buffer and offered to your terminal" in copies(lab, program, text)
        arrives(program, text)


@needs_tmux
def test_what_is_too_long_stays_in_the_tmux_buffer_alone(lab: Homelab, tmp_path: Path) -> None:
    with (
        tmux_with("set -s set-clipboard on") as tmux,
        Aishtui(tmp_path, "--endpoint", lab.url, within=tmux.start) as program,
    ):
        said = copies(lab, program, HALF_A_MB)
        assert "in the tmux buffer, 555.0 kB; not sent to your terminal, which may not take so" in said
        assert subprocess.check_output([*tmux.start[:5], "show-buffer"]) == HALF_A_MB.encode()
        program.quit()
        assert offered(program) is None


@needs_tmux
@pytest.mark.parametrize("option", ["set -s set-clipboard on", "set -g allow-passthrough on"])
def test_where_load_buffer_fails_either_option_lets_it_through(lab: Homelab, tmp_path: Path, option: str) -> None:
    with in_tmux(lab, tmp_path, option, load_buffer_works=False) as program:
        said = copies(lab, program, ODD_TEXT)
        assert "sent (OSC 52), 173 B; tmux passes it on only with set-clipboard or" in said
        arrives(program, ODD_TEXT)


@needs_tmux
def test_where_load_buffer_fails_a_tmux_as_it_comes_lets_nothing_through(lab: Homelab, tmp_path: Path) -> None:
    with in_tmux(lab, tmp_path, load_buffer_works=False) as program:
        assert "tmux passes it on only with set-clipboard or" in copies(lab, program, ODD_TEXT)
        program.quit()
        assert offered(program) is None


@needs_tmux
@pytest.mark.parametrize(
    ("route", "option"),
    [("osc52", "set -s set-clipboard on"), ("osc52-tmux", "set -g allow-passthrough on")],
)
def test_a_route_that_is_settled_is_taken_and_says_what_it_needs(
    lab: Homelab, tmp_path: Path, route: str, option: str
) -> None:
    settles(tmp_path, f'[clipboard]\nroute = "{route}"\n')
    with in_tmux(lab, tmp_path, option) as program:
        assert f"tmux passes it on only with {option.split()[2]} on" in copies(lab, program, ODD_TEXT)
        arrives(program, ODD_TEXT)


@needs_tmux
def test_a_tmux_in_a_terminal_without_a_clipboard_keeps_it_and_says_no_more(lab: Homelab, tmp_path: Path) -> None:
    with in_tmux(lab, tmp_path, term="vt220") as program:
        said = copies(lab, program, ODD_TEXT)
        assert "in the tmux buffer" in said
        assert "offered" not in said
        assert offered(program) is None


# aishtui at the other end of an ssh, and tmux or screen on the user's side.


@needs_ssh
@pytest.mark.parametrize("text", [ODD_TEXT, MOST], ids=["odd", "long"])
def test_over_ssh_the_users_terminal_is_offered_exactly_the_answer(lab: Homelab, tmp_path: Path, text: str) -> None:
    with sshd(tmp_path) as port, OverSsh(tmp_path, port, "--endpoint", lab.url) as program:
        assert "sent to your terminal (OSC 52)" in copies(lab, program, text)
        arrives(program, text)


@needs_ssh
@needs_tmux
@pytest.mark.parametrize("option", ["on", "external"])
def test_a_tmux_on_the_users_side_passes_it_on_with_the_option_that_the_message_names_only(
    lab: Homelab, tmp_path: Path, option: str
) -> None:
    options = (f"set -s set-clipboard {option}", "set -g default-terminal tmux-256color")
    with (
        sshd(tmp_path) as port,
        tmux_with(*options) as tmux,
        OverSsh(tmp_path, port, "--endpoint", lab.url, within=tmux.start) as program,
    ):
        assert "a tmux on your side passes it on only with set-clipboard on" in copies(lab, program, ODD_TEXT)
        program.quit()
        assert offered(program) == (ODD_TEXT.encode() if option == "on" else None)


@needs_ssh
@needs_screen
@pytest.mark.parametrize(
    ("term", "settled"),
    [
        ("xterm-256color", ""),
        ("xterm", '[clipboard]\nroute = "osc52-screen"\n'),
    ],
    ids=["screen.xterm-256color", "screen"],
)
def test_a_screen_on_the_users_side_passes_it_on_in_its_wrapping(
    lab: Homelab, tmp_path: Path, term: str, settled: str
) -> None:
    """Of the terminal's TERM screen makes its own, where there is an entry for that; else it is `screen`."""
    settles(tmp_path, settled)
    with (
        sshd(tmp_path) as port,
        screen_server() as screen,
        OverSsh(
            tmp_path, port, "--endpoint", lab.url, environ={**screen.environ, "TERM": term}, within=screen.command
        ) as program,
    ):
        assert "sent through GNU screen (OSC 52)" in copies(lab, program, ODD_TEXT)
        arrives(program, ODD_TEXT)
