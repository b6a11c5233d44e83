"""What the workbench needs of the world beside the engine; whoever builds the parts passes it in."""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from aishtui.chat.history import Unseen
from aishtui.chat.piped import Piped
from aishtui.chat.presets import CLOUD_PREFIXES
from aishtui.screens.telling import TellingWays
from aishtui.terminal.attention import Attention
from aishtui.terminal.clipboard import Copied
from aishtui.terminal.edited import Edit
from aishtui.widgets.bound_keys import TABLE, BoundKeys

FRESH_S = 300.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the workbench needs of the world beside the engine."""

    copy: Callable[[str, Callable[[str], None]], Awaitable[Copied]]
    """Copies a text, by way of the function that writes to the terminal; returns what is known of it."""
    low_bandwidth: bool
    """The line to the terminal may be thin: fewer frames, and nothing moves for looks."""
    first_start: bool
    automatic: bool = False
    """The one tab there is was opened because nobody named one."""
    notices: tuple[str, ...] = ()
    """What is to be said once, at the start."""
    away: tuple[Unseen, ...] = ()
    """Answers that ended while no screen could show it, the oldest first."""
    lasting: tuple[str, ...] = ()
    """What stays true as long as this runs: broken files, a folder that did not answer."""
    keeping_problem: Callable[[], str] = str
    keeping_notices: Callable[[], tuple[str, ...]] = tuple
    """Takes what is to be said once of how things are kept."""
    cloud_prefixes: tuple[str, ...] = CLOUD_PREFIXES
    keys: BoundKeys = TABLE
    """Which keys do what."""
    prompts: tuple[str, ...] = ()
    """The prompts sent before, newest first."""
    figures: Callable[[], Awaitable[Mapping[str, str]]] | None = None
    """Reads what the user's own history knows of each model's speed, in a few words, by model id."""
    fresh_s: float = FRESH_S
    """So old may the catalogue become before it is asked for again when the user does something."""
    edit: Edit | None = None
    """The user's own editor; None where there is no terminal for it."""
    attention: Attention = field(default_factory=Attention)
    piped: "Future[Piped] | None" = None
    """What was piped in, once it is there; None where nothing was."""
    telling: TellingWays = field(default_factory=TellingWays)
