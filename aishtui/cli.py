"""The command line: options and exit codes. What a command does is in `commands/`, imported when it runs, so
that `--help` and `--version` load neither the screen nor HTTP."""

import gc
import os
import sys
import traceback
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aishtui import __version__
from aishtui.cli_compare import compare
from aishtui.cli_config import config
from aishtui.cli_history import export, import_, search
from aishtui.cli_options import endpoint_options, merged, prompt_of, settings_of
from aishtui.cli_presets import presets
from aishtui.cli_store import store

if TYPE_CHECKING:
    from aishtui.commands.settings import Options


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@endpoint_options
@click.option("--preset", "presets", multiple=True, metavar="NAME", help="Open a tab with this preset; repeatable.")
@click.option("--model", metavar="ID", help="Open a tab with this model and nothing else set.")
@click.option("--compare", default="", metavar="PRESETS", help="Open a comparison of these: fast,deep,cloud or fast*3.")
@click.option("--new", is_flag=True, help="Start with a fresh tab instead of those of the last time.")
@click.option(
    "--theme", metavar="NAME", help="dusk, paper, contrast, terminal, mono, plain, one of Textual's, or your own."
)
@click.option("--plain-output", is_flag=True, help="Send whole frames, not only what changes in them.")
@click.option("--reset-terminal", is_flag=True, help="Put a terminal in order that a dropped line has left, and end.")
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
    compare: str,
    new: bool,
    theme: str | None,
    plain_output: bool,
    reset_terminal: bool,
) -> None:
    """A chat workbench for the terminal: several models behind one OpenAI-compatible broker.

    Without a command it opens the full screen. Environment: AISHTUI_ENDPOINT, AISHTUI_TOKEN,
    AISHTUI_CONFIG_DIR, AISHTUI_DATA_DIR.
    """
    if reset_terminal:
        from aishtui.commands.reset_terminal import run_reset_terminal  # start-up: as below

        context.exit(run_reset_terminal(1, sys.stderr))
    if context.invoked_subcommand is None:
        gc.disable()  # until the screen stands: what is loaded stays, and looking through it is a tenth of the start
    from aishtui.commands.settings import Options  # start-up: --help does without

    options = Options(endpoint, embedded, presets, model, new, theme, config_dir, data_dir, compare, plain_output)
    context.obj = options
    if context.invoked_subcommand is None:
        from aishtui.commands.workbench import run_workbench  # start-up: Textual comes with it

        context.exit(run_workbench(settings_of(options), sys.stderr))


@cli.command()
@endpoint_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a list to read.")
@click.pass_context
def models(context: click.Context, /, as_json: bool, **here: Any) -> None:
    """List what the broker serves now, and which presets that makes usable."""
    from aishtui.commands.models import run_models  # start-up: as above

    context.exit(run_models(settings_of(merged(context, here)), as_json, sys.stdout, sys.stderr))


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
    from aishtui.commands.ask import Question, run_ask  # start-up: as above

    if preset is not None and model is not None:
        raise click.UsageError("Name a preset (-p) or a model (-m), not both.")
    text = prompt_of(context, prompt)
    if text is None or not text.strip():
        raise click.UsageError("There is nothing to ask: give a PROMPT, or - and something on standard input.")
    question = Question(text, preset, model, system, as_json, not no_save)
    context.exit(run_ask(settings_of(merged(context, here)), question, sys.stdout, sys.stderr))


@cli.command()
@endpoint_options
@click.option("--live", is_flag=True, help="Ask the broker and a local model for everything aishtui relies on.")
@click.option("--cloud", is_flag=True, help="With --live: ask one cloud model too, which costs money.")
@click.option("-p", "--preset", metavar="PRESET", help="With --live: the preset to ask.")
@click.option("-m", "--model", metavar="MODEL", help="With --live: the model to ask, with nothing else set.")
@click.option("--clipboard", is_flag=True, help="Send marks to your clipboard, and say by which way one arrived.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of findings instead of a line for each.")
@click.pass_context
def doctor(
    context: click.Context,
    /,
    live: bool,
    cloud: bool,
    preset: str | None,
    model: str | None,
    clipboard: bool,
    as_json: bool,
    **here: Any,
) -> None:
    """Look for what is wrong: here, and with --live at your broker.

    A line for each point: ok, not ok, not offered, not known or not tried, and what was seen. Exit status: 0 nothing
    is wrong, 1 something is or could not be seen, 2 usage, 130 stopped.
    """
    from aishtui.commands.doctor import Order, run_doctor  # start-up: as above

    if preset is not None and model is not None:
        raise click.UsageError("Name a preset (-p) or a model (-m), not both.")
    order = Order(live, cloud, as_json, clipboard, preset, model)
    context.exit(run_doctor(settings_of(merged(context, here)), order, os.environ, sys.stdout, sys.stderr))


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


for command in (compare, config, export, import_, presets, search, store):
    cli.add_command(command)


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
        from aishtui.commands.output import STOPPED  # start-up: as above

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
