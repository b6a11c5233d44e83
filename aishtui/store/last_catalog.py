"""A look at the last known catalogue for those who keep nothing themselves: no folder, no claim, no migration."""

import sqlite3
from contextlib import closing
from pathlib import Path

from aishtui.chat.catalog import Catalog
from aishtui.store.catalogs import read_catalog
from aishtui.store.connection import open_reader
from aishtui.store.opening import DATABASE


def last_catalog(data_dir: Path, endpoint: str) -> Catalog | None:
    """None where there is none, or none that this version can read."""
    path = data_dir / DATABASE
    if not path.is_file():
        return None
    try:
        with closing(open_reader(path)) as connection:
            return read_catalog(connection, endpoint)
    except sqlite3.Error:
        return None  # another version's, damaged, or locked for longer than is worth waiting here
