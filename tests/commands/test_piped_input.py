"""Reading a pipe: whole, or no further than what can be sent."""

import os
import threading

from aishtui.chat.piped import MOST_BYTES
from aishtui.commands.piped_input import read_piped

LIMIT_S = 20.0


def test_a_pipe_is_read_to_its_end_and_closed() -> None:
    ours, theirs = os.pipe()
    reading = read_piped(ours)
    os.write(theirs, b"one ")
    assert not reading.done()
    os.write(theirs, b"two")
    os.close(theirs)
    assert reading.result(LIMIT_S).text == "one two"


def test_what_never_ends_is_given_up_and_its_writer_told() -> None:
    ours, theirs = os.pipe()
    reading = read_piped(ours)
    told = threading.Event()

    def write() -> None:
        try:
            while True:
                os.write(theirs, b"x" * (MOST_BYTES // 8))
        except BrokenPipeError:
            told.set()
        finally:
            os.close(theirs)

    writer = threading.Thread(target=write)
    writer.start()
    assert "More than 8.0 MB" in reading.result(LIMIT_S).said
    writer.join(LIMIT_S)
    assert told.is_set()


def test_a_folder_as_standard_input_says_why(tmp_path: os.PathLike[str]) -> None:
    assert "cannot be read" in read_piped(os.open(tmp_path, os.O_RDONLY)).result(LIMIT_S).said
