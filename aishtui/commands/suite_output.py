"""Where the answers of a suite are printed: standard output, or a file that is there whole in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from aishtui.chat.clean import clean_text
from aishtui.chat.halves import utf8
from aishtui.commands.output import let_go_of
from aishtui.store.errors import NotWritten
from aishtui.store.whole_file import whole_file


class Output:
    """What is written as it comes. An error ends it, and nothing else: the answers are in the history all the same."""

    problem = ""
    """Why nothing more can be written: a sentence; empty also where the reader has gone."""
    broken = False
    for_terminal = False

    def write(self, text: str) -> None:
        """Nothing, once it is broken."""
        if self.broken:
            return
        try:
            self._write(text)
        except OSError as error:
            self.broken = True
            self._failed(error)

    def _write(self, text: str) -> None:
        raise NotImplementedError

    def _failed(self, error: OSError) -> None:
        raise NotImplementedError


class StandardOutput(Output):
    """Byte for byte, unless a terminal reads it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.for_terminal = out.isatty()

    def _write(self, text: str) -> None:
        if self.for_terminal:
            self._out.write(clean_text(text))
        else:
            self._out.flush()
            self._out.buffer.write(utf8(text))
        self._out.flush()

    def _failed(self, error: OSError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.problem = f"Standard output cannot be written ({error.strerror or error})."
        let_go_of(self._out)


class FileOutput(Output):
    """A file beside its place. `dropped`: it is not put there in the end."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self.dropped = False

    def _write(self, text: str) -> None:
        self._file.write(utf8(text))
        self._file.flush()

    def _failed(self, error: OSError) -> None:
        self.dropped = True
        self.problem = str(NotWritten(self.path, error))


class _Dropped(Exception):
    """The file is not to be put in its place."""


@contextmanager
def opened_output(target: str | None, out: TextIO) -> Iterator[Output]:
    """None and `-` are standard output. Raises NotWritten, at the beginning for a place that cannot be written to."""
    if target is None or target == "-":
        yield StandardOutput(out)
        return
    output: FileOutput | None = None
    try:
        with whole_file(Path(target), replace=True) as file:
            output = FileOutput(Path(target), file)
            yield output
            if output.dropped:
                raise _Dropped
    except _Dropped:
        return
    except NotWritten:
        if output is None or not output.problem:
            raise
