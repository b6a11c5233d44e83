"""The log of a run with a screen."""

import contextlib
import logging
from pathlib import Path

import pytest

from aishtui.commands.log_file import LogFile


def record(words: str) -> logging.LogRecord:
    return logging.LogRecord("aishtui.engine", logging.WARNING, "", 0, words, (), None)


def test_the_log_is_begun_by_the_first_warning_and_private(tmp_path: Path) -> None:
    path = tmp_path / "aishtui.log"
    log = LogFile(path)
    assert not path.exists()
    log.emit(record("the disk is full"))
    log.close()
    assert path.read_text().endswith("WARNING aishtui.engine: the disk is full\n")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["/dev/full", "/nowhere/at/all/aishtui.log"])
def test_a_log_that_cannot_be_written_troubles_nobody(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    log = LogFile(Path(path))
    log.emit(record("\ud800 lone"))
    with contextlib.suppress(OSError):  # as logging does at the end
        log.close()
    assert capsys.readouterr().err == ""
