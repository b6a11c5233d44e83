"""Picking from lists: presets, models, themes, conversations, and all that can be done."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import NearestIds
from aishtui.chat.often_used import PickKind
from aishtui.chat.presets import Preset
from aishtui.chat.slots import slots_of
from aishtui.engine.changes import Unread
from aishtui.screens.history_desk import Opening
from aishtui.screens.past import Past
from aishtui.screens.remembering import Remembering
from aishtui.screens.theming import Theming
from aishtui.widgets.actions import ACTIONS

if TYPE_CHECKING:
    from aishtui.screens.pick_conversations import Conversations
    from aishtui.screens.pick_models import Models
    from aishtui.screens.pick_presets import Presets
    from aishtui.screens.pick_source import Liked, Picked, PickSource
    from aishtui.screens.pick_themes import Themes
    from aishtui.screens.picker import Picker
    from aishtui.widgets.pick_list import PickEntry

# What the lists are made of is imported where one is opened: nobody needs it before, and starting is measured.

_BESIDE = "in a new tab"
_NAME = 40


class Picking(Past, Remembering, Theming):
    """One list is open at a time."""

    _picker: "Picker | None" = None
    _renewed: "Callable[[], PickSource] | None" = None
    """What the open list would be now, where it is made of the catalogue."""
    _models: "Models | None" = None
    """The last ones: they are kept until the catalogue or the figures are others."""

    _near: tuple[Catalog | None, NearestIds] | None = None

    # -- the lists

    def pick_preset(self, typed: str = "") -> None:
        """`:preset`: this tab's next prompt goes to the one that is picked."""
        self.look_again()
        self._pick(self._preset_source(), self._preset_picked, typed)
        self._renewed = self._preset_source

    def pick_model(self, typed: str = "") -> None:
        """`:model`."""
        self.look_again()
        self._pick_from_models(lambda: self._model_source(self.tab.preset, _BESIDE), self._preset_picked, typed)

    def _pick_from_models(
        self, source: "Callable[[], PickSource]", then: "Callable[[Picked], None]", typed: str
    ) -> None:
        self._pick(source(), then, typed)
        self._renewed = source

    def pick_theme(self, typed: str = "") -> None:
        """`:theme`: each is tried on while the cursor is at it."""
        from aishtui.screens.pick_source import PickSource
        from aishtui.screens.pick_themes import EMPTY

        themes = self._themes()
        source = PickSource(
            "Themes", " theme: ", themes.entries, EMPTY, themes.look, preview=self._trying_on(),
            liked=partial(self._liked, (PickKind.THEME,)), mark=self._mark, from_current=True,
        )  # fmt: skip
        self._pick(source, self._theme_picked, typed)

    def pick_conversation(self, typed: str = "") -> None:
        """`:open [WORDS]`: by its title."""
        from aishtui.screens.pick_conversations import Conversations

        found = Conversations(self.engine.archive)

        def picked(what: "Picked") -> None:
            summary = found.summary(what.entry.key)
            last = summary.comparison is not None and summary.comparison.last
            comparison = summary.comparison.id if summary.comparison is not None and last else ""
            opening = Opening(summary.id, new_tab=what.beside, comparison=comparison)
            self.run_worker(self._open(opening), exclusive=False)

        self._pick(self._conversation_source(found, "Looking …"), picked, typed)
        if self._picker is not None:
            self.run_worker(self._read_conversations(found, self._picker), exclusive=False)

    def open_palette(self) -> None:
        """`:commands`: everything that can be done, and presets and themes by name."""
        from aishtui.screens.pick_actions import EMPTY, Actions
        from aishtui.screens.pick_source import PickSource

        actions = Actions(self.runs(), self.keys)
        presets, themes = self._presets("Preset: "), self._themes("Theme: ")
        looks = {PickKind.COMMAND: actions.look, PickKind.PRESET: presets.look, PickKind.THEME: themes.look}

        def picked(what: "Picked") -> None:
            match what.entry.kind:
                case PickKind.COMMAND:
                    actions.run(what.entry)
                case PickKind.THEME:
                    self._theme_picked(what)
                case _:
                    self._preset_picked(what)

        source = PickSource(
            "Commands", " do: ", [*actions.entries, *presets.entries, *themes.entries], EMPTY,
            lambda entry: looks[entry.kind](entry), preview=self._trying_on(),
            liked=partial(self._liked, tuple(looks)), mark=self._mark,
        )  # fmt: skip
        self._pick(source, picked)

    def palette_key(self, over: Screen[object]) -> None:
        """The palette's key, on any screen: it closes what it opened, and elsewhere lists what can be done there."""
        if over is self:
            self.open_palette()
        elif over is self._picker:
            self._picker.action_escape()
        else:
            self._open_palette_over(over)

    def _open_palette_over(self, over: Screen[object]) -> None:
        from aishtui.screens.pick_actions import EMPTY, Bindings
        from aishtui.screens.pick_source import PickSource

        active = [found for found in over.active_bindings.values() if found.node is over]
        bindings = Bindings(active)

        def picked(what: "Picked") -> None:
            found = bindings.binding(what.entry)
            self.app.call_later(self.app.run_action, found.binding.action, found.node)

        self._pick(PickSource("What can be done here", " do: ", bindings.entries, EMPTY, bindings.look), picked)

    # -- what they offer

    def _presets(self, prefix: str = "") -> "Presets":
        from aishtui.screens.pick_presets import Presets

        engine, around = self.engine, self._around
        return Presets(
            engine.presets, engine.catalog, self._figures, around.cloud_prefixes,
            slots_of(tuple(engine.presets.values())), self.tab.preset, self._nearest_listed(), prefix,
        )  # fmt: skip

    def _nearest_listed(self) -> NearestIds:
        """Kept until the catalogue is another: the words of 5,000 ids take a moment."""
        catalog = self.engine.catalog
        if self._near is None or self._near[0] is not catalog:
            self._near = catalog, NearestIds([entry.id for entry in catalog.entries] if catalog is not None else [])
        return self._near[1]

    def _preset_source(self) -> "PickSource":
        from aishtui.screens.pick_presets import EMPTY
        from aishtui.screens.pick_source import PickSource

        presets = self._presets()
        return PickSource(
            "Presets", " preset: ", presets.entries, EMPTY, presets.look, presets.look_closer,
            liked=partial(self._liked, (PickKind.PRESET,)), mark=self._mark, beside_words=_BESIDE,
        )  # fmt: skip

    def _model_source(self, current: str, beside_words: str = "") -> "PickSource":
        """`current` is the id that has the mark."""
        from aishtui.screens.pick_models import EMPTY, Models
        from aishtui.screens.pick_source import PickSource

        catalog = self.engine.catalog
        models = self._models
        if models is None or models.catalog is not catalog or models.figures is not self._figures:
            models = self._models = Models(catalog, self._figures, self._around.cloud_prefixes)
        return PickSource(
            "Models", " model: ", models.marked(current), EMPTY, models.look,
            raw=models.raw, free=models.free, look_closer=partial(models.look_closer, self.engine.archive.last_backend),
            liked=partial(self._liked, (PickKind.MODEL,)), mark=self._mark, beside_words=beside_words,
            from_current=not beside_words, note=catalog.note if catalog is not None else "",
        )  # fmt: skip

    def _themes(self, prefix: str = "") -> "Themes":
        from aishtui.screens.pick_themes import Themes

        names = self.theme_names()
        return Themes(names, self.app.available_themes, self.own_theme_names(), self.app.theme, prefix)

    def _conversation_source(self, found: "Conversations", empty: str) -> "PickSource":
        from aishtui.screens.pick_source import Liked, PickSource

        def mark(entry: "PickEntry", on: bool) -> None:
            found.mark(entry.key, on)
            self._keep(self.engine.archive.pin(entry.key, on), "Pinned." if on else "No longer pinned.")

        return PickSource(
            "Conversations", " open: ", tuple(found.entries), empty, found.look, found.look_closer,
            liked=lambda: Liked([(PickKind.CONVERSATION, key) for key in found.pinned]),
            mark=mark, mark_words="pins", beside_words=_BESIDE, note=found.note(self.keys.name("history.open")),
        )  # fmt: skip

    async def _read_conversations(self, found: "Conversations", picker: "Picker") -> None:
        from aishtui.screens.pick_conversations import EMPTY

        async for _ in found.pages():
            if self._picker is not picker:
                return
            picker.take_source(self._conversation_source(found, found.problem or EMPTY))

    def runs(self) -> dict[str, Callable[[], object]]:
        """How each action of the table is done, by its id."""
        runs = {action.id: getattr(self, f"action_{action.method}", None) for action in ACTIONS}
        return {id_: run for id_, run in runs.items() if run is not None}

    # -- what is done with what was picked

    def _pick(self, source: "PickSource", then: "Callable[[Picked], None]", typed: str = "") -> None:
        from aishtui.screens.picker import Picker

        if self._picker is not None:
            return
        self._renewed = None
        # Textual would draw it empty, styled and filled, one after the other.
        drawn = ExitStack()
        drawn.enter_context(self.app.batch_update())
        self._picker = Picker(source, self._copied_entry, self.app.size, drawn.close, typed)

        def closed(picked: "Picked | None") -> None:
            drawn.close()
            self._picker = self._renewed = None
            if picked is not None:
                if picked.entry.kind is PickKind.COMMAND:
                    self._used(PickKind.COMMAND, picked.entry.key)
                then(picked)

        self.app.push_screen(self._picker, closed)

    async def _copied_entry(self, text: str) -> str:
        return (await self._around.copy(text, self._output.write)).sentence

    def _preset_picked(self, picked: "Picked") -> None:
        key = picked.entry.key
        known = self.engine.presets.get(key) if picked.entry.kind is PickKind.PRESET else None
        preset = known or Preset.of_model(key)
        if picked.beside:
            self.open_tab(preset)
        else:
            self.take_preset(preset)
        self.set_focus(self._prompt)

    def _theme_picked(self, picked: "Picked") -> None:
        self.use_theme(picked.entry.key)

    def _trying_on(self) -> "Callable[[PickEntry | None], None]":
        """Shows a theme; what is none, and leaving, has the one back that was there before."""
        before = self.app.theme

        def try_on(entry: "PickEntry | None") -> None:
            wanted = entry.key if entry is not None and entry.kind is PickKind.THEME else before
            if wanted != self.app.theme:
                self.app.theme = wanted

        return try_on

    def take_changes(self, unread: Unread) -> None:
        super().take_changes(unread)
        if unread.catalog and self._picker is not None and self._renewed is not None:
            self._picker.take_source(self._renewed())

    # -- what stands first the next time

    def _liked(self, kinds: Collection[PickKind]) -> "Liked":
        from aishtui.screens.pick_source import Liked

        often = self._around.screen_file.state.often
        return Liked(
            [(kind, key) for kind in kinds for key in often.favourites.get(kind, ())],
            [(kind, key) for kind in kinds for key in often.recent.get(kind, ())],
        )

    def _mark(self, entry: "PickEntry", on: bool) -> None:
        self.remember_screen(lambda state: replace(state, often=state.often.marked(entry.kind, entry.key, on)))

    def _used(self, kind: PickKind, key: str) -> None:
        self.remember_screen(lambda state: replace(state, often=state.often.used(kind, key)))

    def take_preset(self, preset: Preset) -> None:
        super().take_preset(preset)
        self._used(PickKind.MODEL if preset.ad_hoc else PickKind.PRESET, preset.name)

    def use_theme(self, name: str) -> None:
        self.app.theme = name
        self._used(PickKind.THEME, name)
        shown = clean_line(name, _NAME)
        self._notice.show(f'{shown} now. To start with it: {self.keys.name("config.open")}, then theme = "{shown}".')

    # -- actions, by the names of the table

    def action_preset_choose(self) -> None:
        self.pick_preset()

    def action_model_choose(self) -> None:
        self.pick_model()

    def action_theme_choose(self) -> None:
        self.pick_theme()

    def action_conversation_choose(self) -> None:
        self.pick_conversation()

    def action_app_palette(self) -> None:
        self.open_palette()
