"""What can be said without asking any model. A further check is a line in `examine`."""

from collections.abc import Callable, Mapping

from aishtui.commands.checks import endpoint, folders, hang_up, installed, terminal
from aishtui.commands.checks.finding import Finding
from aishtui.commands.settings import Settings
from aishtui.endpoint.client import EndpointClient
from aishtui.terminal.environment import TerminalFacts

_POINTS = (
    installed.POINT, folders.CONFIGURATION, folders.DATA, endpoint.CHOICE, endpoint.ANSWERS, terminal.TERMINAL,
    terminal.ESCAPE, hang_up.POINT,
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
    add(await endpoint.check_answers(settings, client))
    facts = TerminalFacts.read(environment)
    add(terminal.check_terminal(environment, facts))
    if facts.in_tmux:
        add(terminal.check_escape())
    add(hang_up.check(settings.config, environment))
