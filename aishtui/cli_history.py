"""The commands of the history: options and exit codes of `export`, `import` and `search`."""

import sys
from typing import Any

import click

from aishtui.cli_options import folder_options, merged, settings_of


@click.command()
@folder_options
@click.option("--all", "everything", is_flag=True, help="Every conversation instead of one.")
@click.option(
    "--comparison", is_flag=True,
    help="A comparison as md or json: ID is its own, the newest one in a conversation, or the newest of all.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["md", "json", "txt"]),
    help="Else by FILE's end; else md for one conversation, json for all.",
)  # fmt: skip
@click.option(
    "--branches/--no-branches", default=None,
    help="All versions of what was edited or asked again (usual for json), or only the newest path (usual for others).",
)  # fmt: skip
@click.option(
    "-o", "--output", "target", metavar="FILE", help="Where to, a file or a folder; - or nothing is standard output."
)
@click.argument("conversation", required=False, metavar="[ID]")
@click.pass_context
def export(
    context: click.Context,
    /,
    everything: bool,
    comparison: bool,
    form: str | None,
    branches: bool | None,
    target: str | None,
    conversation: str | None,
    **here: Any,
) -> None:
    """Write a conversation, or all of them, as Markdown, JSON or text. ID, its beginning, or words of the title.

    JSON is complete and can be imported again. FILE is replaced when all of it is written. Exit status: 0 written,
    1 not, 2 wrong usage or no such conversation, 130 stopped.
    """
    from aishtui.chat.portable.forms import Form  # start-up: --help does without
    from aishtui.commands.export import ExportWanted, run_export

    if comparison and (everything or branches is not None or form == "txt"):
        raise click.UsageError(
            "--comparison goes with --format md or json, and neither with --all nor with --branches."
        )
    if not comparison and everything == (conversation is not None):
        raise click.UsageError("Name a conversation, or say --all." if not everything else "--all takes no ID.")
    wanted = ExportWanted(conversation, Form(form) if form is not None else None, branches, target, comparison)
    context.exit(run_export(settings_of(merged(context, here)), wanted, sys.stdout, sys.stderr))


@click.command("import")
@folder_options
@click.argument("file", metavar="FILE")
@click.pass_context
def import_(context: click.Context, /, file: str, **here: Any) -> None:
    """Take conversations in: aishtui's own JSON, or lists of messages with role and content, also as JSON Lines.

    FILE, or - for standard input. What is here already stays as it is; importing twice changes nothing. Exit status:
    0 everything is in, 1 something was left out, 2 wrong usage, 130 stopped (what is in so far stays).
    """
    from aishtui.commands.import_ import run_import  # start-up: --help does without

    context.exit(run_import(settings_of(merged(context, here)), file, sys.stderr))


@click.command()
@folder_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a line for each conversation.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="So many conversations.")
@click.option("--preset", metavar="NAME", help="Only where this preset was asked.")
@click.option("--model", metavar="ID", help="Only where this model was asked.")
@click.option("--backend", metavar="NAME", help="Only where this backend answered.")
@click.option("--since", metavar="DATE", help="From this day on: 2026-11-25, or a date and time (UTC).")
@click.option("--before", metavar="DATE", help="Up to the day before this one.")
@click.option("--relevance", is_flag=True, help="The best first instead of the newest.")
@click.argument("text", nargs=-1, required=True)
@click.pass_context
def search(
    context: click.Context,
    /,
    as_json: bool,
    limit: int,
    since: str | None,
    before: str | None,
    relevance: bool,
    text: tuple[str, ...],
    preset: str | None,
    model: str | None,
    backend: str | None,
    **here: Any,
) -> None:
    """Find conversations by their words: all of TEXT in one message, the last one as a beginning; "quoted" together.

    A line for each, newest first, with its id for `aishtui export`. Exit status: 0 found, 1 nothing found, 2 wrong
    usage or the history cannot be read.
    """
    from aishtui.chat.history import Order, Wanted  # start-up: --help does without
    from aishtui.commands.search import SearchWanted, run_search, utc_bound

    words = " ".join(text)
    if not words.replace('"', " ").strip():
        raise click.UsageError("There is nothing to search for: give words.")
    bounds = {}
    for name, bound in (("since", since), ("before", before)):
        bounds[name] = utc_bound(bound) if bound is not None else ""
        if bounds[name] is None:
            raise click.UsageError(f"--{name} takes a date like 2026-11-25, not “{bound}”.")
    order = Order.RELEVANCE if relevance else Order.NEWEST
    wanted = Wanted(
        words, preset or "", model or "", backend or "", bounds["since"] or "", bounds["before"] or "", order=order
    )
    wanted_here = SearchWanted(wanted, limit, as_json)
    context.exit(run_search(settings_of(merged(context, here)), wanted_here, sys.stdout, sys.stderr))
