"""The token that a command prints."""

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aishtui.commands.token_command import TokenCommand
from aishtui.endpoint.errors import BadToken


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_what_it_prints_is_the_token_without_the_white_space_around_it() -> None:
    assert TokenCommand(python("print('  s3cret\\n')"))() == "s3cret"


def counting(path: Path) -> list[str]:
    code = f"p = {str(path)!r}; open(p, 'a').write('x'); print('token', len(open(p).read()), sep='-')"
    return python(code)


def test_it_is_run_again_when_its_token_is_old_and_not_before(tmp_path: Path) -> None:
    command = TokenCommand(counting(tmp_path / "runs"), fresh_s=3600)
    assert (command(), command()) == ("token-1", "token-1")
    command = TokenCommand(counting(tmp_path / "more"), fresh_s=-1)
    assert (command(), command()) == ("token-1", "token-2")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (python("print('s3cret'); raise SystemExit(3)"), "failed (exit status 3). Run it by hand"),
        (python("pass"), "printed nothing"),
        (python("print('s3cret'); print('more')"), "must print the token alone"),
        (python("print('s3cret \\u20ac')"), "must print the token alone"),
        (["/no/such/program", "s3cret"], "cannot be run: no such file or directory"),
        (["/", "s3cret"], "cannot be run: permission denied"),
    ],
)
def test_what_goes_wrong_is_told_without_what_was_printed_or_given(words: list[str], problem: str) -> None:
    with pytest.raises(BadToken) as raised:
        TokenCommand(words)()
    assert problem in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_a_command_that_never_ends_is_given_up() -> None:
    with pytest.raises(BadToken, match="did not end within"):
        TokenCommand(python("import time; time.sleep(60)"), limit_s=0.2)()


def test_a_command_that_is_given_up_leaves_nothing_running_that_it_has_started() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        holds = f"import socket, time; s = socket.create_connection(('127.0.0.1', {port})); time.sleep(60)"
        starts = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {holds!r}])"
        listener.settimeout(20)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(TokenCommand(python(starts), limit_s=2.0))
            connection, _ = listener.accept()
            with connection:
                with pytest.raises(BadToken, match="did not end within"):
                    asking.result()
                connection.settimeout(10)
                assert connection.recv(1) == b""


def test_a_command_that_prints_without_end_is_ended() -> None:
    endless = python("import sys\nwhile True: sys.stdout.write('x' * 65536)")
    with pytest.raises(BadToken, match="printed more than any token has"):
        TokenCommand(endless, limit_s=20.0)()


def test_it_has_no_terminal_and_no_input() -> None:
    code = "import sys; print(len(sys.stdin.read()), sys.stdin.isatty(), sep='-')"
    assert TokenCommand(python(code))() == "0-False"
