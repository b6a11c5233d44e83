"""How the commands print, and with which status they end."""

import json
import os
from collections.abc import Iterable
from typing import TextIO

from aishtui.chat.clean import clean_line

USAGE = 2
"""The exit status for a command line that asks for something there is not."""
STOPPED = 130
"""The exit status where the user has stopped it."""


def write_json(value: object, out: TextIO, indent: int | None = None) -> None:
    """One JSON value and a new line. Escaped where a terminal reads it: control characters other than those JSON
    itself escapes (C1, bidi) would reach it."""
    out.write(f"{json_text(value, escaped=out.isatty(), encoding=out.encoding or 'utf-8', indent=indent)}\n")
    out.flush()


def write_found(value: object, lines: Iterable[str], as_json: bool, out: TextIO) -> str:
    """Write what was found, as JSON or in lines; why it could not be written, or nothing."""
    try:
        if as_json:
            write_json(value, out, indent=2)
        else:
            for line in lines:
                print(clean_line(line), file=out)
        out.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def json_text(value: object, *, escaped: bool, encoding: str = "utf-8", indent: int | None = None) -> str:
    """Escaped also where it has something that `encoding` cannot take as it is: halves of characters, which JSON can
    carry and UTF-8 cannot."""
    text = json.dumps(value, ensure_ascii=escaped, indent=indent)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text


def let_go_of(out: TextIO) -> None:
    """Nobody reads it any more, or nothing can be written: what still waits in the stream must not fail a second
    time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, out.fileno())
    os.close(nowhere)
