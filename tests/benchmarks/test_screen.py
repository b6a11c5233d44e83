"""The screen that is computed from what was written."""

from benchmarks.screen import Screen

DRAWN = "\x1b[2;3H\x1b[38;2;1;2;3mgreen\x1b[0m\x1b[>25u\x1b[?2026$p\x1b]11;?\x1b\\ täxt".encode()


def test_only_characters_are_drawn() -> None:
    screen = Screen()
    screen.feed(DRAWN)
    assert [row.strip() for row in screen.rows if row.strip()] == ["green täxt"]
    assert screen.rows[1].startswith("  green täxt")


def test_a_sequence_cut_anywhere_is_not_drawn() -> None:
    for cut in range(1, len(DRAWN)):
        screen = Screen()
        screen.feed(DRAWN[:cut])
        screen.feed(DRAWN[cut:])
        assert screen.rows[1].strip() == "green täxt", cut


def test_only_changed_rows_are_told() -> None:
    screen = Screen()
    screen.feed(b"one\r\ntwo")
    assert [row.strip() for row in screen.feed(b"\x1b[2;1Hsix")] == ["six"]
    assert screen.shows("one")
    assert not screen.shows("two")
