"""What the workbench needs of the world beside the engine; whoever builds the parts passes it in."""

from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import field
from pathlib import Path
from typing import Protocol

from textual.theme import Theme

from aishtui.chat.history import Unseen
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.piped import Piped
from aishtui.chat.presets import CLOUD_PREFIXES
from aishtui.screens.telling import TellingWays
from aishtui.store.form_drafts import FormDrafts
from aishtui.store.screen_file import ScreenFile
from aishtui.terminal.attention import Attention
from aishtui.terminal.clipboard import Copied
from aishtui.terminal.edited import Edit, Edited, Suspended
from aishtui.widgets.bound_keys import TABLE, BoundKeys

FRESH_S = 300.0


class ConfigDesk(Protocol):
    """`config.toml` and the files of presets, for the screen."""

    async def edit(self, suspended: Suspended, presets: bool = False) -> Edited:
        """Has the user edit the settings, or the `presets.toml`; if there is none yet, one that is all comments. Raises
        NotEdited."""

    async def reread(self, around: "Surroundings") -> "NewSettings":
        """Takes over what stands in them now, in place of what `around` was made of."""


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
    config_dir: Path | None = None
    """Where presets are changed; None: they cannot be."""
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
    screen_file: ScreenFile = field(default_factory=ScreenFile)
    """How the user has arranged the screen, and what they choose often."""
    form_drafts: FormDrafts = field(default_factory=FormDrafts)
    """What stands in forms of presets and is not saved."""
    config: "ConfigDesk | None" = None
    """The user's settings; None where there are none to be changed."""
    attention: Attention = field(default_factory=Attention)
    piped: "Future[Piped] | None" = None
    """What was piped in, once it is there; None where nothing was."""
    telling: TellingWays = field(default_factory=TellingWays)


@dataclass(frozen=True, slots=True)
class NewSettings:
    """What the settings are now, beside what `around` has of them; None: that stays as it is."""

    around: Surroundings
    words: str
    """What has changed, what has not, and why."""
    right: bool = True
    """Nothing is wrong in the file."""
    themes: tuple[Theme, ...] = ()
    theme: str | None = None
    title: bool | None = None
    mouse: bool | None = None
