"""The bytes that put a terminal back."""

from aishtui.terminal.reset import RESET


def test_every_mode_that_the_driver_turns_on_is_turned_off() -> None:
    for mode in (1000, 1003, 1006, 1015, 1016, 1004, 1049, 2004, 2048):
        assert f"\x1b[?{mode}l" in RESET
    for mode in (7, 25):
        assert f"\x1b[?{mode}h" in RESET


def test_the_keyboard_is_restored_before_the_alternate_screen_is_left() -> None:
    assert RESET.index("\x1b[<u") < RESET.index("\x1b[?1049l")
