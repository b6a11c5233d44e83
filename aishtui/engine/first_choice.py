"""Which preset is taken when nobody names one: never a paid model."""

from collections.abc import Sequence

from aishtui.chat.catalog import Catalog
from aishtui.chat.presets import CLOUD_PREFIXES, Preset, is_cloud_id


def first_choice(
    presets: Sequence[Preset], catalog: Catalog | None, cloud_prefixes: Sequence[str] = CLOUD_PREFIXES
) -> Preset | None:
    """The first preset in file order that can be sent, is served and has no cloud id; where none is served, the first
    model without a cloud id that the catalogue lists; before a catalogue is known, the first preset without one. None
    if everything has a cloud id."""
    sendable = (preset for preset in presets if not preset.broken)
    local = [preset for preset in sendable if not is_cloud_id(preset.model, cloud_prefixes)]
    if catalog is not None and catalog.entries:
        served = {entry.id for entry in catalog.entries}
        for preset in local:
            if preset.model in served:
                return preset
        for entry in catalog.entries:
            if not is_cloud_id(entry.id, cloud_prefixes):
                return Preset.of_model(entry.id)
    return local[0] if local else None
