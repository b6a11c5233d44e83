"""A start that kills itself while it migrates: `python -m tests.store.migrating_child MOMENT FOLDER`."""

import os
import signal
import sys
from pathlib import Path

from aishtui.store.connection import open_writer
from aishtui.store.opening import DATABASE, back_up
from aishtui.store.schema import MIGRATIONS, migrate


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, folder: Path) -> None:
    path = folder / DATABASE
    connection = open_writer(path)
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        if steps > 5:  # of ten thousand instructions each: in the middle of what the transaction has to do
            die()
        return 0

    def copy(version: int) -> None:
        if moment == "copying":
            half_made = folder / "backups" / "aishtui-version1-killed.db.part"
            half_made.parent.mkdir()
            half_made.write_bytes(path.read_bytes()[:10_000])
            die()
        back_up(connection, path, version)
        if moment == "copied":
            die()
        if moment == "migrating":
            connection.set_progress_handler(count, 10_000)

    migrate(connection, copy, MIGRATIONS)
    if moment == "migrated":
        die()
    raise SystemExit(f"it was not killed ({steps} steps)")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
