"""What the history answers: conversations as a list shows them, and where words were found in them."""

from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Role


class Order(StrEnum):
    """How what was found is ordered."""

    NEWEST = "newest"
    """By the newest message; those that are pinned come first where nothing is searched."""
    RELEVANCE = "relevance"
    """Where words are searched: the best first, by BM25."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. Empty fields do not restrict; several do so together.

    `words`: all of them occur in one message, the last one as the beginning of a word; "in quotes" as a phrase.
    `preset`, `model` and `backend` were asked, or answered, somewhere in the conversation. `since` and `before` are
    ISO 8601 UTC stamps, or dates, between which its newest message lies (`since` included, `before` not).
    """

    words: str = ""
    preset: str = ""
    model: str = ""
    backend: str = ""
    since: str = ""
    before: str = ""
    pinned: bool = False
    """Only those that are pinned."""
    compared: bool | None = None
    """Only those in which something was compared; False: only the others."""
    deleted: bool = False
    """Those that were deleted and can still be had back, instead of the others."""
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Hit:
    """The newest (or best) message of a conversation in which the words were found. `excerpt` is a piece of its text in
    one line, as it was received and not yet cleaned; `marks` are the places of the words in it, as (start, end)."""

    message_id: str
    role: Role
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    count: int = 1
    """How many of the conversation's messages were hit, as far as was looked."""


@dataclass(frozen=True, slots=True)
class ComparisonSummary:
    """A comparison in a list."""

    id: str
    columns: tuple[str, ...]
    """The preset of each, or its model where it had none, in their order."""
    rounds: int
    last: bool = True
    """Nothing came after it in the conversation: where somebody has gone on, that is what they come back for."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One conversation in a list. Stamps are ISO 8601 in UTC; `presets`, `models` and `backends` are those of its
    answers, the newest first."""

    id: str
    title: str
    created_at: str
    changed_at: str
    """Of its newest message."""
    messages: int
    pinned: bool = False
    deleted_at: str | None = None
    presets: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()
    writing: int = 0
    """So many answers in it are being written."""
    unseen: int = 0
    """So many ended while nobody could see it."""
    hit: Hit | None = None
    comparison: ComparisonSummary | None = None
    """The newest that was held in it, also where others of its columns are other conversations."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on; it is taken from the answer before, and nobody looks into it."""

    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found. `next` is where it goes on, None at the end."""

    rows: tuple[Summary, ...] = ()
    next: Mark | None = None
    note: str = ""
    """What the user has to know of how it was searched: a sentence, or nothing."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by, each in alphabetical order."""

    presets: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    backends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unseen:
    """An answer that ended while no screen could show it."""

    answer_id: str
    conversation_id: str
    status: str
    preset: str
