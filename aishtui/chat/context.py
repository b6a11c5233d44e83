"""How much of a model's context a conversation takes: an estimate, calibrated on what the server itself has counted."""

from collections.abc import Sequence
from enum import IntEnum
from itertools import islice

from aishtui.chat.answers import Status
from aishtui.chat.beginnings import first_sent
from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message, Role
from aishtui.chat.model_words import tokens
from aishtui.chat.wording import count

BYTES_PER_TOKEN = 4.0
"""Of UTF-8, where no server has counted: about four letters of English or code, a bit more than one Chinese sign."""
MESSAGE_BYTES = 16
"""What a message takes besides its text: its role, and the marks around it."""
NEAR = 0.8
_LEAST_COUNTED = 40
"""Of fewer tokens a template's own words are too large a part."""
_MOST_LOOKED_AT = 3
"""So many counts are looked at, the last first: what they do not tell, older ones do not either."""
_PLAUSIBLE = (1.0, 8.0)
"""Bytes per token. A server that has cut the conversation without a word counts less of it."""


class Level(IntEnum):
    CALM = 0
    NEAR = 1
    OVER = 2


@dataclass(frozen=True, slots=True)
class Taken:
    """What a conversation takes: so many tokens, and how many bytes of further text make one."""

    tokens: float
    bytes_per_token: float = BYTES_PER_TOKEN

    def with_bytes(self, size: int) -> float:
        """With so many bytes of text more."""
        return self.tokens + size / self.bytes_per_token


@dataclass(frozen=True, slots=True)
class ContextUse:
    """About so many tokens of a context of so many. `trained`: it is what the model was trained for, which is not what
    is served."""

    tokens: int
    length: int
    trained: bool = False

    @property
    def level(self) -> Level:
        if self.tokens > self.length:
            return Level.OVER
        return Level.NEAR if self.tokens >= NEAR * self.length else Level.CALM

    def __str__(self) -> str:
        """`about 1.2k of 32k`."""
        return f"about {about(self.tokens)} of {tokens(self.length)}{' (trained)' if self.trained else ''}"


def size_in_bytes(text: str) -> int:
    """Of the text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def taken_by(path: Sequence[Message], system: str, model: str, begins_at: str | None = None) -> Taken:
    """What is sent of `path` with the next prompt takes, where that begins at `begins_at`, or where the path says.
    Where `model` has counted the prompt of an answer in it that began there too, its count is taken for what stands
    above, and calibrates the rest."""
    first = first_sent(path, begins_at)
    sizes = [_size(message) if at >= first else 0 for at, message in enumerate(path)]
    head = size_in_bytes(system) + MESSAGE_BYTES if system else 0
    counts = ((at, _counted(path[at], model)) for at in range(len(path) - 1, first, -1))
    for at, counted in islice(((at, counted) for at, counted in counts if counted is not None), _MOST_LOOKED_AT):
        if first_sent(path[:at]) != first:
            continue
        ratio = (head + sum(sizes[:at])) / counted
        if _PLAUSIBLE[0] <= ratio <= _PLAUSIBLE[1]:
            return Taken(counted + sum(sizes[at:]) / ratio, ratio)
    return Taken((head + sum(sizes)) / BYTES_PER_TOKEN)


def context_use(taken: Taken, prompt_bytes: int, entry: CatalogEntry | None) -> ContextUse | None:
    """With a prompt of so many bytes; None where the context's length is not known."""
    if entry is None or not entry.context_length:
        return None
    more = prompt_bytes + MESSAGE_BYTES if prompt_bytes else 0
    trained = entry.context_from == "meta.n_ctx_train"
    return ContextUse(round(taken.with_bytes(more)), entry.context_length, trained)


def about(number: float) -> str:
    """`120`, `1.2k`, `32k`: no more digits than an estimate has."""
    if number >= 995:
        return count(round(number / 100) * 100)
    return str(round(number / 10) * 10 if number >= 10 else round(number))


def _size(message: Message) -> int:
    """What is sent of it: nothing of what has no text, and no thinking."""
    return size_in_bytes(message.text) + MESSAGE_BYTES if message.text else 0


def _counted(message: Message, model: str) -> int | None:
    """The server's count of what was sent for an answer by `model`."""
    facts = message.facts
    if message.role is not Role.ASSISTANT or facts is None or message.status is Status.WRITING:
        return None
    counted = facts.tokens_in if facts.asked_model == model else None
    return counted if counted is not None and counted >= _LEAST_COUNTED else None
