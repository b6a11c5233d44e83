"""A mistake in a file, as one line that any terminal can be shown."""

from pathlib import Path

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.preset_book import Origin


def test_the_sentence_is_one_line_without_control_characters_and_the_fields_stay_as_they_are() -> None:
    problem = FileProblem(Path("/a\n\x1bb.toml"), 3, "\x1b[31mkk", "is \x07\u202e\x9b\r\nwrong")
    assert str(problem) == "/a \u241bb.toml, line 3, \u241b[31mkk: is \u2407\ufffd\ufffd wrong"
    assert (problem.key, problem.problem) == ("\x1b[31mkk", "is \x07\u202e\x9b\r\nwrong")


def test_a_long_path_is_whole_and_a_long_key_hides_no_problem() -> None:
    path = "/folder" * 400
    said = str(FileProblem(Path(path), None, "k" * 100_000, "is wrong"))
    assert said.startswith(f"{path}, kkk")
    assert said.endswith("\u2026: is wrong")
    assert len(said) < 4000


def test_a_place_is_one_line_too() -> None:
    assert str(Origin("/a\n\x1bb.toml", 3)) == "/a \u241bb.toml, line 3"
