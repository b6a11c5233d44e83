"""`:config`: the settings of a running workbench. What can change while it runs is changed, and the rest is named."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset
from aishtui.chat.wording import listed, plural, sentences
from aishtui.commands.config_origins import settled_by
from aishtui.commands.settings import Settings, read_settings
from aishtui.commands.themes import Themes, first_theme, read_themes
from aishtui.engine.engine import Engine
from aishtui.screens.surroundings import NewSettings, Surroundings
from aishtui.screens.telling import TellingWays
from aishtui.store import config_table as table
from aishtui.store.config import Config
from aishtui.store.config_default import write_default
from aishtui.store.config_file import load_config
from aishtui.store.config_table import SETTINGS
from aishtui.store.errors import AlreadyThere, StoreError
from aishtui.store.presets_default import write_first_presets
from aishtui.store.presets_file import load_config_presets, own_presets_path, preset_files
from aishtui.terminal.edited import Edited, NotEdited, Suspended
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.low_bandwidth import LowBandwidth
from aishtui.terminal.title import has_title
from aishtui.wire.errors import BadAddress

_MOST_SAID = 3
"""Problems in one message; the banner has them all."""

OpenEditor = Callable[[Path, Suspended], Awaitable[Edited]]
"""Has the user edit a file where it is. Raises NotEdited."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """Keys by their names: what is otherwise now, what will be after a restart, and what an option or a variable of the
    environment has settled for this run."""

    now: tuple[str, ...]
    later: tuple[str, ...]
    settled: tuple[str, ...]


class LiveConfig:
    """`settings` are those that hold; `took` is told of others. `always` is what the banner says beside problems in
    files."""

    def __init__(
        self,
        settings: Settings,
        environment: Mapping[str, str],
        facts: TerminalFacts,
        engine: Engine,
        open_editor: OpenEditor,
        took: Callable[[Settings], object] = lambda _settings: None,
        always: tuple[str, ...] = (),
    ) -> None:
        self.settings = settings
        self._environment = environment
        self._facts = facts
        self._engine = engine
        self._open_editor = open_editor
        self._took = took
        self._always = always
        self._path = settings.config_dir / "config.toml"

    async def edit(self, suspended: Suspended, presets: bool = False) -> Edited:
        """See `ConfigDesk`."""
        path, begin = self._path, write_default
        if presets:
            path, begin = self._path.with_name("presets.toml"), write_first_presets
        try:
            await asyncio.to_thread(begin, path)
        except AlreadyThere:
            pass  # as it should be
        except StoreError as error:
            raise NotEdited(str(error)) from error
        return await self._open_editor(path, suspended)

    async def reread(self, around: Surroundings) -> NewSettings:
        """See `ConfigDesk`."""
        return await asyncio.to_thread(self._reread, around)

    def _reread(self, around: Surroundings) -> NewSettings:
        held = self.settings
        loaded = load_config(self._path, held.config)
        try:
            found = read_settings(held.options, self._environment, held.config) if loaded.readable else None
        except BadAddress as error:  # of the environment, which was right at the start
            return NewSettings(around, str(error), right=False)
        if found is None:
            (problem,) = loaded.problems
            presets = load_config_presets(held.config_dir)
            taken = [f"Taken over: {words}" for words in self._take_presets(presets.presets)]
            still = "Nothing is taken from it: what held before still holds."
            words = sentences(*taken, str(problem), still, *map(str, presets.problems[:_MOST_SAID]))
            others = (*(known for known in held.problems if known.path not in self._preset_files()), *presets.problems)
            problems = _instead(others, problem, self._path)
            self.settings = replace(held, problems=problems, presets=presets.presets, book=presets.book)
            lasting = (*self._always, *map(str, self.settings.problems))
            return NewSettings(replace(around, lasting=lasting), words, right=False)
        themes = read_themes(held.config_dir)
        colours = self._facts.colours != "none"
        theme, theme_problem = first_theme(themes.names, None, found.config.theme, colours)
        if theme_problem:
            found = replace(found, config=replace(found.config, theme=held.config.theme))
            theme_problem = sentences(theme_problem, "What held before still holds.")
        changes = self._changes(found)
        changes = replace(changes, now=(*changes.now, *self._take_presets(found.presets)))
        config = _as_it_runs(found.config, held.config)
        self.settings = replace(found, config=config)
        self._took(self.settings)
        self._tell_engine(held)
        return self._for_screen(around, held.config, themes, theme, theme_problem, changes)

    def _take_presets(self, presets: Sequence[Preset]) -> tuple[str, ...]:
        """What is said of those that are others now; nothing where none is."""
        changed = changed_presets(self._engine.presets, presets)
        if changed:
            self._engine.replace_presets(presets)
        return (_of_presets(changed),) if changed else ()

    def _preset_files(self) -> tuple[Path, ...]:
        folder = self.settings.config_dir
        return (*preset_files(folder), own_presets_path(folder))

    def _changes(self, found: Settings) -> _Changes:
        held, options = self.settings, self.settings.options
        different = [it for it in SETTINGS if it.of(found.config) != it.of(held.config)]
        settled = {it.name: settled_by(it, options, self._environment) for it in different}
        now = [it.name for it in different if it.live and not settled[it.name]]
        if _fallbacks(found.config) != _fallbacks(held.config):
            now.append("endpoint.fallbacks")
        if found.keys.chosen != held.keys.chosen:
            now.append("keys")
        later = (it.name for it in different if not it.live and not settled[it.name])
        by = (f"{name} is settled by {what} in this run" for name, what in settled.items() if what)
        return _Changes(tuple(now), tuple(later), tuple(by))

    def _tell_engine(self, held: Settings) -> None:
        new, old = self.settings.config, held.config
        others = (new.endpoint_url, new.secrets, _fallbacks(new)) != (old.endpoint_url, old.secrets, _fallbacks(old))
        if others:
            self._engine.use_access(self.settings.access)
        if self.settings.choice != held.choice:
            self._engine.connect(self.settings.choice)
        elif others:
            self._engine.refresh()  # it may be served now to whom it was not before
        if new.cloud_prefixes != old.cloud_prefixes:
            self._engine.expect_clouds(new.cloud_prefixes)

    def _for_screen(
        self,
        around: Surroundings,
        held: Config,
        themes: Themes,
        theme: str | None,
        theme_problem: str,
        changes: _Changes,
    ) -> NewSettings:
        config = self.settings.config
        low = around.low_bandwidth
        if config.low_bandwidth != held.low_bandwidth:
            low = bool(LowBandwidth(config.low_bandwidth, self._facts))
        broken = (*self.settings.problems, *themes.problems)
        files = (self._path, *self._preset_files())
        problems = [str(problem) for problem in self.settings.problems if problem.path in files]
        problems += map(str, themes.problems)
        problems += filter(None, [theme_problem])
        return NewSettings(
            replace(
                around,
                low_bandwidth=low,
                keys=self.settings.keys,
                cloud_prefixes=config.cloud_prefixes,
                telling=TellingWays(around.telling.signal, config.notice_after_s),
                lasting=tuple(filter(None, (*self._always, *map(str, broken), theme_problem))),
            ),
            _words(changes, problems),
            right=not problems,
            themes=tuple(file.theme for file in themes.files),
            theme=theme if table.THEME.name in changes.now else None,
            title=config.title and has_title(self._facts.term) if config.title != held.title else None,
            mouse=self._facts.has_mouse(config.mouse) if config.mouse != held.mouse else None,
        )


def _as_it_runs(found: Config, held: Config) -> Config:
    """What needs a restart is as it was."""
    return replace(found, **{it.field: it.of(held) for it in SETTINGS if not it.live})


def changed_presets(before: Mapping[str, Preset], now: Iterable[Preset]) -> list[str]:
    """The names of those that are new, gone or others; all where only their order is another."""
    by_name = {preset.name: preset for preset in now}
    changed = [name for name in {**before, **by_name} if before.get(name) != by_name.get(name)]
    return changed or ([] if list(before) == list(by_name) else list(by_name))


def _of_presets(names: list[str]) -> str:
    shown = [clean_line(name, 40) for name in names[:_MOST_SAID]]
    more = [f"{len(names) - _MOST_SAID} more"] if len(names) > _MOST_SAID else []
    return f"{'the preset' if len(names) == 1 else 'presets'} ({', '.join([*shown, *more])})"


def _fallbacks(config: Config) -> list[object]:
    """Wherever in the file they stand."""
    return [replace(known, where=FileProblem(known.where.path, None, "", "")) for known in config.fallbacks]


def _instead(problems: Iterable[FileProblem], problem: FileProblem, path: Path) -> tuple[FileProblem, ...]:
    """What is said of the other files, and of this one what is wrong with all of it."""
    return (*(known for known in problems if known.path != path), problem)


def _words(changes: _Changes, problems: list[str]) -> str:
    said = []
    if changes.now:
        said.append(f"Taken over: {listed(changes.now, 'and')}")
    if changes.later:
        said.append(f"{listed(changes.later, 'and')} from the next start on")
    said += changes.settled
    if problems:
        left = len(problems) - _MOST_SAID
        said += problems[:_MOST_SAID]
        said += [f"{plural(left, 'more problem')}: `aishtui config check` lists them"] if left > 0 else []
    return sentences(*said) or "The settings are what they were."
