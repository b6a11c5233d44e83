"""All presets as the files make them together, and where each value of each comes from."""

from collections.abc import Mapping
from dataclasses import field

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset

VALUES = (
    "model",
    "description",
    "group",
    "slot",
    "system",
    "system_file",
    "params",
    "headers",
    "refuse_cloud_ids",
)
"""What a preset's table may say, by the names used there, in the order in which it is shown."""
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file that people may edit. `line` counts from 1; None where it is not known. `str()` is one line
    that is safe to show."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        file = clean_line(self.file, _LONGEST_PATH)
        return f"{file}, line {self.line}" if self.line else file


@dataclass(frozen=True, slots=True)
class PresetBook:
    """The presets in the order in which the files first name them. Those that are marked as deleted are not among
    them."""

    presets: tuple[Preset, ...] = ()
    origins: Mapping[str, Mapping[str, Origin]] = field(default_factory=dict)
    """For each preset the place of each value that some file gives, by the names of VALUES. A value without a place is
    what holds where no file says anything, or nothing that can be used."""
    deleted: Mapping[str, Origin] = field(default_factory=dict)
    """The presets that a file marks as deleted, and where."""

    def get(self, name: str) -> Preset | None:
        return next((preset for preset in self.presets if preset.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(preset.name for preset in self.presets)

    def origin(self, name: str, value: str) -> Origin | None:
        """Where a value of VALUES comes from; None where no file says it."""
        return self.origins.get(name, {}).get(value)

    def in_slot(self, slot: int) -> Preset | None:
        return next((preset for preset in self.presets if preset.slot == slot), None)
