"""What `aishtui compare` was told: which presets, which prompts, and what is wrong with that."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from aishtui.chat.clean import clean_line
from aishtui.chat.compared_names import BadNames, read_compared
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset, not_sendable
from aishtui.chat.prompts_file import BadPrompt, Prompts
from aishtui.chat.suites import SuitePrompt
from aishtui.commands.suite_prompts import prompts_of_file

MOST_COLUMNS = 100
"""Nobody looks at them side by side here."""
_MOST_AGAIN = 10


@dataclass(frozen=True, slots=True)
class CompareWanted:
    """What `compare` was told: a prompt or a file of them. `form` is `text`, `json`, `csv` or `md`."""

    presets: tuple[str, ...]
    prompt: str | None = None
    prompts_file: str | None = None
    repeat: int = 1
    form: str = "text"
    target: str | None = None
    system: str | None = None
    at_once: bool = False
    new: bool = False
    save: bool = True


class WrongUsage(Exception):
    """The command line asks for something there is not; the message is a sentence."""


def wanted_presets(
    wanted: CompareWanted, presets: Sequence[Preset], cloud_prefixes: Sequence[str]
) -> tuple[Preset, ...]:
    """In the order they were named. Raises WrongUsage, also where one of them sends nothing: all its answers would
    fail."""
    known = {preset.name: preset for preset in presets}
    try:
        found = read_compared(",".join(wanted.presets), known, most=MOST_COLUMNS)
    except BadNames as problem:
        raise WrongUsage(str(problem)) from problem
    if not found:
        some = ", ".join(clean_line(name, 60) for name in list(known)[:12])
        raise WrongUsage(f"Name the presets to compare, as in -p fast,chat. There are {some or 'none'}.")
    if len(found) > MOST_COLUMNS:
        raise WrongUsage(f"At most {MOST_COLUMNS} are compared; --repeat asks more often.")
    for preset in found:
        if refusal := not_sendable(preset, cloud_prefixes):
            raise WrongUsage(f"{clean_line(preset.name, 60)}: {refusal}")
    return found


def wanted_prompts(wanted: CompareWanted) -> Prompts:
    """Raises NotPrompts."""
    if wanted.prompts_file is None:
        prompts = Prompts((SuitePrompt("1", wanted.prompt or ""),), ())
    else:
        prompts = prompts_of_file(wanted.prompts_file)
    if wanted.system is None:
        return prompts
    good = (prompt if prompt.system is not None else replace(prompt, system=wanted.system) for prompt in prompts.good)
    return replace(prompts, good=tuple(good))


def check_target(wanted: CompareWanted) -> None:
    """The prompts must not be written over with their answers. Raises WrongUsage."""
    if wanted.target in (None, "-") or wanted.prompts_file in (None, "-"):
        return
    try:
        same = Path(wanted.target or "").samefile(wanted.prompts_file or "")
    except OSError:
        return  # one of them is not there
    if same:
        raise WrongUsage(f"-o names the file that the prompts are in, {clean_line(wanted.target or '', 200)}.")


def tell_bad(bad: Sequence[BadPrompt], wanted: CompareWanted, notes: TextIO, *, again: bool = False) -> None:
    """What is left out, each with its reason; `again`: behind everything else, where many are not told twice."""
    name = "standard input" if wanted.prompts_file == "-" else clean_line(wanted.prompts_file or "", 200)
    if again and len(bad) > _MOST_AGAIN:
        print(f"aishtui: {name}: {len(bad)} prompts are left out, as said at the beginning.", file=notes)
        return
    for problem in bad:
        print(f"aishtui: {name}, {problem} It is left out.", file=notes)
