"""Which editor is the user's."""

import pytest

from aishtui.terminal.edited import NotEdited
from aishtui.terminal.outside_editor import editor_command


def test_visual_comes_before_editor_and_an_empty_one_is_none() -> None:
    assert editor_command({"VISUAL": "one", "EDITOR": "two"}, str) == ("one",)
    assert editor_command({"VISUAL": " ", "EDITOR": "two"}, str) == ("two",)


def test_words_are_split_as_a_shell_does() -> None:
    command = editor_command({"EDITOR": "'/my programs/ed' --wait -c 'set tw=72'"}, str)
    assert command == ("/my programs/ed", "--wait", "-c", "set tw=72")


def test_where_none_is_named_the_first_usual_one_is_taken() -> None:
    assert editor_command({}, lambda name: name if name in ("vi", "nano") else None) == ("nano",)
    with pytest.raises(NotEdited, match="set EDITOR to one"):
        editor_command({}, lambda _name: None)


def test_what_cannot_be_run_is_named_with_its_variable() -> None:
    with pytest.raises(NotEdited, match=r"\$EDITOR names “nope -x”, and there is no such program"):
        editor_command({"EDITOR": "nope -x"}, lambda _name: None)
    with pytest.raises(NotEdited, match=r"\$VISUAL is no command that can be read"):
        editor_command({"VISUAL": "vi 'x", "EDITOR": "vi"}, str)
