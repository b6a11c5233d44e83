"""The one function that makes text from outside safe to show on a terminal.

What is stored and copied stays as it came; what is drawn, printed to a terminal or put into a title goes
through here. Removed or marked are C0 (except newline and tab), DEL, C1 and the bidirectional overrides and
isolates (Unicode TR36, CVE-2021-42574), because each of them can steer a terminal or disguise what is read.
"""

import re

_MARK = "\N{REPLACEMENT CHARACTER}"

# C0 and DEL have visible pictures in Unicode (U+2400 block); C1, bidi controls and lone surrogates have none.
_PICTURES: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20)}
_PICTURES[0x7F] = "\u2421"
_PICTURES[0x0D] = ""

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_JOINER = "\u200d"
_LINE_BREAKS = re.compile("\r\n?|[\n\t\x0b\x0c\x85\u2028\u2029]+")


def _picture(match: re.Match[str]) -> str:
    return _PICTURES.get(ord(match.group()), _MARK)


def clean_text(text: str) -> str:
    """`text` with every control character but newline and tab made visible; CR LF and CR become newlines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub(_picture, text)


def clean_line(text: str, limit: int = 500) -> str:
    """`text` as one safe line of at most `limit` characters: line breaks and tabs become single spaces.

    For names, ids, headers, titles and error words. A longer text ends in `…`.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text.strip()  # nearly every name is like this, and a catalogue has a hundred thousand of them
    line = clean_text(_LINE_BREAKS.sub(" ", text[: limit * 4])).strip()
    line = line.lstrip(_JOINER)  # with nothing before it to join it is noise, and rich (15.0) fails on it
    return line if len(line) <= limit else line[: limit - 1] + "…"
