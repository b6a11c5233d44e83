"""`config.toml` for the screen, loaded when it is wanted."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aishtui.commands.live_config import LiveConfig
    from aishtui.screens.surroundings import NewSettings, Surroundings
    from aishtui.terminal.edited import Edited, Suspended


class OwnConfig:
    """See `ConfigDesk`. `load` is called once."""

    def __init__(self, load: "Callable[[], LiveConfig]") -> None:
        self._load = load
        self._loaded: LiveConfig | None = None

    async def edit(self, suspended: "Suspended", presets: bool = False) -> "Edited":
        return await self._config().edit(suspended, presets)

    async def reread(self, around: "Surroundings") -> "NewSettings":
        return await self._config().reread(around)

    def _config(self) -> "LiveConfig":
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded
