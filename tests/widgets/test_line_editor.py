"""One line of text under editing keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.widgets.line_editor import LineEditor

KEYS = [
    "left", "right", "home", "end", "ctrl+a", "ctrl+e", "ctrl+left", "ctrl+right", "alt+b", "alt+f",
    "backspace", "delete", "ctrl+h", "ctrl+d", "ctrl+w", "ctrl+u", "ctrl+k",
]  # fmt: skip


def after(text: str, *keys: str) -> str:
    """The text with `|` at the cursor, which begins at the end."""
    editor = LineEditor(text, len(text))
    for key in keys:
        pressed = editor.pressed(key)
        editor = pressed if pressed is not None else editor.typed(key)
    return f"{editor.text[: editor.at]}|{editor.text[editor.at :]}"


@pytest.mark.parametrize(
    ("text", "keys", "result"),
    [
        ("ab", ["c"], "abc|"),
        ("ab", ["left", "c"], "ac|b"),
        ("ab", ["home", "left", "c"], "c|ab"),
        ("ab", ["home", "right", "right", "right"], "ab|"),
        ("borrow checker", ["ctrl+w"], "borrow |"),
        ("borrow checker", ["ctrl+left"], "borrow |checker"),
        ("borrow checker ", ["ctrl+w", "ctrl+w"], "|"),
        ("borrow checker", ["home", "ctrl+right"], "borrow| checker"),
        ("borrow checker", ["home", "ctrl+right", "ctrl+right"], "borrow checker|"),
        ("borrow checker", ["ctrl+u"], "|"),
        ("borrow checker", ["left", "left", "ctrl+k"], "borrow check|"),
        ("borrow", ["home", "delete"], "|orrow"),
        ("borrow", ["delete"], "borrow|"),
        ("e\u0301", ["backspace"], "|"),
        ("e\u0301x", ["home", "right"], "e\u0301|x"),
    ],
)
def test_keys(text: str, keys: list[str], result: str) -> None:
    assert after(text, *keys) == result


def test_other_keys_are_nobody_s() -> None:
    assert LineEditor("a", 1).pressed("f5") is None
    assert LineEditor("a", 1).pressed("up") is None


@given(st.text("ab \u0301漢.", max_size=12), st.lists(st.sampled_from([*KEYS, "x", "漢"]), max_size=20))
def test_the_cursor_never_leaves_the_text(text: str, keys: list[str]) -> None:
    editor = LineEditor(text, len(text))
    for key in keys:
        editor = editor.pressed(key) or editor.typed(key)
        assert 0 <= editor.at <= len(editor.text)
