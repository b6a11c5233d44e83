"""What somebody marked as a favourite and what they chose lately, kind by kind: it stands first where one chooses."""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass

MOST_RECENT = 12
MOST_FAVOURITES = 200
LONGEST_KEY = 500

Keys = Mapping[str, tuple[str, ...]]
"""By kind; what of a kind is chosen by."""


class PickKind(StrEnum):
    """What can be chosen from a list. Favourite conversations are those that are pinned."""

    PRESET = "preset"
    MODEL = "model"
    THEME = "theme"
    CONVERSATION = "conversation"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class OftenUsed:
    """`recent` has the newest first; `favourites` stand as they were marked."""

    favourites: Keys = field(default_factory=dict)
    recent: Keys = field(default_factory=dict)

    def used(self, kind: str, key: str) -> "OftenUsed":
        """After `key` was chosen."""
        others = [known for known in self.recent.get(kind, ()) if known != key]
        kept = tuple([key, *others][:MOST_RECENT]) if len(key) <= LONGEST_KEY else tuple(others)
        return replace(self, recent={**self.recent, kind: kept})

    def marked(self, kind: str, key: str, on: bool) -> "OftenUsed":
        """With `key` as a favourite, or no longer."""
        others = tuple(known for known in self.favourites.get(kind, ()) if known != key)
        kept = (*others, key)[-MOST_FAVOURITES:] if on and len(key) <= LONGEST_KEY else others
        return replace(self, favourites={**self.favourites, kind: kept})

    def is_favourite(self, kind: str, key: str) -> bool:
        return key in self.favourites.get(kind, ())
