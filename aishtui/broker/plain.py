"""Words from outside as one printable line, for logs and error sentences."""


def plain(text: str, limit: int = 200) -> str:
    """`text` with everything that is not printable (controls, bidi marks, surrogates) shown as `?`, and bounded."""
    line = "".join(c if c.isprintable() else "?" for c in text[: limit + 1])
    return line if len(line) <= limit else line[: limit - 1] + "…"
