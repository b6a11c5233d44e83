"""An app on the display layer in a pseudoterminal: what else is written, another Textual, and no layer at all."""

from pathlib import Path

import pytest

from tests.terminal.pty_program import small_app

WRITTEN = "written past the app"


def test_what_is_written_past_the_layer_is_drawn_over_by_the_next_frame(tmp_path: Path) -> None:
    with small_app(tmp_path, "layer") as program:
        program.press("v")
        program.until(lambda: WRITTEN.encode() in program.received)
        program.resize(81, 24)
        program.until(lambda: "The small app" in program.screen)
        assert WRITTEN not in program.screen


def test_another_textual_sends_its_frames_itself_and_the_log_says_so(tmp_path: Path) -> None:
    with small_app(tmp_path, "layer", "strange") as program:
        assert program.lines.count("the display layer has failed and is off for this run") == 1
        program.press("q")
        assert program.ended() == 0


@pytest.mark.parametrize("options", [("layer",), ("layer", "plain-output")], ids=["layer", "plain output"])
def test_leaving_takes_the_colours_back(tmp_path: Path, options: tuple[str, ...]) -> None:
    with small_app(tmp_path, *options) as program:
        program.press("q")
        assert program.ended() == 0
        before, _, after = program.received.rpartition(b"\x1b[?1049l")
        assert b"\x1b[38" not in after
        assert before.rfind(b"\x1b[m") > before.rfind(b"\x1b[38;2") or before.rfind(b"\x1b[0m") > before.rfind(
            b"\x1b[38;2"
        )


def test_whether_columns_move_alone_is_asked_and_the_answer_is_no_key(tmp_path: Path) -> None:
    with small_app(tmp_path, "layer") as program:
        assert b"\x1b[?69$p" in program.received
        program.press("\x1b[?69;2$y")
        program.press("a")
        program.until_line("key a 'a'")
        assert [line for line in program.lines if line.startswith("key")] == ["key a 'a'"]


def test_without_the_layer_nothing_is_asked_for_it(tmp_path: Path) -> None:
    with small_app(tmp_path, "layer", "plain-output") as program:
        assert b"\x1b[?69$p" not in program.received
