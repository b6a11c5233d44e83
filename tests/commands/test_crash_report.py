"""What a crash report holds, and what it does not."""

import io
from pathlib import Path

from aishtui.commands.crash_report import MOST_REPORTS, Crash, write_report
from aishtui.commands.crashing import Crashes

SAID = "what the user said"
TOKEN = "plain-token"
WITH_SECRETS = f"no Bearer abcdef123456 at http://me:word@lab/v1?api_key=abc nor {TOKEN}"


def raised(error: Exception) -> Exception:
    local = SAID
    try:
        raise error
    except Exception as caught:  # noqa: BLE001
        assert local
        return caught


def caused() -> Exception:
    try:
        try:
            raise KeyError(SAID)
        except KeyError as first:
            raise RuntimeError(SAID) from first
    except RuntimeError as error:
        return error


def report_of(folder: Path, error: Exception, environment: dict[str, str] | None = None) -> str:
    return write_report(folder, Crash.of(error, "screen"), environment or {}, folder / "aishtui.log").read_text()


def test_an_error_that_speaks_of_names_in_the_program_is_told_in_its_words(tmp_path: Path) -> None:
    text = report_of(tmp_path, raised(TypeError("'NoneType' object is not iterable")))
    assert "builtins.TypeError: 'NoneType' object is not iterable" in text
    assert "in raised" in text


def test_an_error_that_may_speak_of_what_was_said_is_told_without_its_words(tmp_path: Path) -> None:
    text = report_of(tmp_path, caused())
    assert text.index("KeyError") < text.index("which led to:") < text.index("RuntimeError")
    assert SAID not in text


def test_what_looks_like_a_secret_is_hidden_and_so_is_the_token_of_the_environment(tmp_path: Path) -> None:
    environment = {"AISHTUI_TOKEN": TOKEN, "TERM": "xterm", "PRIVATE": SAID}
    text = report_of(tmp_path, raised(TypeError(WITH_SECRETS)), environment)
    assert "TypeError: no … at http://lab/v1?api_key=… nor …" in text
    for hidden in ("abcdef123456", "me:word", "=abc", TOKEN, SAID):
        assert hidden not in text
    assert "TERM=xterm" in text


def test_of_the_log_come_the_last_entries_and_no_tracebacks(tmp_path: Path) -> None:
    lines = [f"2026-11-25 22:00:{number:02},123 WARNING aishtui.store: number {number}" for number in range(40)]
    (tmp_path / "aishtui.log").write_text("\n".join([*lines, "Traceback (most recent call last):", f"X: {SAID}", ""]))
    text = report_of(tmp_path, raised(TypeError("x")))
    assert "number 39" in text
    assert "number 19" not in text
    assert SAID not in text


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for number in range(MOST_REPORTS + 3):
        report_of(tmp_path, raised(TypeError(f"number {number}")))
    texts = [path.read_text() for path in sorted(tmp_path.glob("crash-*.txt"))]
    assert len(texts) == MOST_REPORTS
    assert f"number {MOST_REPORTS + 2}" in texts[-1]
    assert "number 3" in texts[0]


def test_a_folder_that_takes_no_report_is_told_with_the_error_s_kind(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    crashes = Crashes(tmp_path / "data", tmp_path / "log", {}, lambda: None)
    crashes.screen_broke(raised(TypeError("x")))
    said = io.StringIO()
    assert crashes.tell(said)
    assert "Nothing is lost" in said.getvalue()
    assert "No report could be written (TypeError)" in said.getvalue()


def test_without_a_crash_nothing_is_said_and_no_report_written(tmp_path: Path) -> None:
    said = io.StringIO()
    assert not Crashes(tmp_path, tmp_path / "log", {}, lambda: None).tell(said)
    assert said.getvalue() == ""
    assert list(tmp_path.iterdir()) == []
