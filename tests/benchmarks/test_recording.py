"""What is counted in a recording."""

from benchmarks.recording import Piece, Recording

FRAME = b"\x1b[?2026h%s\x1b[?2026l"


def recording(*pieces: tuple[bytes, float]) -> Recording:
    made = Recording()
    for data, time_s in pieces:
        made.add(Piece(data, time_s, 0.0))
    return made


def test_a_synchronised_update_is_a_frame() -> None:
    made = recording((FRAME % b"one" + FRAME % b"two", 1.0), (FRAME % b"three", 2.0))
    assert made.frames(0, made.here) == 3
    assert made.frames(1, made.here) == 1


def test_an_update_that_came_in_two_reads_is_one_frame() -> None:
    made = recording((b"\x1b[?20", 1.0), (b"26h text", 1.0), (b"\x1b[?2026l", 1.0))
    assert made.frames(0, made.here) == 1


def test_without_synchronised_updates_a_pause_parts_the_frames() -> None:
    made = recording((b"a", 1.0), (b"b", 1.001), (b"c", 1.050), (b"d", 1.051))
    assert made.frames(0, made.here) == 2
    assert recording().frames(0, 0) == 0


def test_a_time_is_a_place() -> None:
    made = recording((b"a", 1.0), (b"bc", 2.0), (b"def", 3.0))
    assert [made.at(0.5), made.at(2.0), made.at(2.5), made.at(9.0)] == [0, 1, 2, 3]
    assert made.written(made.at(1.5), made.at(3.5)) == 5
    assert made.bytes == 6


def test_little_frames_without_marks_count_beside_those_that_have_them() -> None:
    made = recording((FRAME % b"one", 1.0), (b"x", 1.1), (b"y", 1.2))
    assert made.frames(0, made.here) == 3
