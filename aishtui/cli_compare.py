"""The command that compares without a screen: options and exit codes."""

import sys
from typing import Any

import click

from aishtui.cli_options import endpoint_options, merged, prompt_of, settings_of


@click.command()
@endpoint_options
@click.option(
    "-p",
    "--preset",
    "presets",
    multiple=True,
    metavar="NAMES",
    help="The presets to ask: fast,deep,cloud; one may stand twice.",
)
@click.option(
    "--prompts", "prompts_file", metavar="FILE", help="Prompts: one per line, or TOML, or JSONL; - for stdin."
)
@click.option("--repeat", type=click.IntRange(1, 1000), default=1, show_default=True, help="Ask so many times.")
@click.option("--system", metavar="TEXT", help="The system prompt, instead of the presets'.")
@click.option("--json", "form", flag_value="json", help="A JSON object on a line for each answer, as it ends.")
@click.option("--csv", "form", flag_value="csv", help="A row for each answer, as it ends.")
@click.option("--md", "form", flag_value="md", help="Markdown: tables of figures, and the answers.")
@click.option("-o", "--output", "target", metavar="FILE", help="Write there instead of to standard output.")
@click.option("--at-once", is_flag=True, help="Ask all presets at once, also those that share a backend.")
@click.option("--new", is_flag=True, help="Begin anew, also where the same was interrupted before.")
@click.option("--no-save", is_flag=True, help="Keep nothing of it in the history; then it cannot be gone on with.")
@click.argument("prompt", required=False)
@click.pass_context
def compare(
    context: click.Context,
    /,
    presets: tuple[str, ...],
    prompts_file: str | None,
    repeat: int,
    system: str | None,
    form: str | None,
    target: str | None,
    at_once: bool,
    new: bool,
    no_save: bool,
    prompt: str | None,
    **here: Any,
) -> None:
    """Put one prompt, or a file of them, to several presets, without a screen. PROMPT, or - for standard input.

    One after another per backend, so that times are fair. What is interrupted goes on with the same command. FILE is
    replaced when all of it is written. Exit status: 0 all complete, 1 any failed, 2 usage, 3 any cut off, 130 stopped.
    """
    from aishtui.commands.compare import run_compare  # start-up: --help does without
    from aishtui.commands.compare_wanted import CompareWanted

    if prompts_file is not None and prompt is not None:
        raise click.UsageError("Give a PROMPT or a file of them (--prompts), not both.")
    text = prompt_of(context, prompt) if prompts_file is None and presets else None
    if prompts_file is None and presets and (text is None or not text.strip()):
        raise click.UsageError(
            "There is nothing to ask: give a PROMPT, - and something on standard input, or --prompts."
        )
    wanted = CompareWanted(
        presets, text, prompts_file, repeat, form or "text", target, system, at_once, new, not no_save
    )
    context.exit(run_compare(settings_of(merged(context, here)), wanted, sys.stdout, sys.stderr))
