"""What an id is made of: 52 bits of milliseconds, then 48 others, so that ids sort by creation."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Base 32 without i, l, o, u."""
LENGTH = 20
LOW_BITS = 48
"""Below the milliseconds."""

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


def id_of(value: int) -> str:
    """The 20 characters for 100 bits."""
    return "".join(ALPHABET[value >> shift & 31] for shift in range(95, -1, -5))


def milliseconds_of(id_: str) -> int | None:
    """When an id was made, in milliseconds since 1970; None for a text that is no id of this kind."""
    value = value_of(id_)
    return None if value is None else value >> LOW_BITS


def value_of(id_: str) -> int | None:
    """The 100 bits; None for a text that is no id of this kind."""
    if len(id_) != LENGTH or not _VALUES.keys() >= set(id_):
        return None
    value = 0
    for letter in id_:
        value = value << 5 | _VALUES[letter]
    return value
