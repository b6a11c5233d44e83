"""The nearest names to one that was not found."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Up to `most` of `names` that look like `name`, best first; case and punctuation count little."""
    by_plain: dict[str, str] = {}
    for candidate in names:
        by_plain.setdefault(candidate.casefold().replace("-", "_"), candidate)
    plain = name.casefold().replace("-", "_")
    close = get_close_matches(plain, by_plain, n=most, cutoff=0.5)
    starting = [key for key in by_plain if key.startswith(plain) and key not in close] if plain else []
    return [by_plain[key] for key in (*close, *starting)][:most]


def or_list(names: Iterable[str]) -> str:
    """`fast`, `fast or chat`, `fast, chat or deep`."""
    items = list(names)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}" if items else ""
