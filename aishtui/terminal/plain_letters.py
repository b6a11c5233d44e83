"""What stands for a character that the terminal's encoding has not: a sign as wide, and where there is one, alike."""

import codecs

from rich.cells import cell_len

ERRORS = "aishtui-plain-letters"
"""The name of the error handler, for `str.encode`."""

_ALIKE = {
    **dict.fromkeys("─━═╌┄", "-"),
    **dict.fromkeys("│┃║▌▐▏▎▍▕", "|"),
    **dict.fromkeys("┼┌┐└┘├┤┬┴╭╮╰╯╋", "+"),
    **dict.fromkeys("•·∙▪▸", "*"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("█▇▆▅▄▃▂▁░▒▓▀", "#"),
    "→": ">", "←": "<", "↑": "^", "↓": "v", "…": ".", "×": "x", "‹": "<", "›": ">", "≈": "~", "≠": "!", "≤": "<",
    "≥": ">", "✓": "+", "✗": "x", "\u00a0": " ",
}  # fmt: skip


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_ALIKE.get(letter) or "?" * cell_len(letter) for letter in missing), error.end


codecs.register_error(ERRORS, _plain)
