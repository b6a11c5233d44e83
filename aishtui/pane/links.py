"""Where links lead: cleaned for the terminal, and said beside the words that hide it."""

import re
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink

from aishtui.chat.clean import clean_line

BARE = re.compile(
    r"(?<![\w@/.])(?:(?:https?|ftp)://|www\.(?=\w))[^\s<>\"`]+"
    r"|(?<![\w.+@/-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}(?![\w@])",
    re.IGNORECASE,
)
"""Addresses written without any mark, as GitHub finds them."""

_OPENED = ("http://", "https://", "ftp://", "mailto:")
"""What a click may open. Files are on another computer than the model's, and other schemes start programs."""
_LONGEST_TARGET = 2000
_LONGEST_SHOWN = 60
_SCHEME = re.compile(r"(?:https?://|ftp://|mailto:)", re.IGNORECASE)


def target(address: str) -> str:
    """The target for the terminal, printable ASCII; empty for one that is not to be opened."""
    if len(address) > _LONGEST_TARGET or not address.lower().startswith(_OPENED):
        return ""
    address = clean_line(address, _LONGEST_TARGET).replace(" ", "%20")
    cleaned = address if address.isascii() else normalizeLink(address)
    return cleaned if cleaned.isascii() and cleaned.isprintable() and " " not in cleaned else ""


def bare_target(address: str) -> str:
    """The target of an address that was found in text."""
    if "://" in address:
        return target(address)
    return target(f"mailto:{address}" if "@" in address and not address.startswith("www.") else f"http://{address}")


def trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it."""
    address = address.rstrip(".,;:!?'\"*_~")
    excess = address.count(")") - address.count("(")
    while excess > 0 and address.endswith(")"):
        address, excess = address[:-1].rstrip(".,;:!?'\"*_~"), excess - 1
    return address


def hidden_target(shown: str, address: str) -> str:
    """What to add to a link whose text does not say where it leads; nothing for one within the text itself."""
    address = clean_line(address, _LONGEST_TARGET)
    if not address or address.startswith(("#", "data:")) or _bare(shown) == _bare(address):
        return ""
    return address


def shortened(address: str) -> str:
    return address if len(address) <= _LONGEST_SHOWN else address[: _LONGEST_SHOWN - 1] + "…"


def _bare(address: str) -> str:
    return _SCHEME.sub("", unquote(address.strip()), count=1).rstrip("/")
