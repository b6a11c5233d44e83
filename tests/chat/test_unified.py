"""The unified diff that is copied: `patch` and people take it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.differences import differences
from aishtui.chat.unified import unified

LINES = st.lists(st.sampled_from(["", "one two three", "one two four", "five", "}"]), max_size=25).map("\n".join)


def patched(left: str, diff: str) -> str:
    """`left` as the diff changes it: every line that it says is there has to be."""
    lines, out, at = left.split("\n"), list[str](), 0
    for line in diff.split("\n")[2:-1]:
        if line.startswith("@@"):
            first, count = (int(number) for number in line.split()[1].removeprefix("-").split(","))
            begins = first - 1 if count else first
            out += lines[at:begins]
            at = begins
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert line[1:] == lines[at]
            out += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "\n".join(out + lines[at:])


@given(LINES, LINES)
def test_it_turns_the_left_text_into_the_right_one(left: str, right: str) -> None:
    diff = unified(differences(left, right), "fast", "deep")
    assert (patched(left, diff) == right) if diff else left == right


def test_it_looks_like_every_other_unified_diff() -> None:
    left = "\n".join(["a1", "b2", "c3", "d4", "old words here", "e5", "f6", "g7", "h8"])
    right = left.replace("old words", "new words").replace("h8", "h8\ni9")
    assert unified(differences(left, right), "fast · qwen", "deep").split("\n") == [
        "--- fast · qwen",
        "+++ deep",
        "@@ -2,8 +2,9 @@",
        " b2",
        " c3",
        " d4",
        "-old words here",
        "+new words here",
        " e5",
        " f6",
        " g7",
        " h8",
        "+i9",
        "",
    ]


def test_a_long_line_is_one_line_of_it() -> None:
    left = "word " * 1000
    diff = unified(differences(left, left + "more"), "a", "b")
    assert diff.split("\n")[3:5] == [f"-{left}", f"+{left}more"]


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
def test_patch_takes_it(tmp_path: Path) -> None:
    left, right = "a\nb\nc\nd\ne\nf\ng\nh\n", "a\nx\nc\nd\ne\nf\ng\nh\ni\n"
    file = tmp_path / "answer.md"
    file.write_text(left, encoding="utf-8")
    diff = unified(differences(left, right), "answer.md", "answer.md")
    subprocess.run(["patch", "-s", str(file)], input=diff, text=True, check=True)
    assert file.read_text(encoding="utf-8") == right
