"""The sequence that offers a text to the terminal's clipboard, as it is and in its wrappings."""

import re
from base64 import b64decode

from hypothesis import given
from hypothesis import strategies as st

from aishtui.terminal.osc52 import base64_length, for_screen, for_tmux, osc52

LONGEST_IN_SCREEN = 768


def test_a_copy_is_one_sequence() -> None:
    assert osc52(b"abc") == "\x1b]52;c;YWJj\x07"
    assert osc52(b"long" * 50_000).count("\x1b") == 1


@given(st.binary(max_size=5000))
def test_the_length_is_that_of_the_text_in_base64(data: bytes) -> None:
    assert base64_length(data) == len(osc52(data)) - len(osc52(b""))


@given(st.binary(max_size=5000))
def test_what_tmux_unwraps_is_the_sequence(data: bytes) -> None:
    wrapped = for_tmux(osc52(data))
    assert wrapped.startswith("\x1bPtmux;")
    assert wrapped.endswith("\x1b\\")
    assert wrapped[7:-2].replace("\x1b\x1b", "\x1b") == osc52(data)


@given(st.binary(max_size=5000))
def test_what_screen_unwraps_is_the_sequence_in_short_strings(data: bytes) -> None:
    strings = re.findall(r"\x1bP.*?\x1b\\", for_screen(osc52(data)), re.DOTALL)
    assert "".join(strings) == for_screen(osc52(data))
    assert all(len(string) <= LONGEST_IN_SCREEN for string in strings)
    joined = "".join(string[2:-2] for string in strings)
    assert joined == osc52(data)
    assert b64decode(joined[7:-1]) == data
