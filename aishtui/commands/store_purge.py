"""`aishtui store purge`: what was deleted is gone for good, now."""

from pathlib import Path
from typing import TextIO

from aishtui.chat.wording import plural, size
from aishtui.commands.output import STOPPED, USAGE
from aishtui.commands.stopping import in_steps
from aishtui.store.errors import Stopped, StoreError
from aishtui.store.opening import DATABASE
from aishtui.store.purging import Deleted, count_deleted, purge


def run_purge(data_dir: Path, yes: bool, answers: TextIO, out: TextIO, notes: TextIO) -> int:
    """Ask, unless `yes`, and remove; returns the exit status (0, 1 failed, 2 usage, 130 stopped)."""
    path = data_dir / DATABASE
    try:
        found = count_deleted(path)
        if not found:
            print(f"{path}: nothing is deleted", file=out)
            return 0
        if not yes and not answers.isatty():
            print(f"aishtui: {_what(found)} would be gone for good. Nobody can be asked here: add --yes.", file=notes)
            return USAGE
        if not yes and not _agreed(found, answers, notes):
            print("Nothing was changed.", file=out)
            return 0
        with in_steps(notes) as step:
            smaller = purge(path, lambda: step("removing …"))
    except Stopped:
        print("aishtui: stopped; what was not removed yet is still there.", file=notes)
        return STOPPED
    except StoreError as error:
        print(f"aishtui: {error}", file=notes)
        return 1
    stays = "the file stays as large as it is: another program uses it, or there is no room for a second one"
    rest = f"{size(path.stat().st_size)} now" if smaller else stays
    print(f"{path}: {_what(found)} gone for good; {rest}", file=out)
    return 0


def _what(found: Deleted) -> str:
    parts = []
    if found.conversations:
        parts.append(plural(found.conversations, "conversation"))
    if found.messages:
        parts.append(plural(found.messages, "message"))
    return " and ".join(parts)


def _agreed(found: Deleted, answers: TextIO, notes: TextIO) -> bool:
    print(f"{_what(found)} will be gone for good. Go on? [y/N] ", end="", file=notes, flush=True)
    try:
        return answers.readline().strip().lower() in ("y", "yes")
    except KeyboardInterrupt:
        return False
