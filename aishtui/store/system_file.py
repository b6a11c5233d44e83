"""A system prompt that stands in a file of its own."""

from pathlib import Path

from aishtui.store.ordinary_file import NoOrdinaryFile, read_ordinary

MOST_BYTES = 1024 * 1024


class NoSystemPrompt(Exception):
    """`str()` says what is wrong with the file, without its name: `cannot be read (No such file or directory)`."""


def system_path(written: str, beside: Path) -> Path:
    """Where the file lies that is written as `written` in a file of the folder `beside`; `~` is the home folder.
    Raises NoSystemPrompt."""
    if not written.strip() or "\0" in written:
        raise NoSystemPrompt("is not the path of a file")
    try:
        return beside / Path(written.strip()).expanduser()
    except RuntimeError:
        raise NoSystemPrompt("is in a home folder that does not exist") from None


def read_system(path: Path) -> str:
    """The text, without the line ends at its end. Raises NoSystemPrompt."""
    content = _content(path)
    if len(content) > MOST_BYTES:
        raise NoSystemPrompt(f"is larger than {MOST_BYTES // 1024 // 1024} MB, which no system prompt is")
    if b"\0" in content:
        raise NoSystemPrompt("is not text, but binary")
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoSystemPrompt(f"is not UTF-8: byte 0x{content[error.start]:02x} in line {line}") from None
    if not text.strip():
        raise NoSystemPrompt("is empty")
    return text.replace("\r\n", "\n").rstrip("\n")


def _content(path: Path) -> bytes:
    """One byte more than it may be, where it is longer."""
    try:
        return read_ordinary(path, MOST_BYTES + 1)
    except NoOrdinaryFile as kind:
        raise NoSystemPrompt(str(kind)) from kind
    except OSError as error:
        raise NoSystemPrompt(f"cannot be read ({error.strerror or error})") from error
