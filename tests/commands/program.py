"""`aishtui …` run to its end: within the test's process, which is quick, or as a process of its own."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from click.testing import CliRunner

from aishtui.cli import cli

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Done:
    """How it ended and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def environment(**more: str) -> dict[str, str]:
    """This process's own, without what would change what aishtui does."""
    kept = {name: value for name, value in os.environ.items() if not _foreign(name)}
    return {**kept, **more}


def folders(folder: Path) -> tuple[str, ...]:
    """The options that keep it out of the user's own folders."""
    return ("--data-dir", str(folder / "data"), "--config-dir", str(folder / "config"))


def command(folder: Path, *arguments: str) -> list[str]:
    """How to start it as a process, from this source tree."""
    return [sys.executable, "-m", "aishtui", *folders(folder), *arguments]


def run(
    folder: Path, *arguments: str, stdin: str | bytes | IO[bytes] = "", environ: Mapping[str, str] | None = None
) -> Done:
    """Run it here, against real sockets and files."""
    without: dict[str, str | None] = {name: None for name in os.environ if _foreign(name)}
    result = CliRunner().invoke(cli, [*folders(folder), *arguments], stdin, {**without, **(environ or {})})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def write(folder: Path, name: str, text: str) -> Path:
    """A file in the config folder."""
    path = folder / "config" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


def _foreign(name: str) -> bool:
    return name.startswith(("AISHTUI_", "XDG_"))
