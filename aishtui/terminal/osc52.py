"""OSC 52, the sequence that offers a text to the terminal's clipboard: bare, and wrapped for who stands in between."""

from base64 import b64encode

SCREEN_CHUNK = 760
"""GNU screen 4.9 passes a DCS string of 764 bytes on, and prints one of 768 on the display (measured)."""

_BEGIN, _END = "\x1b]52;c;", "\x07"


def base64_length(data: bytes) -> int:
    """How many bytes a terminal has to take for `data`, which is what terminals have limits for."""
    return (len(data) + 2) // 3 * 4


def osc52(data: bytes) -> str:
    """One sequence for all of it, since kitty appends a second."""
    return f"{_BEGIN}{b64encode(data).decode()}{_END}"


def for_tmux(sequence: str) -> str:
    """Has tmux hand `sequence` on unseen, where its option allow-passthrough is on."""
    return "\x1bPtmux;{}\x1b\\".format(sequence.replace("\x1b", "\x1b\x1b"))


def for_screen(sequence: str) -> str:
    """Has GNU screen hand `sequence` on unseen, in strings that are short enough for it. It may hold no ST."""
    pieces = (sequence[start : start + SCREEN_CHUNK] for start in range(0, len(sequence), SCREEN_CHUNK))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
