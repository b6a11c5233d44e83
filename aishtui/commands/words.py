"""Sentences the commands without a screen share."""

from aishtui.chat.catalog import EndpointHealth
from aishtui.chat.wording import sentences


def no_answer(health: EndpointHealth) -> str:
    """Why the endpoint gave no catalogue, and what to do about it on a command line, where nothing typed in the
    prompt (`:connect`) is of use."""
    cure = "Name another with --endpoint, or use --embedded." if "`:" in health.cure else health.cure
    return sentences(health.problem, cure)
