"""A tab: one conversation with the preset its next prompt goes to, and the prompts typed ahead in it. The columns of a
comparison are tabs too."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.places import ReadingPlace
from aishtui.chat.presets import Preset
from aishtui.chat.same_value import same_value


@dataclass(frozen=True, slots=True)
class Own:
    """What a tab sends instead of what its preset says. None: what the preset says, also when that changes."""

    system: str | None = None
    params: Mapping[str, Any] | None = None
    """All of them: none of the preset's are sent beside these."""
    headers: Mapping[str, str] | None = None
    """The same for the headers."""
    model: str | None = None
    refuse_cloud_ids: bool | None = None

    @classmethod
    def of(cls, preset: Preset) -> "Own":
        """All that is sent with the preset besides the model, to be the same whatever the preset."""
        return cls(preset.system, preset.params, preset.headers)

    @classmethod
    def between(cls, preset: Preset, wanted: Preset) -> "Own | None":
        """What makes of `preset` what is sent with `wanted`; None where that is the same."""
        pairs = ((name, getattr(preset, name), getattr(wanted, name)) for name in _NAMES)
        different = {name: value for name, known, value in pairs if not same_value(known, value)}
        return cls(**different) if different else None

    @property
    def changed(self) -> tuple[str, ...]:
        """What is its own, by the names a preset has for it."""
        return tuple(name for name in _NAMES if getattr(self, name) is not None)

    @property
    def empty(self) -> bool:
        return not self.changed

    def over(self, preset: Preset) -> Preset:
        """The preset as it is sent. Its name stays."""
        values = {name: getattr(self, name) for name in self.changed}
        if self.system is not None:
            values["system_file"] = ""
        return replace(preset, **values)

    def without_model(self) -> "Own | None":
        """The rest of it, for a tab that is to ask another model."""
        rest = replace(self, model=None)
        return None if rest.empty else rest


_NAMES = ("model", "system", "params", "headers", "refuse_cloud_ids")


@dataclass(frozen=True, slots=True)
class Before:
    """What a tab showed and asked before a comparison was begun from it."""

    preset: str
    model: str
    leaf_id: str | None = None
    own: Own | None = None


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


class Hold(StrEnum):
    """Why a prompt that was typed ahead is not sent by itself any more. Stored by these names."""

    STOPPED = "stopped"
    """The answer that it was to follow was stopped."""
    FAILED = "failed"
    CUT_OFF = "cut_off"
    LEFT = "left"
    """aishtui has ended since, in whatever way."""
    UNCOMPARED = "uncompared"
    """It was for the columns of a comparison that has ended."""
    EDITED = "edited"
    """It was being edited when aishtui ended."""
    NO_PRESET = "no_preset"
    """The preset it was typed for is gone: without its system prompt and its parameters it is not sent."""
    BEHIND = "behind"
    """The one before it is held."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A prompt typed ahead: in no conversation yet, and sent once nothing above it is being written. `created_at` is
    an ISO 8601 UTC stamp."""

    id: str
    text: str
    created_at: str
    preset: str = ""
    """Whom it was typed for, as in a tab; empty: whoever the tab, or each column of a comparison, asks by then."""
    model: str = ""
    own: Own | None = None
    held: Hold | None = None
    edited: bool = False
    """It is being edited: its text stands in the prompt as well."""

    def asked_by(self, tab: "Tab") -> "Tab":
        """The tab as it asks for this one."""
        return replace(tab, preset=self.preset, model=self.model, own=self.own) if self.preset else tab

    def typed_for(self, tab: "Tab") -> "Queued":
        """Asked by this tab as it is now."""
        return replace(self, preset=tab.preset, model=tab.model, own=tab.own)


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
    """Set where it sends something else than its preset says, and for this tab alone."""
    attached: tuple[str, ...] = ()
    """The paths in the draft whose files go with it."""
    begins_at: str | None = None
    """The message with which the next request begins, where that is another than its path says."""
    queue: tuple[Queued, ...] = ()
    """The prompts typed ahead, in the order in which they are sent: those that are held stand last. Those of a
    comparison are its first column's."""

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
