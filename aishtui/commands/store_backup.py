"""`aishtui store backup`: a copy of the database, also while aishtui writes into it."""

from pathlib import Path
from typing import TextIO

from aishtui.chat.wording import size
from aishtui.commands.output import STOPPED, USAGE
from aishtui.commands.stopping import in_steps
from aishtui.store.backing_up import copy_database
from aishtui.store.errors import Stopped, StoreError
from aishtui.store.opening import DATABASE


def run_backup(data_dir: Path, copy: str, force: bool, out: TextIO, notes: TextIO) -> int:
    """Copy and say so; returns the exit status (0, 1 failed, 2 usage, 130 stopped)."""
    if copy == "-":
        print(
            "aishtui: a backup is a file: name one. `aishtui export --all -o -` writes to standard output.", file=notes
        )
        return USAGE
    target = Path(copy).expanduser().absolute()
    try:
        with in_steps(notes) as step:
            copy_database(
                data_dir / DATABASE,
                target,
                force=force,
                step=lambda copied, pages: step(f"{copied / max(1, pages):.0%} copied"),
            )
    except Stopped:
        print("aishtui: stopped; there is no copy.", file=notes)
        return STOPPED
    except StoreError as error:
        print(f"aishtui: {error}", file=notes)
        return 1
    print(f"{target}: {size(target.stat().st_size)}", file=out)
    return 0
