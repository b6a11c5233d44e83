"""What is said once, and not at every start."""

import os
from pathlib import Path

from aishtui.store.errors import StoreError
from aishtui.store.paths import make_private


def is_first_time(data_dir: Path, what: str) -> bool:
    """Whether nobody has asked this before of the data folder; False where that cannot be noted."""
    try:
        folder = make_private(make_private(data_dir) / "said")
        os.close(os.open(folder / what, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except (OSError, StoreError):
        return False
    return True
