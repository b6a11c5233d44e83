"""Which run of a suite this is: one that was interrupted, or a new one."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import field
from datetime import datetime
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.suites import Cell, Suite, SuiteAnswer, SuitePlace, newest_run, settled_cells
from aishtui.chat.wording import plural
from aishtui.engine.ids import IdSource
from aishtui.store.database import Store
from aishtui.store.errors import StoreError
from aishtui.store.one_holder import one_holder
from aishtui.store.opening import RUN


@dataclass(frozen=True, slots=True)
class SuiteStart:
    """`there`: what need not be asked for again. `known`: each prompt that was sent, by an answer to it."""

    identity: str
    run: str
    there: Mapping[Cell, SuiteAnswer] = field(default_factory=dict)
    known: Mapping[tuple[int, int], SuiteAnswer] = field(default_factory=dict)
    words: str = ""
    """What is to be said of it."""

    def place(self, cell: Cell) -> SuitePlace:
        return SuitePlace(self.identity, self.run, cell.prompt, cell.repeat)


def begin_suite(
    suite: Suite, endpoint: str, store: Store | None, data_dir: Path, held: ExitStack, *, anew: bool
) -> SuiteStart:
    """The newest run of the same suite is gone on with, unless it has come to its end, something of it was deleted, or
    somebody else is at it. Until `held` is closed nobody else goes on with this one."""
    identity = suite.identity(endpoint)
    new = SuiteStart(identity, IdSource().new())
    if store is None:
        return new
    start, words = (None, "") if anew else _interrupted(suite, identity, store, data_dir, held)
    if start is None:
        held.enter_context(one_holder(data_dir / RUN, _name(new)))
        return SuiteStart(identity, new.run, words=words)
    return start


def _interrupted(
    suite: Suite, identity: str, store: Store, data_dir: Path, held: ExitStack
) -> tuple[SuiteStart | None, str]:
    """The run to go on with, or none and why not, where that has to be said."""
    try:
        found = store.suite_answers(identity).result()
    except StoreError as problem:
        return None, f"Whether this was begun before cannot be seen. {problem}"
    answers = newest_run([answer for answer in found if suite.has(answer.cell)])
    there = settled_cells(answers)
    if not answers or len(there) >= suite.size:
        return None, ""
    began = _time_of(answers[0].place.began_ms)
    if any(answer.gone for answer in answers):
        return None, f"The run of {began} was not finished, but something of it is deleted; this is a new one."
    known = {(answer.place.repeat, answer.place.prompt): answer for answer in answers}
    words = f"Going on with the run of {began}: {len(there)} of {plural(suite.size, 'answer')} are there."
    start = SuiteStart(identity, answers[0].place.run, there, known, words)
    # What is being written, and belongs to nobody who is dead, belongs to somebody who lives.
    lives = any(answer.status is Status.WRITING for answer in answers)
    if lives or not held.enter_context(one_holder(data_dir / RUN, _name(start))):
        return None, f"Another aishtui is at the run of {began}; this is a new one."
    return start, ""


def _name(start: SuiteStart) -> str:
    return f"suite-{start.identity}-{start.run}"


def _time_of(milliseconds: int) -> str:
    """`12:04`, or with its day where that is not today."""
    then = datetime.fromtimestamp(milliseconds / 1000)
    return f"{then:%H:%M}" if then.date() == datetime.now().date() else f"{then:%Y-%m-%d %H:%M}"
