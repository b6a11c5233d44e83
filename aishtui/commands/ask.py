"""`aishtui ask`: one prompt, one answer, without a screen, through the same engine."""

import signal
import threading
import time
from dataclasses import replace
from http import HTTPStatus
from typing import TextIO

from aishtui.chat.answers import AnswerFacts, AnswerView, Cursor, Stage, Status
from aishtui.chat.clean import clean_text
from aishtui.chat.cloud import cloud_words
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.portable.answer_object import answer_object
from aishtui.chat.presets import Preset
from aishtui.chat.wording import backend, ending, figures, models, seconds, sentences
from aishtui.commands.output import USAGE, let_go_of, write_json
from aishtui.commands.settings import Settings
from aishtui.commands.stopping import SIGNAL_S
from aishtui.commands.words import no_answer, unknown_preset
from aishtui.engine.asking import Asked
from aishtui.engine.engine import Engine
from aishtui.engine.first_choice import first_choice
from aishtui.engine.keeper import Keeper, KeepsNothing
from aishtui.store.database import Store

EXIT_STATUS = {
    Status.COMPLETE: 0,
    Status.FAILED: 1,
    Status.CUT_OFF: 3,
    Status.STOPPED: 130,
    Status.WRITING: 1,
}
GATHER_S = 0.01
"""What comes within this time is printed together: each look takes the interpreter from the thread that reads the
answer (measured with 100,000 events in one write: 28 µs for each without it, 23 µs with it)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What `ask` was told: at most one of preset and model is set."""

    prompt: str
    preset: str | None = None
    model: str | None = None
    system: str | None = None
    as_json: bool = False
    save: bool = True


def run_ask(settings: Settings, question: Question, out: TextIO, notes: TextIO) -> int:
    """Ask and print; returns the exit status (0 complete, 1 failed, 2 usage, 3 cut off, 130 stopped)."""
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)
    if question.preset is not None and question.preset not in {preset.name for preset in settings.presets}:
        print(f"aishtui: {unknown_preset(question.preset, settings.presets)}", file=notes)
        return USAGE
    store = Store(settings.data_dir, with_tabs=False) if question.save else None
    if store is not None:
        store.start()
    keeper: Keeper = store if store is not None else KeepsNothing()
    engine = Engine(settings.choice, keeper, settings.presets, settings.access, settings.config.cloud_prefixes)
    engine.start(ask_catalog=False)
    try:
        preset = _preset(settings, question, engine)
        if preset is None:
            print(f"aishtui: {_nothing_to_ask(engine)}", file=notes)
            return 1
        return _Asking(engine, out, notes, question.as_json).run(question.prompt, preset)
    finally:
        engine.close()
        if store is not None:
            store.close()
            if store.problem:
                print(f"aishtui: {store.problem}", file=notes)


def _preset(settings: Settings, question: Question, engine: Engine) -> Preset | None:
    preset: Preset | None
    if question.preset is not None:
        preset = engine.presets[question.preset]
    elif question.model is not None:
        preset = Preset.of_model(question.model)
    else:
        engine.refresh().result()
        preset = first_choice(settings.presets, engine.catalog, settings.config.cloud_prefixes)
    if preset is not None and question.system is not None:
        preset = replace(preset, system=question.system)
    return preset


def _nothing_to_ask(engine: Engine) -> str:
    if engine.health.problem:
        return no_answer(engine.health)
    return "Every model here has a cloud id, and a paid model is never the default. Name one with -p or -m."


