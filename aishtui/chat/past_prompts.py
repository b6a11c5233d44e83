"""The prompts sent before, as they are searched: all words anywhere in them, whatever their case and accents."""

from collections.abc import Iterable

from aishtui.chat.folding import folded
from aishtui.chat.lazy_dataclass import dataclass

_MOST_PARTS = 32


@dataclass(frozen=True, slots=True)
class PastPrompt:
    """`created_at` is an ISO 8601 UTC stamp, empty where it is not known."""

    text: str
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class PastPrompts:
    """What was found, newest first, each text once."""

    prompts: tuple[PastPrompt, ...] = ()
    more: bool = False
    """There are more than were asked for."""
    note: str = ""
    """What the user has to know of it: a sentence, or nothing."""


def parts_of(typed: str) -> tuple[str, ...]:
    """The words that are looked for, folded."""
    return tuple(folded(word) for word in typed.split()[:_MOST_PARTS])


def found_in(prompts: Iterable[PastPrompt], parts: tuple[str, ...], limit: int) -> PastPrompts:
    """Those of `prompts` that have all of the parts, `limit` at most."""
    found: dict[str, PastPrompt] = {}
    for prompt in prompts:
        if prompt.text in found or not prompt.text.strip():
            continue
        text = folded(prompt.text) if parts else ""
        if all(part in text for part in parts):
            if len(found) >= limit:
                return PastPrompts(tuple(found.values()), more=True)
            found[prompt.text] = prompt
    return PastPrompts(tuple(found.values()))
