"""`aishtui store …` on the command line: options and exit codes."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from aishtui.cli_options import F, merged


def _data_dir_option(command: F) -> F:
    """The one folder that matters to what looks after the database."""
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--data-dir", type=folder, help="Where aishtui keeps things.")(command)


@click.group()
def store() -> None:
    """Look after the database of conversations: check it, copy it, purge it."""


@store.command()
@_data_dir_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines to read.")
@click.option("--repair", is_flag=True, help="Copy what can be read into a new file; the damaged one is kept.")
@click.pass_context
def check(context: click.Context, /, as_json: bool, repair: bool, **here: Any) -> None:
    """Say whether the database is sound, how large it is and what is in it.

    Exit status: 0 sound (or repaired), 1 not, 130 stopped.
    """
    from aishtui.commands.store_check import run_check  # start-up: --help does without

    context.exit(run_check(_data_dir(context, here), as_json, repair, sys.stdout, sys.stderr))


@store.command()
@_data_dir_option
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.argument("file")
@click.pass_context
def backup(context: click.Context, /, force: bool, file: str, **here: Any) -> None:
    """Copy the database to FILE, whole and of one moment, also while aishtui runs.

    Exit status: 0, 1 failed, 2 usage, 130 stopped.
    """
    from aishtui.commands.store_backup import run_backup  # start-up: as above

    context.exit(run_backup(_data_dir(context, here), file, force, sys.stdout, sys.stderr))


@store.command()
@_data_dir_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def purge(context: click.Context, /, yes: bool, **here: Any) -> None:
    """Remove for good what was deleted, without waiting for `deleted_days`, and make the file smaller.

    Exit status: 0, 1 failed, 2 usage, 130 stopped.
    """
    from aishtui.commands.store_purge import run_purge  # start-up: as above

    context.exit(run_purge(_data_dir(context, here), yes, sys.stdin, sys.stdout, sys.stderr))


def _data_dir(context: click.Context, here: dict[str, Any]) -> Path:
    """Where the database lies; `config.toml` has no say in that."""
    from aishtui.store.paths import data_dir  # start-up: as above

    said = os.environ.get("AISHTUI_DATA_DIR")
    return data_dir(merged(context, here).data_dir or (Path(said) if said else None))
