"""A tab: one conversation with the preset its next prompt goes to. The columns of a comparison are tabs too."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from aishtui.chat.places import ReadingPlace
from aishtui.chat.presets import Preset


@dataclass(frozen=True, slots=True)
class Own:
    """What a tab sends instead of what its preset says: the system prompt and all parameters."""

    system: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, preset: Preset) -> "Own":
        return cls(preset.system, preset.params)

    def over(self, preset: Preset) -> Preset:
        return replace(preset, system=self.system, params=self.params)


@dataclass(frozen=True, slots=True)
class Before:
    """What a tab showed and asked before a comparison was begun from it."""

    preset: str
    model: str
    leaf_id: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """That a tab is shown as a column beside others. Those of one comparison stand one behind the other."""

    comparison: str
    """The comparison's id."""
    number: int
    """From 0, and never another tab's in this comparison."""
    base_id: str | None = None
    """Where the path ended when the comparison began: what is compared stands below."""
    taking_part: bool = True
    """The next prompt goes to it."""
    lasting: bool = False
    """It was a tab before, and is one again when the comparison ends; others end with it."""
    before: Before | None = None
    """What it is to be again then, where it was changed for the comparison."""
    at_once: bool = False
    """The comparison's answers are asked for all at once, also where they share a backend."""


@dataclass(frozen=True, slots=True)
class Tab:
    """What of a tab survives a restart. Tabs are ordered by `position`, which starts at 0 without gaps."""

    id: str
    position: int
    conversation_id: str
    preset: str
    """The preset's name; for a bare model its id."""
    model: str
    """The preset's model when it was chosen: the tab stays usable if the preset is gone."""
    leaf_id: str | None = None
    """The last message of the path it shows."""
    draft: str = ""
    active: bool = False
    place: ReadingPlace | None = None
    """Where its reader was; None: at the end."""
    column: Column | None = None
    """Set while it is a column of a comparison."""
    own: Own | None = None
    """Set where it sends something else than its preset says."""
    attached: tuple[str, ...] = ()
    """The paths in the draft whose files go with it."""
    begins_at: str | None = None
    """The message with which the next request begins, where that is another than its path says."""

    @property
    def comparison(self) -> str | None:
        """The id of the comparison it is a column of."""
        return self.column.comparison if self.column is not None else None

    @property
    def taking_part(self) -> bool:
        """Whether the next prompt goes to it: False for a column that is left out."""
        return self.column is None or self.column.taking_part

    @property
    def at_once(self) -> bool:
        """Whether it is a column of a comparison whose answers are asked for all at once."""
        return self.column is not None and self.column.at_once