class _Asking:
    """One question on its way: prints what arrives, stops at Ctrl+C."""

    def __init__(self, engine: Engine, out: TextIO, notes: TextIO, as_json: bool) -> None:
        self._engine = engine
        self._out = out
        self._notes = notes
        self._as_json = as_json
        self._terminal = out.isatty()
        self._changed = threading.Event()
        self._cursor = Cursor()
        self._named = False
        self._wrote = ""
        self._retry_told = 0.0

    def run(self, prompt: str, preset: Preset) -> int:
        self._engine.wake_with(self._changed.set)
        asked = self._engine.ask(prompt, preset)
        restore = self._stop_at_signals(asked)
        try:
            message = self._follow(asked)
        finally:
            for number, handler in restore.items():
                signal.signal(number, handler)
        try:
            self._finish(message, preset)
        except OSError as error:
            self._out_is_gone(error)
            return EXIT_STATUS[message.status] or 1
        return EXIT_STATUS[message.status]

    def _stop_at_signals(self, asked: Asked) -> dict[int, "signal._HANDLER"]:
        if threading.current_thread() is not threading.main_thread():
            return {}

        def stop(_number: int, _frame: object) -> None:
            self._engine.stop(asked.answer.id)

        return {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}

    def _follow(self, asked: Asked) -> Message:
        """Print what arrives until the answer stands in its message as it ended."""
        conversation_id, answer_id = asked.answer.conversation_id, asked.answer.id
        while True:
            self._changed.wait(SIGNAL_S)
            self._changed.clear()
            self._engine.take_changes()
            message = self._engine.message(conversation_id, answer_id)
            delta = self._engine.read(conversation_id, answer_id, self._cursor)
            assert message is not None
            assert delta is not None
            self._cursor = delta.cursor
            try:
                self._show(delta.view, delta.text)
            except OSError as error:
                # What has arrived is kept; the rest is not asked for.
                self._engine.stop(answer_id)
                self._out_is_gone(error)
            if message.status.ended:
                return message
            time.sleep(GATHER_S)

    def _out_is_gone(self, error: OSError) -> None:
        """Nobody reads any more (`aishtui ask … | head`), or the disk is full."""
        if not isinstance(error, BrokenPipeError):
            self._note(f"aishtui: the answer cannot be written to standard output ({error.strerror}).")
        let_go_of(self._out)

    def _note(self, line: str) -> None:
        try:
            print(line, file=self._notes, flush=True)
        except OSError:
            # Nobody reads the notes; that is no reason to stop the answer.
            return

    def _show(self, view: AnswerView, text: str) -> None:
        self._tell_of_retry(view)
        if self._as_json:
            return
        if not self._named and _is_answered(view):
            self._named = True
            self._note(f"{models(view.facts)} · {backend(view.facts)}")
        if text:
            self._out.write(clean_text(text) if self._terminal else text)
            self._out.flush()
            self._wrote = text[-1]

    def _tell_of_retry(self, view: AnswerView) -> None:
        """Once for each time: a script's log is no place for a countdown."""
        if view.stage is Stage.RETRYING and view.retry_at is not None and view.retry_at != self._retry_told:
            self._retry_told = view.retry_at
            left = seconds(max(0.0, view.retry_at - view.since))
            self._note(f"aishtui: {sentences(view.retry_why, f'Trying again in {left}')}")

    def _finish(self, message: Message, preset: Preset) -> None:
        facts = message.facts or AnswerFacts()
        if self._as_json:
            write_json(as_object(message, preset), self._out)
            return
        if self._wrote and self._wrote != "\n":
            self._out.write("\n")
            self._out.flush()
        if facts.error:
            self._note(f"aishtui: {facts.error}")
        if facts.cloud:
            self._note(f"aishtui: {cloud_words(facts)}")
        for note in facts.notes:
            self._note(f"aishtui: {note}")
        self._note(" · ".join((*figures(facts), ending(message.status, facts))))


def _is_answered(view: AnswerView) -> bool:
    """Whether it is said who answers: from the headers on, and also where the end is all that was seen of it."""
    if view.stage is Stage.ENDED:
        return view.facts.http_status is not None and view.facts.http_status < HTTPStatus.BAD_REQUEST
    return view.stage in (Stage.WAITING, Stage.THINKING, Stage.WRITING)


def as_object(message: Message, preset: Preset) -> dict[str, object]:
    """The one JSON object per answer."""
    return answer_object(message, None if preset.ad_hoc else preset.name)
