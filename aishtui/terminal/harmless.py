"""Which sequences leave the picture, the pen and the cursor as they are: what is written past the display layer."""

import re

_OSC = r"\x1b\](?!8;)[^\x07\x1b]*(?:\x07|\x1b\\)"
"""Titles, clipboards, notices, colours: everything but links."""
_PASSED_ON = r"\x1bP(?:tmux;)?\x1b{1,2}\](?:[^\x1b]|\x1b[^\\])*\x1b\\"
"""The same through tmux or GNU screen."""
_MODES = r"\x1b\[\?(?:1|7|12|25|100[0-7]|101[56]|2004|2026|2031|2048)[hl]"
"""Keys, line wrap, the cursor's looks, mouse, focus, paste, whole frames, colour schemes, sizes."""
_QUERIES = r"\x1b\[\?[0-9;]*\$p|\x1b\[[>=?]?[0-9;]*[cn]|\x1b\[>[0-9]*q"
_KEYBOARD = r"\x1b\[[<>=?][0-9;]*u|\x1b\[>[0-9;]*m|\x1b[=>]"
_OTHERS = r"\x1b\[[0-9]* q|\x1b\[2[23](?:;[0-9]+)*t|\x07"
"""The cursor's shape, the stack of titles, the bell."""

_HARMLESS = re.compile("(?:" + "|".join((_OSC, _PASSED_ON, _MODES, _QUERIES, _KEYBOARD, _OTHERS)) + ")*")


def is_harmless(data: str) -> bool:
    """False also for what is not known here: then the display layer forgets what the terminal shows."""
    return _HARMLESS.fullmatch(data) is not None
