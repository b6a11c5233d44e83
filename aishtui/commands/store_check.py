"""`aishtui store check`: whether the database is sound, what is in it, and with `--repair` a new one out of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from aishtui.chat.clean import clean_line
from aishtui.chat.wording import plural, size
from aishtui.commands.output import STOPPED, write_json
from aishtui.commands.stopping import Progress, stoppable
from aishtui.store.checking import Examined, examine, make_words_anew, running
from aishtui.store.errors import Stopped, StoreError
from aishtui.store.repairing import Repaired, repair

_INDENT = "  "


def run_check(data_dir: Path, as_json: bool, mend: bool, out: TextIO, notes: TextIO) -> int:
    """Look and print; returns the exit status (0 sound, or it is now; 1 not; 130 stopped)."""
    progress = Progress(notes)
    try:
        found, done = _looked(data_dir, mend, progress)
    except StoreError as error:
        print(f"aishtui: {error}", file=notes)
        return STOPPED if isinstance(error, Stopped) else 1
    try:
        if as_json:
            write_json({**_as_object(found), "repaired": _as_repaired(done)}, out, indent=2)
        else:
            for line in _lines(found, done, mend):
                print(f"{_INDENT if line.startswith(_INDENT) else ''}{clean_line(line)}", file=out)
        out.flush()
    except OSError as error:
        print(f"aishtui: what was found could not be written: {error.strerror or error}.", file=notes)
        return 1
    return 1 if found.problems else 0


def _looked(data_dir: Path, mend: bool, progress: Progress) -> tuple[Examined, Repaired | None]:
    """What was found, after mending where that was wanted. Raises StoreError."""
    try:
        with stoppable() as asked:
            progress.say(f"looking through {data_dir} …", at_once=True)
            found = examine(data_dir, asked.is_set)
            if not mend or not found.problems:
                return found, None
            done = _mend(found, data_dir, asked.is_set, progress)
            return examine(data_dir, asked.is_set), done
    finally:
        progress.end()


def _mend(found: Examined, data_dir: Path, stop: Callable[[], bool], progress: Progress) -> Repaired | None:
    """None where nothing had to be copied. Raises StoreError, also where it must not be done."""
    alive = running(data_dir)
    if alive:
        who = " and ".join(alive)
        raise StoreError(f"{found.path} cannot be repaired while another aishtui uses it ({who}). End that one first.")
    if found.version is not None and found.version > found.known_version:
        raise StoreError(f"{found.problems[0]} There is nothing to repair.")
    if found.only_words_damaged:
        make_words_anew(found.path)
        return None

    def step(table: str, looked: int) -> None:
        progress.say(f"{table}: {looked:,} rows looked at (Ctrl+C stops, and all stays as it is)")
        if stop():
            raise Stopped

    return repair(found.path, step)


def _lines(found: Examined, done: Repaired | None, mended: bool) -> Iterator[str]:
    if done is not None:
        yield from _repaired_lines(found.path, done)
    if not found.exists:
        yield f"{found.path}: no conversation is kept yet"
    else:
        yield f"{found.path}: {_verdict(found)}, {_sizes(found)}"
    yield from (f"  ! {problem}" for problem in found.problems)
    if found.counts:
        counts = found.counts
        yield (
            f"  {plural(counts['conversations'], 'conversation')} ({counts['conversations_deleted']} more deleted), "
            f"{plural(counts['messages'], 'message')} ({counts['messages_deleted']} more deleted), "
            f"{plural(counts['comparisons'], 'comparison')}, {plural(counts['tabs'], 'tab')}, "
            f"{plural(counts['prompts'], 'prompt')}"
        )
        if counts["answers_being_written"] or counts["pieces"]:
            growing = plural(counts["answers_being_written"], "answer")
            yield f"  {growing} being written, in {plural(counts['pieces'], 'piece')}"
    if found.word_index:
        yield f"  full-text index: {found.word_index}"
    if found.version is not None:
        yield f"  version {found.version} (this aishtui knows {found.known_version}), journal mode {found.journal_mode}"
    free = "" if found.free_bytes is None else f", {size(found.free_bytes)} free"
    yield f"  file system: {found.file_system or 'not known'}{free}"
    yield from (f"  in use by another aishtui ({who})" for who in found.running)
    yield from (f"  kept aside until the next start takes it over: {path}" for path in found.aside)
    yield from (f"  copy from before a new version: {path}" for path in found.backups)
    if found.problems and not mended:
        yield "`aishtui store check --repair` copies what can be read into a new file, and keeps this one."


def _repaired_lines(path: Path, done: Repaired) -> Iterator[str]:
    yield f"{path} has been made anew out of what could be read. The damaged file is {done.damaged} now."
    for name, table in done.tables.items():
        yield f"  {name}: {table.read} saved, {table.in_part} of them in part, {table.lost} lost"
    yield from (f"  {name}: nothing is known of it any more" for name in done.unreadable)


def _verdict(found: Examined) -> str:
    return "not sound" if found.problems else "sound"


def _sizes(found: Examined) -> str:
    return size(found.size_bytes) + (f" and {size(found.log_bytes)} in its -wal file" if found.log_bytes else "")


def _as_object(found: Examined) -> dict[str, object]:
    return {
        "path": str(found.path),
        "exists": found.exists,
        "sound": not found.problems,
        "problems": found.problems,
        "size_bytes": found.size_bytes,
        "log_bytes": found.log_bytes,
        "free_bytes": found.free_bytes,
        "file_system": found.file_system or None,
        "journal_mode": found.journal_mode or None,
        "version": found.version,
        "known_version": found.known_version,
        "counts": found.counts or None,
        "word_index": found.word_index or None,
        "running": list(found.running),
        "aside": [str(path) for path in found.aside],
        "backups": [str(path) for path in found.backups],
    }


def _as_repaired(done: Repaired | None) -> dict[str, object] | None:
    if done is None:
        return None
    tables = {
        name: {"saved": table.read, "in_part": table.in_part, "lost": table.lost} for name, table in done.tables.items()
    }
    return {"damaged": str(done.damaged), "tables": tables, "unreadable": list(done.unreadable)}
