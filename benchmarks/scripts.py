"""What the broker is to answer: one script for each prompt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

CHARACTERS = 4
"""In one token."""


class Pace(StrEnum):
    """How the tail is sent."""

    PACED = "paced"
    """One event per token, each at its time."""
    BURST = "burst"
    """Everything in one write."""
    FLOOD = "flood"
    """One event and one chunk per write, as fast as the socket takes them."""


@dataclass(frozen=True, slots=True)
class Script:
    """The answer to the prompt `prompt`: `lead` in one write, then `tail` at its pace.

    With `watched` the broker tells when the client closes the connection. With `holds` the broker waits to be told
    before the tail and before the end of the answer, so that what is measured is the tail and nothing else.
    """

    prompt: str
    tail: str
    lead: str = ""
    pace: Pace = Pace.PACED
    tokens_per_s: float = 100.0
    holds: bool = False
    watched: bool = False
    model: str = ""
    """Only this model answers so, where one prompt goes to several."""

    @property
    def key(self) -> str:
        """What it is told apart by."""
        return f"{self.model} {self.prompt}" if self.model else self.prompt

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(**{**value, "pace": Pace(value["pace"])})


def tokens(text: str) -> list[str]:
    """The text in tokens of four characters; a zero-width mark would be a character too."""
    return [text[start : start + CHARACTERS] for start in range(0, len(text), CHARACTERS)]
