"""The token that a command prints."""

import sys
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


def test_it_has_no_terminal_and_no_input() -> None:
    assert TokenCommand(python("import sys; print(repr(sys.stdin.read()), sys.stdin.isatty())"))() == "'' False"
