"""What is read for a prompt, and what is never touched."""

import os
import socket
from pathlib import Path

import pytest

from aishtui.chat.piped import MOST_BYTES
from aishtui.store.attachment import Name, names_in, read_text, size_of
from aishtui.store.errors import NotAttached, NotFound


def refusal(path: Path) -> str:
    """Why it is not attached: looking at it and reading it say the same."""
    words = []
    for ask in (size_of, read_text):
        with pytest.raises(NotAttached) as problem:
            ask(str(path))
        words.append(problem.value.reason)
    assert words[0] == words[1]
    return words[0]


def test_a_text_is_read_whole_without_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes(b"\xef\xbb\xbfGr\xc3\xbc\xc3\x9fe\r\n```\n")
    assert size_of(str(file)) == 16
    assert read_text(str(file)) == "Grüße\r\n```\n"
    (tmp_path / "empty").write_text("")
    assert read_text(str(tmp_path / "empty")) == ""


def test_home_is_written_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "notes.md").write_text("here")
    assert read_text("~/notes.md") == "here"
    assert names_in("~", "no", 5).names == (Name("notes.md", False, 4),)


def test_what_is_no_text_file_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\0\0")
    assert refusal(tmp_path / "picture.png") == "is not a text file"
    assert refusal(tmp_path) == "is a folder; name a file in it"
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == "is a pipe, and only files are attached"
    assert refusal(Path("/dev/zero")) == "is a device, and only files are attached"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        assert refusal(tmp_path / "socket") == "is a socket, and only files are attached"


def test_text_in_another_encoding_is_refused_rather_than_mangled(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Grüße".encode("latin-1"))
    with pytest.raises(NotAttached, match="is not text in UTF-8"):
        read_text(str(tmp_path / "old.txt"))


def test_a_binary_part_far_into_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "late").write_bytes(b"x" * 100_000 + b"\0")
    with pytest.raises(NotAttached, match="not a text file"):
        read_text(str(tmp_path / "late"))


def test_two_gigabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.log"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)
    assert refusal(huge) == "is 2.0 GB, and more than 8.0 MB is not sent"


def test_a_file_that_does_not_say_how_large_it_is_is_read_up_to_the_limit(tmp_path: Path) -> None:
    assert read_text("/proc/self/status").startswith("Name:")
    growing = tmp_path / "growing"
    growing.write_bytes(b"x" * (MOST_BYTES + 1))
    assert refusal(growing) == "is 8.0 MB, and more than 8.0 MB is not sent"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_must_not_be_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "secret").chmod(0)
    assert refusal(tmp_path / "secret") == "cannot be read (Permission denied)"


@pytest.mark.parametrize("name", ["gone.md", "file/below", "x" * 300, "nul\0l"])
def test_what_is_not_there_is_told_apart(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAttached) as problem:
        size_of(str(tmp_path / name))
    assert isinstance(problem.value, NotFound) is (name in ("gone.md", "file/below"))


def test_a_folder_is_listed_in_order_hidden_names_only_behind_a_dot(tmp_path: Path) -> None:
    for name in ("b.md", "A.md", ".env", "a\tb", "two words.md"):
        (tmp_path / name).write_text("12")
    (tmp_path / "apps").mkdir()
    os.mkfifo(tmp_path / "apipe")
    (tmp_path / "around").symlink_to("around")
    listed = names_in(str(tmp_path), "", 10)
    assert [name.name for name in listed.names] == ["A.md", "apps", "b.md", "two words.md"]
    assert listed.names[0] == Name("A.md", False, 2)
    assert [name.name for name in names_in(str(tmp_path), ".", 10).names] == [".env"]
    assert [name.name for name in names_in(str(tmp_path), "a", 10).names] == ["apps"]
    assert [name.name for name in names_in(str(tmp_path), "B", 10).names] == ["b.md"]
    few = names_in(str(tmp_path), "", 2)
    assert (len(few.names), few.more) == (2, True)


def test_a_folder_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotAttached, match="cannot be listed"):
        names_in(str(tmp_path / "gone"), "", 5)
