"""A text on its way through an editor: private, and never lost where the way was cut."""

import stat
from pathlib import Path

import pytest

from aishtui.store.editor_file import EditorFile, LeftInEditors, left_in_editors
from aishtui.store.paths import EDITOR_FOLDER


@pytest.mark.parametrize("text", ["", "one", "one\n", "\n\n", "  ü\n日本語\n\n"])
def test_an_untouched_text_comes_back_exactly(text: str, tmp_path: Path) -> None:
    file = EditorFile.of(text, tmp_path, "prompt.md")
    assert file.read() == text
    file.remove()
    assert list((tmp_path / EDITOR_FOLDER).iterdir()) == []


def test_the_file_and_its_folder_are_for_the_user_alone(tmp_path: Path) -> None:
    for read_only, mode in ((False, 0o600), (True, 0o400)):
        file = EditorFile.of("x", tmp_path, "prompt.md", read_only)
        assert stat.S_IMODE(file.path.stat().st_mode) == mode
        assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(file.path.parent.parent.stat().st_mode) == 0o700
        file.remove()


def test_line_ends_and_a_mark_of_other_systems_are_read_as_ours(tmp_path: Path) -> None:
    file = EditorFile.of("", tmp_path, "prompt.md")
    file.path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n")
    assert file.read() == "one\ntwo"
    file.path.unlink()
    assert file.read() is None
    file.remove()


def test_what_is_being_edited_is_left_alone(tmp_path: Path) -> None:
    file = EditorFile.of("", tmp_path, "prompt.md")
    file.path.write_text("new\n")
    assert left_in_editors(tmp_path) == LeftInEditors()
    file.leave()
    assert left_in_editors(tmp_path) == LeftInEditors(("new",))
    assert left_in_editors(tmp_path) == LeftInEditors()
    assert list((tmp_path / EDITOR_FOLDER).iterdir()) == []


def test_what_nobody_changed_and_copies_to_read_are_not_taken_in(tmp_path: Path) -> None:
    for read_only in (False, True):
        EditorFile.of("a draft", tmp_path, "prompt.md", read_only).leave()
    assert left_in_editors(tmp_path) == LeftInEditors()
    assert list((tmp_path / EDITOR_FOLDER).iterdir()) == []


def test_nanos_last_save_is_taken_in_and_vims_swap_file_is_named_and_stays(tmp_path: Path) -> None:
    file = EditorFile.of("a draft", tmp_path, "prompt.md")
    file.path.with_name("prompt.md.save").write_text("from nano\n")
    file.leave()
    assert left_in_editors(tmp_path) == LeftInEditors(("from nano",))
    file = EditorFile.of("a draft", tmp_path, "prompt.md")
    file.path.with_name(".prompt.md.swp").write_bytes(b"b0VIM")
    file.leave()
    assert left_in_editors(tmp_path) == LeftInEditors((), (file.path.parent,))
    assert file.path.with_name(".prompt.md.swp").exists()
