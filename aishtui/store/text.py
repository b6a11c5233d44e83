"""Text that SQLite can hold."""

from aishtui.chat.halves import joined


def storable(text: str) -> str:
    """`text` itself, unless it holds lone surrogates, which UTF-8 cannot: they become U+FFFD, pairs are joined."""
    return joined(text)
