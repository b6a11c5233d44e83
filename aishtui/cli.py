"""The command line: options and exit codes. What a command does is in `commands/`, imported when it runs, so
that `--help` and `--version` load neither the screen nor HTTP."""

import os
import sys
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from aishtui import __version__

if TYPE_CHECKING:
    from aishtui.commands.settings import Options, Settings

F = TypeVar("F", bound=Callable[..., Any])

STOPPED = 130


def endpoint_options(command: F) -> F:
    """The options every command takes that talks to a broker or touches the folders."""
    options = (
        click.option("--endpoint", metavar="URL", help="The broker's address: host:port, a base URL, or …/v1."),
        click.option("--embedded", is_flag=True, help="Start the embedded broker and use it."),
        click.option("--config-dir", type=click.Path(path_type=Path, file_okay=False), help="Where your files lie."),
        click.option(
            "--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Where aishtui keeps things."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@endpoint_options
@click.option("--preset", "presets", multiple=True, metavar="NAME", help="Open a tab with this preset; repeatable.")
@click.option("--model", metavar="ID", help="Open a tab with this model and nothing else set.")
@click.option("--new", is_flag=True, help="Start with a fresh tab instead of those of the last time.")
@click.option("--theme", metavar="NAME", help="dusk, paper, contrast, terminal, mono, or one of Textual's.")
@click.version_option(__version__, prog_name="aishtui", message="%(prog)s %(version)s")
@click.pass_context
def cli(
    context: click.Context,
    endpoint: str | None,
    embedded: bool,
    config_dir: Path | None,
    data_dir: Path | None,
    presets: tuple[str, ...],
    model: str | None,
    new: bool,
    theme: str | None,
) -> None:
    """A chat workbench for the terminal: several models behind one OpenAI-compatible broker.

    Without a command it opens the full screen. Environment: AISHTUI_ENDPOINT, AISHTUI_TOKEN,
    AISHTUI_CONFIG_DIR, AISHTUI_DATA_DIR.
    """
    from aishtui.commands.settings import Options  # start-up: --help does without

    options = Options(endpoint, embedded, presets, model, new, theme, config_dir, data_dir)
    context.obj = options
    if context.invoked_subcommand is None:
        from aishtui.commands.workbench import run_workbench  # start-up: Textual comes with it

        context.exit(run_workbench(_settings(options), sys.stderr))


@cli.command()
@endpoint_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a list to read.")
@click.pass_context
def models(context: click.Context, /, as_json: bool, **here: Any) -> None:
    """List what the broker serves now, and which presets that makes usable."""
    from aishtui.commands.models import run_models  # start-up: as above

    context.exit(run_models(_settings(_merged(context, here)), as_json, sys.stdout, sys.stderr))


@cli.command()
@endpoint_options
@click.option("-p", "--preset", metavar="PRESET", help="The preset to ask.")
@click.option("-m", "--model", metavar="MODEL", help="The model to ask, with nothing else set.")
@click.option("--system", metavar="TEXT", help="The system prompt, instead of the preset's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per answer instead of its text.")
@click.option("--no-save", is_flag=True, help="Keep nothing of it in the history.")
@click.argument("prompt", required=False)
@click.pass_context
def ask(
    context: click.Context,
    /,
    preset: str | None,
    model: str | None,
    system: str | None,
    as_json: bool,
    no_save: bool,
    prompt: str | None,
    **here: Any,
) -> None:
    """Ask once, without a screen. PROMPT, or - for standard input.

    The answer goes to standard output, everything else to standard error. Exit status: 0 complete, 1 failed,
    2 usage, 3 cut off, 130 stopped.
    """
    from aishtui.commands.ask import Question, read_prompt, run_ask  # start-up: as above

    if preset is not None and model is not None:
        raise click.UsageError("Name a preset (-p) or a model (-m), not both.")
    text = read_prompt(prompt)
    if text is None or not text.strip():
        raise click.UsageError("There is nothing to ask: give a PROMPT, or - and something on standard input.")
    question = Question(text, preset, model, system, as_json, not no_save)
    context.exit(run_ask(_settings(_merged(context, here)), question, sys.stdout, sys.stderr))


@cli.command()
@endpoint_options
@click.option("--live", is_flag=True, help="Ask the broker and a local model for everything aishtui relies on.")
@click.option("--cloud", is_flag=True, help="With --live: ask one cloud model too, which costs money.")
@click.option("-p", "--preset", metavar="PRESET", help="With --live: the preset to ask.")
@click.option("-m", "--model", metavar="MODEL", help="With --live: the model to ask, with nothing else set.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of findings instead of a line for each.")
@click.pass_context
def doctor(
    context: click.Context,
    /,
    live: bool,
    cloud: bool,
    preset: str | None,
    model: str | None,
    as_json: bool,
    **here: Any,
) -> None:
    """Look for what is wrong: here, and with --live at your broker.

    A line for each point: ok, not ok, not offered or not known, and what was seen. Exit status: 0 nothing is wrong,
    1 something is or could not be seen, 2 usage, 130 stopped.
    """
    from aishtui.commands.doctor import Order, run_doctor  # start-up: as above

    if preset is not None and model is not None:
        raise click.UsageError("Name a preset (-p) or a model (-m), not both.")
    order = Order(live, cloud, as_json, preset, model)
    context.exit(run_doctor(_settings(_merged(context, here)), order, os.environ, sys.stdout, sys.stderr))


@cli.group()
def store() -> None:
    """Look after the database of conversations: check it, copy it, purge it."""


def data_dir_option(command: F) -> F:
    """The one folder that matters to what looks after the database."""
    return click.option(
        "--data-dir", type=click.Path(path_type=Path, file_okay=False), help="Where aishtui keeps things."
    )(command)


@store.command()
@data_dir_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines to read.")
@click.option("--repair", is_flag=True, help="Copy what can be read into a new file; the damaged one is kept.")
@click.pass_context
def check(context: click.Context, /, as_json: bool, repair: bool, **here: Any) -> None:
    """Say whether the database is sound, how large it is and what is in it.

    Exit status: 0 sound (or repaired), 1 not, 130 stopped.
    """
    from aishtui.commands.store_check import run_check  # start-up: as above

    context.exit(run_check(_data_dir(context, here), as_json, repair, sys.stdout, sys.stderr))


@store.command()
@data_dir_option
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
@data_dir_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def purge(context: click.Context, /, yes: bool, **here: Any) -> None:
    """Remove for good what was deleted, without waiting for `deleted_days`, and make the file smaller.

    Exit status: 0, 1 failed, 2 usage, 130 stopped.
    """
    from aishtui.commands.store_purge import run_purge  # start-up: as above

    context.exit(run_purge(_data_dir(context, here), yes, sys.stdin, sys.stdout, sys.stderr))


@cli.command()
@click.option(
    "--config", "config_file", metavar="FILE", type=click.Path(path_type=Path), help="What to serve: a broker.toml."
)
@click.option("--host", metavar="ADDRESS", help="The address to listen on, instead of the file's or 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="Instead of the file's or 8082; 0 takes a free one.")
@click.option("--print-config", is_flag=True, help="Print what would be used, and end; status 1 if the file is wrong.")
@click.option("--until-eof", is_flag=True, hidden=True, help="End when standard input does.")
@click.pass_context
def broker(
    context: click.Context,
    config_file: Path | None,
    host: str | None,
    port: int | None,
    print_config: bool,
    until_eof: bool,
) -> None:
    """Run the embedded broker alone: your backends, local model servers, cloud models, and `guide` and `mirror`.

    Without --config it takes broker.toml out of the config folder, if there is one.
    """
    options: Options = context.obj
    if options.endpoint or options.embedded:
        raise click.UsageError("`broker` is a broker itself: it takes neither --endpoint nor --embedded.")
    from aishtui.commands.broker import Wanted, run_broker_command  # start-up: as above

    wanted = Wanted(config_file, host, port, print_config, until_eof)
    context.exit(run_broker_command(wanted, options.config_dir, os.environ, sys.stdout, sys.stderr))


def _merged(context: click.Context, here: dict[str, Any]) -> "Options":
    """The options before the command's name, with those behind it on top."""
    from dataclasses import replace  # start-up: as above

    options: Options = context.obj
    return replace(options, **{name: value for name, value in here.items() if value})


def _data_dir(context: click.Context, here: dict[str, Any]) -> Path:
    """Where the database lies; `config.toml` has no say in that."""
    from aishtui.store.paths import data_dir  # start-up: as above

    said = os.environ.get("AISHTUI_DATA_DIR")
    return data_dir(_merged(context, here).data_dir or (Path(said) if said else None))


def _settings(options: "Options") -> "Settings":
    from aishtui.commands.settings import read_settings  # start-up: as above
    from aishtui.wire.errors import BadAddress

    if options.endpoint and options.embedded:
        raise click.UsageError("--endpoint and --embedded exclude each other: name a broker or start one.")
    try:
        return read_settings(options, os.environ)
    except BadAddress as error:
        raise click.UsageError(str(error)) from error


def main() -> None:
    """The entry point. Ends the process at once when the work is done: a name look-up in a worker thread would
    hold a normal exit for seconds (measured), and everything worth keeping is on disk by then."""
    sys.setswitchinterval(0.001)  # measured: key echo p50 21 → 11 ms beside a flooding stream
    _prepare_output()
    try:
        status = _run()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1 if leaving.code else 0
    except Exception:  # noqa: BLE001
        # The top of the main thread. Left to the interpreter, it would wait for the engine's thread for good.
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            # The reader is gone or the stream is closed: there is nobody left to tell.
            continue
    os._exit(status)


def _run() -> int:
    """The exit status. Click's own way of running would make 1 of Ctrl+C."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return STOPPED
    return status if isinstance(status, int) else 0


def _prepare_output() -> None:
    """Streams that are closed (`>&-`) or cannot show every character must not break what is printed on them."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as the process lives
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace" if name == "stdout" else "backslashreplace")
