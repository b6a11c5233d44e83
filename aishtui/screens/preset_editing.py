"""The preset editor over the workbench: how it is opened, and what comes of what is done there."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from aishtui.chat.clean import clean_line
from aishtui.chat.messages import Role
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Own, Tab
from aishtui.engine.asking import NothingSent
from aishtui.engine.engine import Engine
from aishtui.screens.branching import Branching
from aishtui.screens.keeping_forms import KeepingForms, of_when
from aishtui.screens.model_for_form import ModelForForm
from aishtui.screens.own_words import own_words
from aishtui.screens.preset_files import NAME, PresetFiles
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.tabbing import Tabbing
from aishtui.screens.typed_commands import CommandFailed
from aishtui.store.form_drafts import FormKey
from aishtui.terminal.edited import NotEdited
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_rows import RowKind

if TYPE_CHECKING:  # start-up: the editor is not needed before it is opened
    from aishtui.screens.preset_editor_view import Editing, Outcome

_OF_PRESET = frozenset({"name", "description", "group", "slot"})
"""The fields that a tab cannot have otherwise."""


class PresetEditing(ModelForForm, Tabbing, Branching, PresetFiles, KeepingForms):
    """What was typed and not saved waits for the next time, also in another run."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._unsaved: dict[FormKey, Editing] = {}
        self._tried: dict[FormKey, str] = {}
        """The tab in which a form was tried last."""
        self._left: dict[str, FormKey] = {}
        """The form of a new preset that was left with something not saved in it, by the tab that was in front then."""
        self._editor_open = False
        self.more_keys = False
        """Whether the terminal tells every key from every other."""

    # -- opening

    def action_preset_edit(self) -> None:
        """What is under the sidebar's cursor while that has the focus, else the tab's preset."""
        row = self._sidebar.under_cursor if self.focused is self._sidebar else None
        if row is not None and row.kind is not RowKind.HEADING:
            self._attempt(lambda: self._edit_row(row.kind, row.key))
        else:
            self._attempt(lambda: self.edit_preset(""))

    def action_preset_new(self) -> None:
        self._attempt(lambda: self.new_preset(""))

    def action_preset_duplicate(self) -> None:
        self._attempt(lambda: self.duplicate_preset(""))

    def action_preset_delete(self) -> None:
        self._attempt(lambda: self.delete_preset(""))

    def action_preset_own(self) -> None:
        self._attempt(self.drop_own)

    @on(Sidebar.EditRequested)
    def _edit_requested(self, event: Sidebar.EditRequested) -> None:
        event.stop()
        self._attempt(lambda: self._edit_row(event.kind, event.key))

    def _edit_row(self, kind: RowKind, key: str) -> None:
        if kind is RowKind.PRESET:
            self.edit_preset(key)
        else:
            self.new_preset(key)

    def edit_preset(self, name: str) -> None:
        """The form of a preset; without a name that of a new one that was left here with something not saved, else of
        the tab's own, with what the tab sends otherwise. Raises CommandFailed."""
        tab = self.tab
        tried = (key for key, tab_id in self._tried.items() if tab_id == tab.id)
        key = next((key for key in (self._left.get(tab.id), *tried) if key in self._unsaved), None)
        if not name and key is not None:
            self._open_editor(key, None)
        elif not name and tab.preset not in self.engine.presets:
            self._open_editor((tab.model, True), tab.own)
        else:
            preset = self.preset_named(name or tab.preset)
            self._open_editor((preset.name, False), tab.own if tab.preset == preset.name else None)

    def new_preset(self, model: str) -> None:
        """A form for a new preset of this model; without one, of the tab's. Raises CommandFailed."""
        self._open_editor((model or self.current_preset().model, True), None)

    def _open_editor(self, key: FormKey, own: Own | None) -> None:
        from aishtui.screens.preset_editor import PresetEditor  # start-up: as above
        from aishtui.screens.preset_editor_view import Editing
        from aishtui.screens.preset_form import PresetForm, new_form
        from aishtui.screens.preset_help import Known
        from aishtui.widgets.form_keys import FormKeys

        folder = self._config_folder()
        if self._editor_open:
            return
        name, is_new = key
        shown = None if is_new else self.engine.presets.get(name)
        before, kept = self._unsaved.get(key), self.kept_form(key)
        if before is not None:
            editing = before
        else:
            start = new_form(name, self.engine.presets) if shown is None else PresetForm.of(shown)
            if own is not None:
                wanted = own.over(replace(start.base, name=start.texts["name"], model=start.texts["model"]))
                start = PresetForm(start.base, PresetForm.of(wanted).texts)
            form = start.with_texts(kept.texts) if kept is not None else start
            editing = Editing(form, shown, start, start.changed() if own is not None else ())
        keys = FormKeys(self.keys, self.more_keys)
        known = Known.of(self.engine.catalog, self._around.cloud_prefixes, editing.shown, keys.name("outside"))
        resumed = of_when(kept) if editing.unsaved else ""
        screen = PresetEditor(
            self,
            editing,
            known,
            folder,
            resumed,
            keys,
            lambda editing: self.keep_form(key, editing.form.kept(editing.start)),
        )
        self._editor_open = True

        def closed(outcome: "Outcome | None") -> None:
            self._editor_open = False
            self._keep_unsaved(key, screen.editing, outcome)
            if outcome is not None:
                self.set_focus(self._prompt)
                self._attempt(lambda: self._do_with_preset(key, outcome))

        self.app.push_screen(screen, closed)

    def _keep_unsaved(self, key: FormKey, editing: "Editing", outcome: "Outcome | None") -> None:
        changed = editing.form.changed(editing.start)
        act = outcome.act if outcome is not None else ""
        if not changed or act == "saved" or (act == "own" and not _OF_PRESET.intersection(changed)):
            self._unsaved.pop(key, None)
            self.forget_form(key)
            return
        self._unsaved[key] = editing
        if outcome is None:
            if key[1]:
                self._left[self.tab.id] = key
            edit = self.keys.name("preset.edit")
            name = clean_line(editing.form.texts["name"], NAME)
            self._notice.show(f"What you typed for {name} is not saved; {edit} has it again.")

    # -- what the editor asks for

    async def edit_outside(self, text: str) -> tuple[str, str]:
        """The text as the user's own editor has left it, and what is to be said of that."""
        if self._around.edit is None:
            return text, "There is no terminal here to open an editor in."
        try:
            edited = await self._around.edit(text, self.app.suspend, False)
        except NotEdited as problem:
            return text, str(problem)
        if edited.text is None or edited.failed:
            return text, f"{edited.editor} {edited.how_it_ended}: the text stays as it was."
        return edited.text.removesuffix("\n"), ""

    async def copy_text(self, text: str) -> str:
        return (await self._around.copy(text, self._output.write)).sentence

    def prompt_to_try(self) -> str:
        """What stands in the prompt, else what was asked here last; empty for neither."""
        asked = [message.text for message in self.engine.path(self.tab.id) or () if message.role is Role.USER]
        return self._prompt.value if self._prompt.value.strip() else asked[-1] if asked else ""

    # -- what comes of it

    def _do_with_preset(self, key: FormKey, outcome: "Outcome") -> None:
        match outcome.act:
            case "saved":
                self._preset_saved(key, outcome.preset)
            case "own":
                self._send_own(outcome.preset)
            case "try":
                self._try_preset(key, outcome.preset)
            case "duplicate":
                self.duplicate_preset(outcome.preset.name)
            case "delete":
                self.delete_preset(outcome.preset.name)

    def _preset_saved(self, key: FormKey, preset: Preset) -> None:
        made = key[1] or key[0] != preset.name
        tried = self._tried.pop(key, "") if key[1] else ""
        for tab in self.engine.tabs():
            if made and (tab.id == tried or (tab.active and tab.column is None)):
                self._give_preset(tab, self.engine.presets[preset.name])
        asks = "; this tab asks it now" if made and self.tab.preset == preset.name else ""
        name = clean_line(preset.name, NAME)
        self._notice.show(f"{name} is saved{asks}. :undo takes that back.")

    def _give_preset(self, tab: Tab, preset: Preset) -> None:
        self.engine.choose_preset(tab.id, preset)
        self._view(tab).automatic = False
        self._show_presets()

    def _base_of(self, wanted: Preset) -> Preset:
        """What a tab can be set to that is to send what `wanted` says, which may not be saved."""
        return self.engine.presets.get(wanted.name) or Preset.of_model(wanted.model)

    def _send_own(self, wanted: Preset) -> None:
        base, tab = self._base_of(wanted), self.tab
        self.engine.choose_preset(tab.id, base)
        own = Own.between(base, wanted)
        self.engine.set_own(tab.id, own)
        self.view.automatic = False
        self._show_presets()
        if own is None:
            self._notice.show(f"This tab sends what {clean_line(base.name, NAME)} says.")
        else:
            self._notice.show(f"This tab alone has its own {own_words(own)}. :preset own takes that back.")

    def drop_own(self) -> None:
        """`:preset own`. Raises CommandFailed where there is nothing of its own."""
        own = self.tab.own
        if own is None:
            edit, own_key = self.keys.name("preset.edit"), self.keys.name("form.own")
            raise CommandFailed(f"This tab has nothing of its own: {edit} and {own_key} give it some.")
        self.engine.set_own(self.tab.id, None)
        self._show_presets()
        preset = clean_line(self.tab.preset, NAME)
        self._notice.show(f"This tab sends what {preset} says again, without its own {own_words(own)}.")

    def _try_preset(self, key: FormKey, wanted: Preset) -> None:
        """Ask in a tab of its own: the same prompt again is a version beside the one before. The draft stays."""
        text, base = self.prompt_to_try(), self._base_of(wanted)
        again = next((tab for tab in self.engine.tabs() if tab.id == self._tried.get(key)), None)
        path = self.engine.path(again.id) or () if again is not None else ()
        if again is not None and len(path) == 2 and path[0].text == text and path[1].status.ended:
            self._activate(again.id)
            self._send_wanted(again, base, wanted)
            self._retry(path[1], self.engine.preset_of(self.tab))
            return
        self.open_tab(base)
        self._tried[key] = self.tab.id
        self._send_wanted(self.tab, base, wanted)
        try:
            self.engine.send(self.tab.id, text)
        except NothingSent as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_asked()
        edit = self.keys.name("preset.edit")
        self._notice.show(f"Tried with what is not saved yet; {edit} goes back to it.")

    def _send_wanted(self, tab: Tab, base: Preset, wanted: Preset) -> None:
        self.engine.choose_preset(tab.id, base)
        self.engine.set_own(tab.id, Own.between(base, wanted))
        self._show_presets()
