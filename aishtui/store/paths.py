"""Where things lie: the config folder, the data folder, and what ships with aishtui."""

from pathlib import Path

import platformdirs

from aishtui.store.errors import of_os

EDITOR_FOLDER = "editor"
"""In the data folder: what is in the user's editor at the moment."""

_PACKAGE = Path(__file__).resolve().parent.parent


def config_dir(override: Path | None = None) -> Path:
    """The folder of `config.toml` and `presets.toml`; `override` comes from an option or the environment."""
    return (override or platformdirs.user_config_path("aishtui")).expanduser().absolute()


def data_dir(override: Path | None = None) -> Path:
    """The folder of the database; `override` comes from an option or the environment."""
    return (override or platformdirs.user_data_path("aishtui")).expanduser().absolute()


def make_private(folder: Path) -> Path:
    """`folder`, made with mode 0700 where it is missing. Raises StoreError.

    A folder that was there before keeps its mode: somebody may have chosen `/tmp`, and files are 0600 anyway.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise of_os(error, folder) from error
    return folder


def shipped(name: str) -> Path:
    """`themes`, `presets.toml`, `config.default.toml` or `manual`, of an installed wheel or beside the package."""
    places = [_PACKAGE / "_shipped" / name, _PACKAGE.parent / name]
    if name == "manual":
        places = [_PACKAGE / "manual"]
    for place in places:
        if place.exists():
            return place
    looked = " nor ".join(str(place) for place in places)
    raise FileNotFoundError(f"{name}, which ships with aishtui, is not at {looked}: install aishtui again.")
