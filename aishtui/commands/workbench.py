"""`aishtui`: builds the parts, runs the full screen, and leaves in order."""

import asyncio
import gc
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from aishtui.chat.clean import clean_line
from aishtui.chat.compared_names import BadNames, check_count, read_compared
from aishtui.chat.history import Unseen
from aishtui.chat.presets import Preset
from aishtui.chat.wording import plural, seconds
from aishtui.commands.crashing import Crashes
from aishtui.commands.departure import Departure
from aishtui.commands.log_file import LogFile
from aishtui.commands.output import USAGE
from aishtui.commands.own_config import OwnConfig
from aishtui.commands.own_editor import OwnEditor
from aishtui.commands.piped_input import read_piped
from aishtui.commands.settings import Settings
from aishtui.commands.words import unknown_preset
from aishtui.engine.engine import Engine
from aishtui.engine.first_choice import first_choice
from aishtui.engine.keeping import Unreadable
from aishtui.store.atomic import write_atomic
from aishtui.store.database import Store
from aishtui.store.errors import StoreError
from aishtui.store.figures import ModelFigures
from aishtui.store.form_drafts import FormDrafts
from aishtui.store.housekeeping import Housekeeping
from aishtui.store.once import is_first_time
from aishtui.store.paths import make_private
from aishtui.store.retention import Retention
from aishtui.store.screen_file import ScreenFile
from aishtui.store.session import Opened
from aishtui.terminal.attention import Attention
from aishtui.terminal.clipboard import FILE_NAME, Copied, copy
from aishtui.terminal.done_signal import done_signal
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.low_bandwidth import LowBandwidth
from aishtui.terminal.piped_input import put_aside
from aishtui.terminal.title import has_title
from aishtui.widgets.bound_keys import BoundKeys

if TYPE_CHECKING:
    from aishtui.app import AishtuiApp
    from aishtui.commands.live_config import LiveConfig
    from aishtui.screens.surroundings import Surroundings

PROMPTS = 500
"""So many of the prompts sent before can be brought back with Up."""
OPENING_LIMIT_S = 5.0
LOG = "aishtui.log"

_log = logging.getLogger(__name__)


def run_workbench(settings: Settings, notes: TextIO) -> int:
    """Run until the user leaves. Returns an exit status when the screen could not be opened; otherwise the
    process ends in here, in the order of leaving."""
    piped = put_aside()
    facts = TerminalFacts.read()
    refusal = facts.refusal() or _refused_names(settings)
    if refusal:
        print(f"aishtui: {refusal}", file=notes)
        return USAGE
    if facts.behind_screen:
        os.environ.pop("COLORTERM", None)  # Textual goes by it
    return _Session(settings, facts, notes, piped).run()


def _refused_names(settings: Settings) -> str:
    names = {preset.name for preset in settings.presets}
    unknown = [name for name in settings.options.presets if name not in names]
    return unknown_preset(unknown[0], settings.presets) if unknown else _refused_comparison(settings)


def _refused_comparison(settings: Settings) -> str:
    """Why what `--compare` names cannot be compared."""
    try:
        compared = _compared(settings)
        if settings.options.compare:
            check_count(len(compared))
    except BadNames as problem:
        return f"--compare: {problem}"
    return ""


def _compared(settings: Settings) -> tuple[Preset, ...]:
    """Whom `--compare` names. What is served is not known yet. Raises BadNames."""
    return read_compared(settings.options.compare, {preset.name: preset for preset in settings.presets})


