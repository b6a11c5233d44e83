"""`aishtui config …` on the command line: options and exit codes."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from aishtui.cli_options import F, endpoint_options, merged, settings_of


def _config_dir_option(command: F) -> F:
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--config-dir", type=folder, help="Where your files lie.")(command)


@click.group()
def config() -> None:
    """Write, check and show config.toml, and make themes of your own. In aishtui, :config opens it."""


@config.command()
@_config_dir_option
@click.option("--print", "just_print", is_flag=True, help="Print it instead of writing it.")
@click.pass_context
def init(context: click.Context, /, just_print: bool, **here: Any) -> None:
    """Write config.toml with every setting in a comment. One that is there stays as it is.

    Exit status: 0 written, 1 not.
    """
    from aishtui.commands.config_file import CONFIG, run_init  # start-up: --help does without

    context.exit(run_init(_config_dir(context, here) / CONFIG, just_print, sys.stdout, sys.stderr))


@config.command()
@endpoint_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a line for each problem.")
@click.pass_context
def check(context: click.Context, /, as_json: bool, **here: Any) -> None:
    """Say what is wrong in config.toml, presets, broker.toml and your themes: file, line, key, and the nearest that is
    known.

    Exit status: 0 nothing is wrong, 1 something is, 2 usage.
    """
    from aishtui.commands.config_file import run_check  # start-up: as above

    settings = settings_of(merged(context, here))
    context.exit(run_check(settings, os.environ, as_json, sys.stdout, sys.stderr))


@config.command()
@endpoint_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a line for each key.")
@click.pass_context
def show(context: click.Context, /, as_json: bool, **here: Any) -> None:
    """Show what holds, and where each value comes from: an option, the environment, a line of the file, or the default.

    What is secret is not shown: tokens, what stands in headers, the words of a command. Exit status: 0, 2 usage.
    """
    from aishtui.commands.config_show import run_show  # start-up: as above

    settings = settings_of(merged(context, here))
    context.exit(run_show(settings, os.environ, as_json, sys.stdout, sys.stderr))


@config.command()
@_config_dir_option
@click.pass_context
def path(context: click.Context, /, **here: Any) -> None:
    """Print where config.toml lies, whether it is there or not."""
    from aishtui.commands.config_file import CONFIG  # start-up: as above

    click.echo(_config_dir(context, here) / CONFIG)


@config.command()
@_config_dir_option
@click.argument("name", required=False)
@click.argument("copy", required=False)
@click.pass_context
def theme(context: click.Context, /, name: str | None, copy: str | None, **here: Any) -> None:
    """List the themes; print the file of NAME; or make a theme of your own called COPY that begins as NAME is.

    Exit status: 0, 1 not done, 2 no such theme.
    """
    from aishtui.commands.config_theme import run_theme  # start-up: as above

    context.exit(run_theme(_config_dir(context, here), name, copy, sys.stdout, sys.stderr))


def _config_dir(context: click.Context, here: dict[str, Any]) -> Path:
    from aishtui.store.paths import config_dir  # start-up: as above

    said = os.environ.get("AISHTUI_CONFIG_DIR")
    return config_dir(merged(context, here).config_dir or (Path(said) if said else None))
