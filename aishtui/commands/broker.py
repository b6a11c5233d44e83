"""`aishtui broker`: what it is told by options and a file, and running it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from aishtui.broker.config import BrokerConfig
from aishtui.broker.config_file import Loaded, read_config, without_file
from aishtui.broker.config_text import config_text
from aishtui.broker.server import run_broker
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.commands.output import USAGE
from aishtui.commands.settings import broker_file
from aishtui.store import paths

MISTAKEN = 1
"""The exit status of --print-config where the file is not right."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line said; None where it said nothing."""

    config_file: Path | None = None
    host: str | None = None
    port: int | None = None
    print_config: bool = False
    until_eof: bool = False


def run_broker_command(
    wanted: Wanted, config_dir: Path | None, environment: Mapping[str, str], out: TextIO, notes: TextIO
) -> int:
    """The exit status. Mistakes in the file are said first; what is right of it is used."""
    loaded = _loaded(wanted, config_dir, environment)
    if not wanted.until_eof:  # whoever starts it beside a screen has read the file too, and shows what is wrong
        for mistake in loaded.mistakes:
            print(f"aishtui: {mistake}", file=notes)
    if not loaded.readable and wanted.config_file is not None and not wanted.until_eof:
        return USAGE
    config = _with_options(loaded.config, wanted)
    if wanted.print_config:
        print(config_text(config), file=out, end="")
        return MISTAKEN if loaded.mistakes else 0
    notes.flush()
    return run_broker(config, paths.shipped("manual"), wanted.until_eof)


def _loaded(wanted: Wanted, config_dir: Path | None, environment: Mapping[str, str]) -> Loaded:
    path = wanted.config_file
    if path is None and not wanted.until_eof:
        named = environment.get("AISHTUI_CONFIG_DIR")
        path = broker_file(paths.config_dir(config_dir or (Path(named) if named else None)))
    if path is not None:
        return read_config(path.expanduser().absolute(), environment)
    return Loaded(*without_file(environment))


def _with_options(config: BrokerConfig, wanted: Wanted) -> BrokerConfig:
    host = config.host if wanted.host is None else wanted.host
    return replace(config, host=host, port=config.port if wanted.port is None else wanted.port)
