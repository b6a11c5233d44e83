"""How the commands print, and with which status they end."""

import json
from typing import TextIO

USAGE = 2
"""The exit status for a command line that asks for something there is not."""
STOPPED = 130
"""The exit status where the user has stopped it."""


def write_json(value: object, out: TextIO, indent: int | None = None) -> None:
    """One JSON value and a new line. Escaped where a terminal reads it: control characters other than those JSON
    itself escapes (C1, bidi) would reach it; and where it has something that `out` cannot take as it is: halves of
    characters, which JSON can carry and UTF-8 cannot."""
    text = json.dumps(value, ensure_ascii=out.isatty(), indent=indent)
    try:
        text.encode(out.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    out.write(f"{text}\n")
    out.flush()
