"""A tab: one conversation with the preset its next prompt goes to."""

from dataclasses import dataclass

from aishtui.chat.places import ReadingPlace


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