class _Session:
    """The parts of one run: store, engine, screen; built in this order, left in the other."""

    def __init__(self, settings: Settings, facts: TerminalFacts, notes: TextIO, piped: int | None) -> None:
        self._settings = settings
        self._piped = read_piped(piped) if piped is not None else None
        self._facts = facts
        self._notes = notes
        kept = Retention(settings.config.keep_days, settings.config.deleted_days)
        self._store = Store(settings.data_dir, housekeeping=Housekeeping(kept))
        self._engine = Engine(
            settings.choice, self._store, settings.presets, settings.access, settings.config.cloud_prefixes
        )
        self._store.on_problem = lambda _problem: self._engine.mark_keeping()
        self._low_bandwidth = LowBandwidth(settings.config.low_bandwidth, facts)
        self._departure = Departure(self._engine, self._store, settings.config)
        self._leaving = self._departure.leaving
        log = settings.data_dir / LOG
        self._crashes = Crashes(settings.data_dir, log, os.environ, self._leaving.crashed)

    def run(self) -> int:
        """Start the parts, then the screen. Comes back only if the theme's name is unknown."""
        gc.disable()  # until `_started`, as in `cli.py`
        self._departure.prepare()
        self._crashes.watch_threads()
        logging.getLogger().addHandler(LogFile(self._settings.data_dir / LOG))
        self._store.start()
        self._engine.start(ask_catalog=False)
        self._engine.show_short_catalog()
        try:
            app = self._build()
        except Exception as error:  # noqa: BLE001 - the top of the main thread
            self._crashes.screen_broke(error)
            self._leave()
        if app is not None:
            self._show(app)
        self._engine.close()
        self._store.close()
        return USAGE

    def _build(self) -> "AishtuiApp | None":
        from aishtui.app import AishtuiApp  # start-up: the store opens and the broker starts meanwhile
        from aishtui.commands.themes import first_theme, read_themes
        from aishtui.terminal.driver import driver_for

        themes = read_themes(self._settings.config_dir)
        wanted, chosen = self._settings.options.theme, self._settings.config.theme
        theme, problem = first_theme(themes.names, wanted, chosen, self._facts.colours != "none")
        if theme is None:
            print(f"aishtui: {problem}", file=self._notes)
            return None
        opened = self._opened()
        automatic = self._open_tabs(opened)
        lasting = [*map(str, themes.problems), *filter(None, [problem])]
        around = self._surroundings(opened, lasting, automatic)
        config = self._settings.config
        driver = driver_for(
            self._leaving,
            has_title=config.title and has_title(self._facts.term),
            plain_output=self._settings.options.plain_output or config.plain_output,
            thin_line=bool(self._low_bandwidth),
        )
        return AishtuiApp(self._engine, around, [file.theme for file in themes.files], theme, driver, _started)

    def _show(self, app: "AishtuiApp") -> NoReturn:
        try:
            app.run(mouse=self._facts.has_mouse(self._settings.config.mouse))
        except Exception as error:  # noqa: BLE001 - the top of the main thread
            self._crashes.screen_broke(error)
        if app.broke_with is not None:
            self._crashes.screen_broke(app.broke_with)
        self._leave()

    def _leave(self) -> NoReturn:
        self._leaving.leave(crashed=self._crashes.tell(self._notes))

    # -- starting

    def _opened(self) -> Opened:
        """What is wrong with the store for as long as it is, `Store.problem` says."""
        try:
            opened = self._store.opened.result(OPENING_LIMIT_S)
            self._engine.go_on_after(opened.newest_id)
            return replace(opened, problem="")
        except FutureTimeout:
            self._engine.leave_stored_tabs_alone()
            return Opened(
                problem=f"The data folder {self._settings.data_dir} does not answer; earlier tabs are not shown, "
                "and the tabs of this run are not kept. Conversations are, once it answers."
            )

    def _open_tabs(self, opened: Opened) -> bool:
        """The tabs of the last time, then those asked for; True if the one tab there is was nobody's choice."""
        engine, options = self._engine, self._settings.options
        if options.new:
            for tab in opened.tabs:
                self._store.remember_prompt(tab.draft)
        else:
            engine.restore_tabs(opened.tabs)
        wanted = [engine.presets[name] for name in options.presets]
        if options.model:
            wanted.append(Preset.of_model(options.model))
        taken: set[str] = set()
        for preset in wanted:
            taken.add(self._open_or_reuse(preset, taken))
        compared = _compared(self._settings)
        if compared:
            self._open_comparison(compared)
        self._open_for_piped(taken)
        automatic = not engine.tabs()
        if automatic:
            presets = self._settings.presets
            chosen = first_choice(presets, None, self._settings.config.cloud_prefixes)
            engine.new_tab(chosen or Preset.of_model("guide"))
        active = next(tab for tab in engine.tabs() if tab.active)
        try:
            engine.load_tab(active.id).result(OPENING_LIMIT_S)
        except FutureTimeout:
            _log.warning("the active tab's conversation is late")
        except Unreadable:
            _log.warning("the active tab's conversation cannot be read")  # the screen tries again, and says so
        return automatic

    def _open_for_piped(self, taken: set[str]) -> None:
        """What is piped in is for a conversation of its own: what stands in a draft stays."""
        if self._piped is None:
            return
        active = next((tab for tab in self._engine.tabs() if tab.active), None)
        if (
            active is not None
            and (active.leaf_id is not None or active.draft or active.queue)
            and active.id not in taken
        ):
            self._engine.new_tab(self._engine.preset_of(active))

    def _open_or_reuse(self, preset: Preset, taken: set[str]) -> str:
        """A tab for `preset`: an empty one of it that is there already, so that restarting does not pile them up,
        but none of those `taken` in this start. Returns its id."""
        for tab in self._engine.tabs():
            if (
                tab.preset == preset.name
                and tab.leaf_id is None
                and not (tab.draft or tab.queue)
                and tab.id not in taken
            ):
                self._engine.activate(tab.id)
                return tab.id
        return self._engine.new_tab(preset).id

    def _open_comparison(self, presets: Sequence[Preset]) -> None:
        """A fresh one, or one of the same that is there already and has not been asked anything."""
        names = [preset.name for preset in presets]
        for first in self._engine.tabs():
            columns = self._engine.comparing.columns(first.comparison) if first.comparison is not None else ()
            if [tab.preset for tab in columns] == names and not any(
                tab.leaf_id or tab.draft or tab.queue for tab in columns
            ):
                self._engine.activate(columns[0].id)
                return
        self._engine.comparing.begin(self._engine.new_tab(presets[0]).id, presets)

    def _surroundings(self, opened: Opened, theme_problems: Sequence[str], automatic: bool) -> "Surroundings":
        from aishtui.screens.surroundings import Surroundings  # start-up: as in `run`
        from aishtui.screens.telling import TellingWays

        settings = self._settings
        editor = OwnEditor(settings.data_dir, self._store.remember_prompt)
        return Surroundings(
            copy=self._copy,
            low_bandwidth=bool(self._low_bandwidth),
            first_start=opened.first_start,
            automatic=automatic,
            notices=(*_notices(opened, settings.keys), *editor.take_in(), *self._theme_offered()),
            lasting=(*filter(None, (opened.problem,)), *map(str, settings.problems), *theme_problems),
            keeping_problem=lambda: self._store.problem,
            keeping_notices=self._store.take_notices,
            cloud_prefixes=settings.config.cloud_prefixes,
            config_dir=settings.config_dir,
            keys=settings.keys,
            away=self._away(),
            prompts=self._prompts(editor.taken_in),
            figures=self._figures,
            edit=editor.edit,
            piped=self._piped,
            screen_file=self._screen_file(opened),
            form_drafts=self._form_drafts(opened),
            config=OwnConfig(partial(self._live_config, editor, tuple(filter(None, [opened.problem])))),
            attention=Attention(self._facts.reports_focus),
            telling=TellingWays(self._signal, settings.config.notice_after_s),
        )

    def _screen_file(self, opened: Opened) -> ScreenFile:
        """Not read from a folder that does not answer."""
        found = ScreenFile(self._settings.data_dir)
        if not opened.problem:
            found.read()
        return found

    def _form_drafts(self, opened: Opened) -> FormDrafts:
        found = FormDrafts(self._settings.data_dir)
        if not opened.problem:
            found.read()
        return found

    def _live_config(self, editor: OwnEditor, always: tuple[str, ...]) -> "LiveConfig":
        from aishtui.commands.live_config import LiveConfig  # start-up: not before somebody wants it

        return LiveConfig(self._settings, os.environ, self._facts, self._engine, editor.open, self._take, always)

    def _take(self, settings: Settings) -> None:
        self._settings = settings

    def _signal(self, words: str) -> str:
        return done_signal(self._settings.config.when_done, words, self._facts)

    def _theme_offered(self) -> tuple[str, ...]:
        """Once, to those who have a thin line and have not chosen colours themselves."""
        decided = self._settings.options.theme or self._settings.config.theme or self._facts.colours == "none"
        if decided or not self._low_bandwidth or not is_first_time(self._settings.data_dir, "terminal-theme"):
            return ()
        return ("Over a slow line `:theme terminal` sends fewer bytes: it has your terminal's own colours",)

    async def _figures(self) -> dict[str, str]:
        """How fast each model was in the user's own history; no model is asked for it."""
        try:
            known = await asyncio.wrap_future(self._store.model_figures())
        except StoreError:
            _log.warning("the models' figures are not to be had")
            return {}
        return {model: " ".join(speed(figures)) for model, figures in known.items()}

    def _prompts(self, newest: tuple[str, ...]) -> tuple[str, ...]:
        """The newest first, with those that may still be on their way to the store."""
        try:
            kept = self._store.prompts(PROMPTS).result(OPENING_LIMIT_S)
        except (FutureTimeout, StoreError):
            _log.warning("the prompt history is not to be had")
            kept = ()
        return (*newest, *(prompt for prompt in kept if prompt not in newest))

    def _away(self) -> tuple[Unseen, ...]:
        try:
            return self._store.unseen().result(OPENING_LIMIT_S)
        except (FutureTimeout, StoreError):
            _log.warning("what ended while nobody looked is not to be had")
            return ()

    async def _copy(self, text: str, write: Callable[[str], None]) -> Copied:
        return await copy(text, self._facts, write, self._save_copy, self._settings.config.clipboard)

    def _save_copy(self, data: bytes) -> Path:
        path = make_private(self._settings.data_dir) / FILE_NAME
        write_atomic(path, data)
        return path


