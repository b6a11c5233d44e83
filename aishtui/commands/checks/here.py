"""What can be said without asking any model. A further check is a line in `examine`."""

import asyncio
from collections.abc import Callable, Mapping

from aishtui.commands.checks import answers, endpoint, folders, hang_up, installed, terminal, tmux_options
from aishtui.commands.checks.finding import Finding, Verdict
from aishtui.commands.settings import Settings
from aishtui.endpoint.client import EndpointClient
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.probing import ask_terminal

_POINTS = (
    installed.POINT, folders.CONFIGURATION, folders.DATA, endpoint.CHOICE, endpoint.ANSWERS, endpoint.BACKEND,
    terminal.TERMINAL, answers.SYNCHRONIZED, answers.KEYBOARD, *tmux_options.POINTS, hang_up.POINT,
)  # fmt: skip
WIDTH = max(map(len, _POINTS))


async def examine(
    settings: Settings, environment: Mapping[str, str], client: EndpointClient, add: Callable[[Finding], None]
) -> None:
    """Give each finding to `add` as soon as it is known."""
    add(installed.check())
    add(folders.check_configuration(settings))
    add(folders.check_data(settings))
    add(endpoint.check_choice(settings, environment, client.address.url))
    answer = await endpoint.check_answers(settings, client)
    add(answer)
    if answer.verdict is Verdict.OK:
        add(endpoint.check_backend(client))
    facts = TerminalFacts.read(environment)
    add(terminal.check_terminal(environment, facts))
    said = await asyncio.to_thread(ask_terminal)
    if said is not None:
        add(answers.check_synchronized(said))
        add(answers.check_keyboard(said))
    for finding in await asyncio.to_thread(tmux_options.check_all) if facts.in_tmux else ():
        add(finding)
    add(hang_up.check(settings.config, environment))
