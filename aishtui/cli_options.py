"""Options that several commands take, and the settings that come of them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from aishtui.commands.settings import Options, Settings

F = TypeVar("F", bound=Callable[..., Any])


def endpoint_options(command: F) -> F:
    """The options every command takes that talks to a broker or touches the folders."""
    command = folder_options(command)
    command = click.option("--embedded", is_flag=True, help="Start the embedded broker and use it.")(command)
    endpoint = click.option("--endpoint", metavar="URL", help="The broker's address: host:port, a base URL, or …/v1.")
    return endpoint(command)


def folder_options(command: F) -> F:
    """The options every command takes that only touches the folders."""
    folder = click.Path(path_type=Path, file_okay=False)
    command = click.option("--data-dir", type=folder, help="Where aishtui keeps things.")(command)
    return click.option("--config-dir", type=folder, help="Where your files lie.")(command)


def merged(context: click.Context, here: dict[str, Any]) -> "Options":
    """The options before the command's name, with those behind it on top."""
    from dataclasses import replace  # start-up: --help does without

    options: Options = context.obj
    return replace(options, **{name: value for name, value in here.items() if value})


def prompt_of(context: click.Context, argument: str | None) -> str | None:
    """The prompt, from standard input if need be; None for none. Ends the command where what is piped in is none."""
    from aishtui.commands.output import USAGE  # start-up: --help does without
    from aishtui.commands.prompt_argument import NothingSent, read_prompt

    try:
        return read_prompt(argument, sys.stderr)
    except NothingSent as refusal:
        print(f"aishtui: {refusal}", file=sys.stderr)
        context.exit(USAGE)


def settings_of(options: "Options") -> "Settings":
    from aishtui.commands.settings import read_settings  # start-up: --help does without
    from aishtui.wire.errors import BadAddress

    if options.endpoint and options.embedded:
        raise click.UsageError("--endpoint and --embedded exclude each other: name a broker or start one.")
    try:
        return read_settings(options, os.environ)
    except BadAddress as error:
        raise click.UsageError(str(error)) from error
