"""`aishtui compare`: prompts to several presets, without a screen but as fair, and gone on with after an end."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import groupby
from typing import TextIO

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.prompts_file import NotPrompts
from aishtui.chat.suite_order import SuiteOrder
from aishtui.chat.suite_progress import SuiteProgress, worst
from aishtui.chat.suites import Cell, Suite
from aishtui.chat.wording import plural, reached_nobody
from aishtui.commands.ask import EXIT_STATUS
from aishtui.commands.compare_wanted import (
    CompareWanted,
    WrongUsage,
    check_target,
    tell_bad,
    wanted_presets,
    wanted_prompts,
)
from aishtui.commands.output import STOPPED, USAGE
from aishtui.commands.settings import Settings
from aishtui.commands.stopping import stoppable
from aishtui.commands.suite_forms import Csv, Form, JsonLines
from aishtui.commands.suite_notes import SuiteNotes
from aishtui.commands.suite_output import FileOutput, Output, opened_output
from aishtui.commands.suite_record import AsMarkdown, ForPeople, InOrder
from aishtui.commands.suite_resuming import SuiteStart, begin_suite
from aishtui.commands.suite_run import SuiteRun
from aishtui.commands.suite_shelf import Shelf
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import Keeper, KeepsNothing
from aishtui.store.database import Store
from aishtui.store.errors import NotWritten, StoreError


def run_compare(settings: Settings, wanted: CompareWanted, out: TextIO, notes: TextIO) -> int:
    """Returns the exit status: 0 all are complete, 1 any failed, 3 any was cut off and none failed, 2 usage, 130
    stopped."""
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)
    try:
        check_target(wanted)
        presets = wanted_presets(wanted, settings.presets, settings.config.cloud_prefixes)
        prompts = wanted_prompts(wanted)
    except (WrongUsage, NotPrompts) as problem:
        print(f"aishtui: {problem}", file=notes)
        return USAGE
    tell_bad(prompts.bad, wanted, notes)
    if not prompts.good:
        print("aishtui: There is nothing to ask.", file=notes)
        return USAGE
    suite = Suite(presets, prompts.good, wanted.repeat, wanted.at_once)
    try:
        status = _Comparison(settings, wanted, suite, notes).run(out)
    except NotWritten as problem:
        print(f"aishtui: {problem}", file=notes)
        status = 1
    if prompts.bad and len(suite.prompts) > 1:
        tell_bad(prompts.bad, wanted, notes, again=True)
    return 1 if prompts.bad and status != STOPPED else status


class _Comparison:
    """The parts of one run, joined."""

    def __init__(self, settings: Settings, wanted: CompareWanted, suite: Suite, notes: TextIO) -> None:
        self._settings = settings
        self._wanted = wanted
        self._suite = suite
        self._store = Store(settings.data_dir, with_tabs=False) if wanted.save else None
        self._keeper: Keeper = self._store if self._store is not None else KeepsNothing()
        self._progress = SuiteProgress(suite)
        self._to_ask_again = 0
        """Those that ended without reaching anybody."""
        self._notes = SuiteNotes(suite, notes, each=wanted.form == "text", kept=wanted.save)

    def run(self, out: TextIO) -> int:
        """Raises NotWritten."""
        with stoppable(at_once=True) as asked, ExitStack() as held, opened_output(self._wanted.target, out) as output:
            if self._store is not None:
                self._store.start()
            engine = self._engine()
            try:
                status = self._compare(engine, held, output, asked)
            except KeyboardInterrupt:
                raise  # at once: what is on disk is whole, and is gone on with
            except BaseException:
                self._close(engine)
                raise
            self._close(engine)
        return status

    def _engine(self) -> Engine:
        settings = self._settings
        engine = Engine(
            settings.choice, self._keeper, settings.presets, settings.access, settings.config.cloud_prefixes
        )
        engine.start()  # its catalogue has the prices
        return engine

    def _close(self, engine: Engine) -> None:
        self._notes.clear()
        engine.close()
        if self._store is not None:
            self._store.close(60.0)
            if self._store.problem:
                self._notes.say(self._store.problem)

    def _compare(self, engine: Engine, held: ExitStack, output: Output, asked: threading.Event) -> int:
        start = begin_suite(
            self._suite,
            self._settings.choice,
            self._store,
            self._settings.data_dir,
            held,
            anew=self._wanted.new,
        )
        if start.words:
            self._notes.say(start.words)
        shelf = Shelf(self._keeper.comparison if self._store is not None else None)
        form = self._form(output, shelf)
        form.begin()
        self._print_what_is_there(start, form, shelf)
        run = self._run(engine, start)
        run.run(
            lambda cell, message: self._ended(cell, message, form, output, start),
            lambda: self._look(output, asked),
        )
        stopped = asked.is_set() and self._progress.ended < self._suite.size
        return self._end(run, form, shelf, output, stopped=stopped)

    def _run(self, engine: Engine, start: SuiteStart) -> SuiteRun:
        models = [preset.model for preset in self._suite.presets]
        left = (cell for cell in self._suite.cells() if cell not in start.there)
        order = SuiteOrder(models, left, self._backends(models), at_once=self._suite.at_once)
        run = SuiteRun(engine, self._suite, order, start.place, kept=self._store is not None)
        for (repeat, prompt), answer in start.known.items():
            run.knows(Cell(repeat, prompt, 0), answer.conversation_id, answer.prompt_id)
        return run

    def _backends(self, models: Sequence[str]) -> dict[str, str]:
        """Who answered for each model the last time."""
        found = {}
        for model in dict.fromkeys(models):
            try:
                backend = self._keeper.last_backend(model).result()
            except StoreError:
                return {}  # the order is a matter of comfort; the store tells its own problem
            if backend is not None:
                found[model] = backend
        return found

    def _form(self, output: Output, shelf: Shelf) -> Form:
        match self._wanted.form:
            case "json":
                return JsonLines(self._suite, output)
            case "csv":
                return Csv(self._suite, output)
            case "md":
                return AsMarkdown(self._suite, output, shelf)
            case _:
                return ForPeople(self._suite, output, shelf)

    def _print_what_is_there(self, start: SuiteStart, form: Form, shelf: Shelf) -> None:
        there = (cell for cell in self._suite.cells() if cell in start.there)
        for place, cells in groupby(there, key=start.place):
            kept = {} if isinstance(form, InOrder) else shelf.read(str(place))
            for cell in cells:
                known = start.there[cell]
                self._progress.take(cell.column, known.status, known.total_s, known.answered_by)
                if isinstance(form, InOrder):
                    form.expect(cell, place)
                elif cell.column in kept:
                    form.take(cell, kept[cell.column], place)

    def _ended(self, cell: Cell, message: Message, form: Form, output: Output, start: SuiteStart) -> None:
        facts = message.facts
        if message.status is Status.STOPPED and (facts is None or facts.total_s is None):
            return  # it was never sent
        if reached_nobody(message.status, facts):
            self._to_ask_again += 1
        if facts is not None:
            self._progress.take(cell.column, message.status, facts.total_s, facts.answered_by)
        self._notes.ended(cell, message)
        if output.for_terminal:
            self._notes.clear()
        form.take(cell, message, start.place(cell) if self._store is not None else None)
        self._notes.progress(self._progress)

    def _look(self, output: Output, asked: threading.Event) -> bool:
        """Whether to go on: somebody wants it, and there is a place for what comes of it."""
        self._notes.progress(self._progress)
        if output.broken and output.problem and self._store is not None:
            return not asked.is_set()  # a full disk elsewhere: what comes is in the history
        return not asked.is_set() and not output.broken

    def _end(self, run: SuiteRun, form: Form, shelf: Shelf, output: Output, *, stopped: bool) -> int:
        self._notes.clear()
        form.end()
        unfinished = stopped or run.nobody_there
        if unfinished and self._store is not None and isinstance(output, FileOutput):
            output.dropped = True  # what was there before may be whole
        self._notes.sums(self._progress)
        for problem in (output.problem, shelf.problem):
            if problem:
                self._notes.say(problem)
        if unfinished:
            self._notes.say(self._stopped_words(run, output))
        failed = output.broken or bool(shelf.problem) or run.nobody_there
        return STOPPED if stopped else 1 if failed else EXIT_STATUS[worst(self._progress.statuses)]

    def _stopped_words(self, run: SuiteRun, output: Output) -> str:
        why = "Nobody can be reached; the rest was not asked for." if run.nobody_there else "Stopped."
        if self._store is None:
            return f"{why} Nothing is kept (--no-save): the same command begins anew."
        file = f" {output.path} was not written." if isinstance(output, FileOutput) else ""
        settled = self._progress.ended - self._to_ask_again
        there = f"{settled} of {plural(self._suite.size, 'answer')} are there"
        return f"{why}{file} The same command goes on: {there}."
