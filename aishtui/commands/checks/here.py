"""What can be said without asking any model. A further check is a line in one of the functions."""

from collections.abc import Callable, Mapping

from aishtui.commands.checks import (
    answers,
    clipboard,
    clipboard_outcome,
    clipboard_trial,
    endpoint,
    folders,
    hang_up,
    installed,
    terminal,
    tmux_options,
)
from aishtui.commands.checks.finding import Finding, Verdict
from aishtui.commands.settings import Settings
from aishtui.endpoint.client import EndpointClient
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.probing import ask_terminal

_POINTS = (
    installed.POINT, folders.CONFIGURATION, folders.DATA, endpoint.CHOICE, endpoint.ANSWERS, endpoint.BACKEND,
    terminal.TERMINAL, answers.SYNCHRONIZED, answers.KEYBOARD, *tmux_options.POINTS, clipboard.POINT, hang_up.POINT,
    clipboard_outcome.POINT,
)  # fmt: skip
WIDTH = max(map(len, _POINTS))

Add = Callable[[Finding], None]
"""Given each finding as soon as it is known."""


def examine_files(settings: Settings, add: Add) -> None:
    add(installed.check())
    add(folders.check_configuration(settings))
    add(folders.check_data(settings))


async def examine_endpoint(
    settings: Settings, environment: Mapping[str, str], client: EndpointClient, add: Add
) -> None:
    add(endpoint.check_choice(settings, environment, client.address.url))
    answer = await endpoint.check_answers(settings, client)
    add(answer)
    if answer.verdict is Verdict.OK:
        add(endpoint.check_backend(client))


def examine_terminal(settings: Settings, environment: Mapping[str, str], try_clipboard: bool, add: Add) -> None:
    """In the main thread: Ctrl+C has to find the terminal's settings put back. Raises KeyboardInterrupt."""
    config, facts = settings.config, TerminalFacts.read(environment)
    add(terminal.check_terminal(environment, facts))
    said = ask_terminal()
    name = said.name if said is not None else ""
    add(answers.check_synchronized(said))
    add(answers.check_keyboard(said))
    for finding in tmux_options.check_all(config) if facts.in_tmux else ():
        add(finding)
    add(clipboard.check(config.clipboard, facts, name))
    add(hang_up.check(config, environment))
    if try_clipboard:
        clipboard_trial.examine(config.clipboard, settings.config_dir / "config.toml", facts, name, add)
    else:
        add(clipboard_trial.left_out(said is not None))
