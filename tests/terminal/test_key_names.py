"""Keys' names, and whether a terminal without the kitty protocol can send them."""

import re
import string

import pytest
from textual import events
from textual.keys import _character_to_key

from aishtui.terminal.input_parser import InputParser
from aishtui.terminal.key_names import EXAMPLES, is_typed, read_key, unheard, write_key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ctrl+Y", "ctrl+y"),
        ("control + y", "ctrl+y"),
        ("shift+alt+left", "alt+shift+left"),
        ("Alt+.", "alt+full_stop"),
        ("alt+full_stop", "alt+full_stop"),
        ("Ctrl+/", "ctrl+slash"),
        ("Ctrl++", "ctrl+plus"),
        ("+", "plus"),
        ("F6", "f6"),
        ("PgUp", "pageup"),
        ("Esc", "escape"),
        ("ctrl+ü", "ctrl+ü"),
        *((written, None) for written in ("F99", "F0", "Ctrl+", "Ctrl", "hyperspace", "C-y", "Ctrl+Ctrl+y", "", "^Y")),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, key: str | None) -> None:
    assert read_key(written) == key


def test_what_is_written_reads_as_the_same_key() -> None:
    names = ["ctrl+y", "alt+full_stop", "alt+shift+left", "f12", "ctrl+pageup", "escape", "ctrl+plus", "alt+1"]
    assert [read_key(write_key(name)) for name in names] == names
    assert write_key("ctrl+pageup") == "Ctrl+PageUp"
    assert all(read_key(example) for example in re.split(", | or ", EXAMPLES))


def test_signs_have_textuals_names() -> None:
    assert [read_key(sign) for sign in string.punctuation] == [_character_to_key(sign) for sign in string.punctuation]


def keys_of(sequence: str) -> list[str]:
    """What our parser makes of a whole sequence."""
    return [event.key for event in InputParser().feed(sequence) if isinstance(event, events.Key)]


@pytest.mark.parametrize("letter", string.ascii_lowercase)
def test_ctrl_and_a_letter_is_told_as_it_arrives_from_a_terminal_without_protocol(letter: str) -> None:
    arrives = keys_of(chr(ord(letter) - 96))
    assert (arrives == [f"ctrl+{letter}"]) == (unheard(f"ctrl+{letter}") == "")


@pytest.mark.parametrize("sign", string.ascii_lowercase + string.digits + string.punctuation)
def test_alt_and_a_sign_is_told_as_it_arrives_from_a_terminal_without_protocol(sign: str) -> None:
    key = read_key(f"alt+{sign}")
    assert key is not None
    assert (keys_of(f"\x1b{sign}") == [key]) == (unheard(key) == "")


@pytest.mark.parametrize("sign", "\\]^_@[")
def test_ctrl_and_a_sign_is_told_as_it_arrives_from_a_terminal_without_protocol(sign: str) -> None:
    key = read_key(f"ctrl+{sign}")
    assert key is not None
    assert (keys_of(chr(ord(sign) - 64)) == [key]) == (unheard(key) == "")


@pytest.mark.parametrize(
    ("key", "sequence"),
    [
        ("ctrl+up", "\x1b[1;5A"),
        ("alt+pageup", "\x1b[5;3~"),
        ("shift+f6", "\x1b[17;2~"),
        ("ctrl+shift+left", "\x1b[1;6D"),
        ("alt+shift+left", "\x1b[1;4D"),
        ("ctrl+delete", "\x1b[3;5~"),
        ("shift+tab", "\x1b[Z"),
        ("alt+enter", "\x1b\r"),
        ("f12", "\x1b[24~"),
    ],
)
def test_keys_that_every_terminal_sends(key: str, sequence: str) -> None:
    assert unheard(key) == ""
    assert keys_of(sequence) == [key]


def test_keys_that_only_some_terminals_send() -> None:
    for key in ("ctrl+enter", "shift+enter", "ctrl+1", "ctrl+shift+y", "super+k", "alt+ctrl+k", "ctrl+tab"):
        assert "kitty" in unheard(key)
    assert "Tab" in unheard("ctrl+i")
    assert "Ctrl+Left" in unheard("alt+b")
    assert "few" in unheard("f13")


def test_letters_and_signs_are_typed() -> None:
    assert all(map(is_typed, ("a", "shift+a", "space", "full_stop", "1")))
    assert not any(map(is_typed, ("ctrl+a", "alt+full_stop", "f1", "enter")))
