"""The lasting problems the banner shows, most pressing first."""

from collections.abc import Sequence

from aishtui.chat.catalog import EndpointHealth, HealthState
from aishtui.chat.wording import sentences


def troubles(health: EndpointHealth, keeping_problem: str, lasting: Sequence[str]) -> list[str]:
    """One line each: the endpoint that is down, what cannot be kept, files that are broken."""
    lines = []
    if health.state is HealthState.DOWN:
        lines.append(sentences(health.problem, health.cure))
    if keeping_problem:
        lines.append(keeping_problem)
    lines.extend(line for line in lasting if line != keeping_problem)
    return lines