def _started() -> None:
    """From here on only what is new is looked through for rubbish: all of it took 70 ms in mid-answer (measured)."""
    gc.freeze()
    gc.enable()


def speed(figures: ModelFigures) -> list[str]:
    """`0.4 s` to the first token, `42 tok/s` after it; what was never measured is left out."""
    words = []
    if figures.first_token_s is not None:
        words.append(seconds(figures.first_token_s))
    if figures.tokens_per_s is not None:
        words.append(f"{figures.tokens_per_s:.0f} tok/s")
    return words


def _notices(opened: Opened, keys: BoundKeys) -> tuple[str, ...]:
    """What is worth saying once at the start."""
    again = f"{keys.name('answer.retry')} asks again"
    kept = len(opened.recovered) - len(opened.empty)
    words = []
    if kept:
        words.append(f"{_interrupted(kept)}; what came is kept. {keys.name('answer.continue')} continues it, {again}")
    if opened.empty:
        words.append(f"{_interrupted(len(opened.empty))} before anything had come. {again}")
    words.extend(
        f"What an earlier aishtui has kept in {clean_line(str(path), 200)} cannot be taken over and stays there. "
        "`aishtui store check` looks for what is wrong"
        for path in opened.left_aside
    )
    return (*words, *(f"{other[0].upper()}{other[1:]}" for other in opened.others))


def _interrupted(answers: int) -> str:
    return f"{plural(answers, 'answer')} {'was' if answers == 1 else 'were'} interrupted"
