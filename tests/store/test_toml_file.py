"""On which line a key of a TOML file stands."""

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aishtui.store.errors import BadFile
from aishtui.store.toml_file import KeyPath, dotted, line_of, read_toml

TEXT = """\
# a comment with [presets.fake] in it
theme = "dusk"

[presets.fast]   # the quick one
model = "a"
system = '''
[presets.deep]
model = "not a key"
'''

[ presets . "two words" ]
"model" = "b"
params.temperature = 1
params.stop = [
  "x",
]

[presets.deep.params]
top_p = 1

[[list]]
a.b = 1
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("theme",), 2),
        (("presets", "fast"), 4),
        (("presets", "fast", "model"), 5),
        (("presets", "fast", "system"), 6),
        (("presets", "fast", "absent"), 4),
        (("presets", "two words", "model"), 12),
        (("presets", "two words", "params", "temperature"), 13),
        (("presets", "two words", "params", "stop"), 14),
        (("presets", "two words", "params"), 13),
        (("presets", "deep"), 18),
        (("presets", "deep", "params", "top_p"), 19),
        (("list", "a", "b"), 22),
        (("presets",), 4),
        (("nowhere",), None),
    ],
)
def test_a_key_has_the_line_it_stands_on_or_its_table_s(where: KeyPath, line: int | None) -> None:
    assert line_of(TEXT, where) == line


@given(st.text(max_size=200), st.lists(st.text(max_size=5), max_size=3).map(tuple))
def test_looking_for_a_line_never_fails(text: str, where: KeyPath) -> None:
    found = line_of(text, where)
    assert found is None or 1 <= found <= text.count("\n") + 1


def test_keys_are_written_as_toml_does() -> None:
    assert dotted(("presets", "two words", "model")) == 'presets."two words".model'


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=8), min_size=1, max_size=3))
@example(['a"b', "\x1b[31m\n\t\\", "\x7f\x00"])
def test_any_key_is_read_as_it_was_written(where: list[str]) -> None:
    found: object = tomllib.loads(f"[{dotted(tuple(where))}]")
    for part in where:
        assert isinstance(found, dict)
        assert list(found) == [part]
        found = found[part]


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_toml(tmp_path / "none.toml").tables == {}


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b'a = 1\nb = "open\nc = 2\n', 2, "is not TOML: "),
        (b"a = 1\n[open", 2, "is not TOML: "),
        (b"a = 1\nb = [1,\n", 2, "is not TOML: "),
        (b"a = 1\na = 2\n", 2, "is not TOML: "),
        (b'a = 1\nb = "\xff"\n', 2, "is not UTF-8: byte 0xff"),
        (b"a = " + b"[" * 5000, None, "is nested too deeply"),
        (b"a = " + b"1" * 5000, None, "is not TOML: "),
        (b"a = 1980-02-30", 1, "is not TOML: "),
        (b"#" * 5_000_000, None, "is larger than 4 MB"),
    ],
    ids=["string", "table", "list", "twice", "encoding", "nesting", "number", "date", "size"],
)
def test_a_broken_file_says_where(tmp_path: Path, content: bytes, line: int | None, words: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(BadFile) as broken:
        read_toml(path)
    assert broken.value.where.line == line
    assert broken.value.where.problem.startswith(words)
    assert str(path) in str(broken.value)


def test_a_folder_a_pipe_or_a_device_in_its_place_is_said_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "linked.toml").symlink_to("/dev/zero")
    for path, what in (
        (tmp_path, "a folder"),
        (tmp_path / "pipe.toml", "a pipe"),
        (tmp_path / "linked.toml", "a device"),
    ):
        with pytest.raises(BadFile, match=f"is {what}, and no file that could be read"):
            read_toml(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert read_toml(path).tables == {"a": 1, "b": 2}
