"""Halves of characters, which JSON can carry and neither UTF-8 nor SQLite can."""


def joined(text: str) -> str:
    """`text` itself, unless it holds lone surrogates: they become U+FFFD, pairs are joined."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def utf8(text: str) -> bytes:
    """`text` as UTF-8, mended where that is needed."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return joined(text).encode()
