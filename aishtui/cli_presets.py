"""`aishtui presets …` on the command line: options and exit codes."""

import sys
from typing import Any

import click

from aishtui.cli_options import endpoint_options, folder_options, merged, settings_of


@click.group()
def presets() -> None:
    """List the presets, show where each value comes from, or print them for another program. Nobody is asked."""


@presets.command("list")
@folder_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all that is known.")
@click.pass_context
def list_(context: click.Context, /, as_json: bool, **here: Any) -> None:
    """List the presets: slot, name, model, description.

    Exit status: 0, 1 failed.
    """
    from aishtui.commands.presets import run_list  # start-up: --help does without

    context.exit(run_list(settings_of(merged(context, here)), as_json, sys.stdout, sys.stderr))


@presets.command()
@folder_options
@click.argument("name")
@click.pass_context
def show(context: click.Context, /, name: str, **here: Any) -> None:
    """Print the preset NAME as TOML, with the file and line of each value.

    Exit status: 0, 1 failed, 2 no such preset.
    """
    from aishtui.commands.presets import run_show  # start-up: as above

    context.exit(run_show(settings_of(merged(context, here)), name, sys.stdout, sys.stderr))


@presets.command()
@endpoint_options
@click.option(
    "--format", "form", type=click.Choice(["toml", "json", "lua"]), default="toml", help="toml (default), json or lua."
)
@click.pass_context
def export(context: click.Context, /, form: Any, **here: Any) -> None:
    """Print all presets: as a presets.toml, as JSON, or as the table `brokers` of a config.lua.

    Exit status: 0, 1 one was left out or nothing could be written, 2 usage.
    """
    from aishtui.commands.presets import run_export  # start-up: as above

    context.exit(run_export(settings_of(merged(context, here)), form, sys.stdout, sys.stderr))
