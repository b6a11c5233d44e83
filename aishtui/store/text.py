"""Text that SQLite can hold."""


def storable(text: str) -> str:
    """`text` itself, unless it holds lone surrogates, which UTF-8 cannot: they become U+FFFD, pairs are joined."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
