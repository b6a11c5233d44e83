"""Suites: prompts that are put to several presets, each so many times, and what tells one run of them from another."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import assert_never

from aishtui.chat.answers import Status
from aishtui.chat.ids import ALPHABET, LENGTH, milliseconds_of
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset

_HASH_LENGTH = 16
_PLACE = re.compile(rf"([0-9a-f]{{{_HASH_LENGTH}}})-([{ALPHABET}]{{{LENGTH}}})-([1-9][0-9]*)-([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class SuitePrompt:
    """One prompt. `system` is sent instead of the presets' own system prompts; None: theirs are sent."""

    id: str
    text: str
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer of a suite. All three count from 0."""

    repeat: int
    prompt: int
    column: int


@dataclass(frozen=True, slots=True)
class Suite:
    """What is asked. A preset may stand in several columns: that shows how much its answers differ."""

    presets: tuple[Preset, ...]
    prompts: tuple[SuitePrompt, ...]
    repeat: int = 1
    at_once: bool = False

    @property
    def size(self) -> int:
        return len(self.presets) * len(self.prompts) * self.repeat

    def cells(self) -> Iterator[Cell]:
        """Every prompt once, then every prompt again: asked twice in a row, a server would answer out of its cache."""
        for repeat in range(self.repeat):
            for prompt in range(len(self.prompts)):
                yield from (Cell(repeat, prompt, column) for column in range(len(self.presets)))

    def has(self, cell: Cell) -> bool:
        """Whether that is asked in it: a comparison that was opened in columns may have got some more."""
        columns, prompts = range(len(self.presets)), range(len(self.prompts))
        return cell.column in columns and cell.prompt in prompts and cell.repeat in range(self.repeat)

    def preset_for(self, cell: Cell) -> Preset:
        """What is sent for this answer."""
        preset, system = self.presets[cell.column], self.prompts[cell.prompt].system
        return preset if system is None else replace(preset, system=system)

    def identity(self, endpoint: str) -> str:
        """The same for the same suite at the same endpoint; another for all that may give other answers or times."""
        presets = [_sent(each) for each in self.presets]
        prompts = [[each.id, each.system, each.text] for each in self.prompts]
        whole = json.dumps([endpoint, self.repeat, self.at_once, presets, prompts], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()[:_HASH_LENGTH]


def _sent(preset: Preset) -> list[object]:
    """What a preset sends. Without headers it is what it was before presets had any: runs of then go on."""
    headers = [dict(preset.headers)] if preset.headers else []
    return [preset.name, preset.model, preset.system, dict(preset.params), *headers]


@dataclass(frozen=True, slots=True)
class SuitePlace:
    """A prompt in one run of a suite: the answers to it are a comparison of their own, under this name."""

    suite: str
    """The suite's identity."""
    run: str
    """An id, made when the run began."""
    prompt: int
    """From 0; in the name from 1."""
    repeat: int

    def __str__(self) -> str:
        return f"{self.suite}-{self.run}-{self.prompt + 1}-{self.repeat + 1}"

    @classmethod
    def parse(cls, comparison: str) -> "SuitePlace | None":
        """None for the id of any other comparison."""
        match = _PLACE.fullmatch(comparison)
        if match is None:
            return None
        suite, run, prompt, repeat = match.groups()
        return cls(suite, run, int(prompt) - 1, int(repeat) - 1)

    @property
    def began_ms(self) -> int:
        """When the run began, in milliseconds since 1970."""
        return milliseconds_of(self.run) or 0


@dataclass(frozen=True, slots=True)
class SuiteAnswer:
    """What is kept of an answer of a suite, without its texts."""

    place: SuitePlace
    column: int
    answer_id: str
    conversation_id: str
    prompt_id: str
    status: Status
    answered_by: str | None
    total_s: float | None
    reached: bool
    """Whether any server said anything at all."""
    gone: bool
    """It is deleted."""

    @property
    def cell(self) -> Cell:
        return Cell(self.place.repeat, self.place.prompt, self.column)

    @property
    def settled(self) -> bool:
        """Whether a server has ended it, well or badly: then it is not asked for again. What the user stopped is, and
        what was being written when aishtui died (its clock was not stopped), and what reached nobody."""
        match self.status:
            case Status.COMPLETE:
                return True
            case Status.FAILED:
                return self.reached
            case Status.CUT_OFF:
                return self.total_s is not None
            case Status.STOPPED | Status.WRITING:
                return False
            case never:
                assert_never(never)


def newest_run(answers: Sequence[SuiteAnswer]) -> tuple[SuiteAnswer, ...]:
    """Those of the run that began last."""
    last = max((answer.place.run for answer in answers), default="")
    return tuple(answer for answer in answers if answer.place.run == last)


def settled_cells(answers: Sequence[SuiteAnswer]) -> dict[Cell, SuiteAnswer]:
    """The newest settled answer of each cell."""
    ordered = sorted(answers, key=lambda answer: answer.answer_id)
    return {answer.cell: answer for answer in ordered if answer.settled}
