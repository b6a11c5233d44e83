"""Sentences the commands share."""

from collections.abc import Sequence

from aishtui.chat.catalog import EndpointHealth
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import Preset
from aishtui.chat.wording import sentences


def no_answer(health: EndpointHealth) -> str:
    """Why the endpoint gave no catalogue, and what to do about it on a command line, where nothing typed in the
    prompt (`:connect`) is of use."""
    return sentences(health.problem, cure_here(health.cure))


def cure_here(cure: str) -> str:
    """The cure for whoever is on a command line."""
    if "`:connect" in cure:
        return "Name another with --endpoint, or use --embedded."
    return "" if "`:" in cure else cure


def unknown_preset(name: str, presets: Sequence[Preset]) -> str:
    """The sentence for a preset that is not there, with the nearest names."""
    names = [preset.name for preset in presets]
    near = nearest(name, names) or names[:7]
    return f"There is no preset “{clean_line(name, 60)}”. Did you mean {or_list(clean_line(one, 60) for one in near)}?"
