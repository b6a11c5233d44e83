"""`aishtui store backup`: a copy of the database, also while aishtui writes into it."""

from pathlib import Path
from typing import TextIO

from aishtui.chat.wording import size
from aishtui.commands.output import USAGE
from aishtui.commands.stopping import Progress, stoppable
from aishtui.store.backing_up import copy_database
from aishtui.store.errors import Stopped, StoreError
from aishtui.store.opening import DATABASE

STOPPED = 130


def run_backup(data_dir: Path, copy: str, force: bool, out: TextIO, notes: TextIO) -> int:
    """Copy and say so; returns the exit status (0, 1 failed, 2 usage, 130 stopped)."""
    if copy == "-":
        print(
            "aishtui: a backup is a file: name one. `aishtui export --all -o -` writes to standard output.", file=notes
        )
        return USAGE
    target = Path(copy).expanduser().absolute()
    progress = Progress(notes)
    try:
        with stoppable() as asked:

            def step(copied: int, pages: int) -> None:
                progress.say(f"{copied / max(1, pages):.0%} copied (Ctrl+C stops)")
                if asked.is_set():
                    raise Stopped

            copy_database(data_dir / DATABASE, target, force=force, step=step)
    except Stopped:
        progress.end()
        print("aishtui: stopped; there is no copy.", file=notes)
        return STOPPED
    except StoreError as error:
        progress.end()
        print(f"aishtui: {error}", file=notes)
        return 1
    progress.end()
    print(f"{target}: {size(target.stat().st_size)}", file=out)
    return 0
