"""What the preset editor shows: the form, the request that it makes beside it where there is room, and help."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset
from aishtui.chat.wording import plural
from aishtui.screens.form_key_map import form_bindings
from aishtui.screens.preset_form import TABLES, PresetForm, ReadForm
from aishtui.screens.preset_help import Known, help_of
from aishtui.screens.preset_rows import place_of, rows_of
from aishtui.screens.request_preview import request_preview
from aishtui.screens.system_text import TOO_LONG, SystemText
from aishtui.store.own_presets import PresetChange
from aishtui.store.presets_file import LoadedPresets
from aishtui.terminal.textual_private import bind_only
from aishtui.widgets.field_help import FieldHelp
from aishtui.widgets.form_keys import FormKeys
from aishtui.widgets.form_view import FormView
from aishtui.widgets.key_line import KeyLine
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.prompt_pastes import Pastes
from aishtui.widgets.reading_text import ReadingText
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from aishtui.widgets.text_reader import TextReader

Act = Literal["saved", "own", "try", "duplicate", "delete"]


@dataclass(frozen=True, slots=True)
class Editing:
    """A form that is open, or was left with something in it that is not saved."""

    form: PresetForm
    shown: Preset | None
    """The preset as it was when somebody began to change it; None: a new one."""
    start: PresetForm
    """The form as nobody had typed anything."""
    own: tuple[str, ...] = ()
    """The fields that this tab alone has otherwise."""

    @property
    def unsaved(self) -> bool:
        return bool(self.form.changed(self.start))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be done when the editor has closed; `preset` as the form makes it."""

    act: Act
    preset: Preset
    change: PresetChange | None = None


class EditorDesk(Protocol):
    """What the editor needs of the workbench it lies over."""

    async def read_presets(self) -> LoadedPresets: ...

    async def system_of(self, file: str) -> str: ...

    async def save_preset(self, wanted: Preset, shown: Preset | None) -> PresetChange: ...

    async def edit_outside(self, text: str) -> tuple[str, str]: ...

    async def copy_text(self, text: str) -> str: ...

    def prompt_to_try(self) -> str: ...

    def pick_model_for_form(self, typed: str, put: Callable[[str], None]) -> None: ...


class PresetEditorView(ModalScreen[Outcome | None]):
    """What was typed is kept by whoever opened it: `editing` has it when the editor closes."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    def __init__(
        self,
        desk: EditorDesk,
        editing: Editing,
        known: Known,
        folder: Path,
        resumed: str,
        keys: FormKeys,
        keep: Callable[[Editing], None] = lambda _editing: None,
    ) -> None:
        """`known` may have an empty book: the files are read as soon as the screen stands. `resumed` says of when what
        stands in the form is, where it was left with something in it. `keep` is told of every change of the form."""
        super().__init__()
        bind_only(self, form_bindings(keys.keys))
        self._editing = editing
        self._keep = keep
        self.keys = keys
        self._desk, self._known, self._folder, self._resumed = desk, known, folder, resumed
        self._file_problem = ("", "")
        self._busy = False
        self.files_read = False
        """Where each value comes from is known."""
        self._head = KeyLine("", (), id="preset-head")
        self._form = FormView(id="preset-form")
        self._request = TextReader(ReadingText(), id="preset-request-text")
        self._beside = Vertical(self._request, id="preset-request")
        self._request.can_focus = False
        self._notice = Notice(id="preset-notice")
        self._help = FieldHelp(id="preset-help")
        self._key_line = KeyLine("", keys.line(), id="preset-keys")

    @property
    def editing(self) -> Editing:
        return self._editing

    @editing.setter
    def editing(self, editing: Editing) -> None:
        self._editing = editing
        self._keep(editing)

    def say(self, words: str, level: NoticeLevel) -> None:
        """What concerns the form and was found out elsewhere."""
        self._notice.show(words, level)

    def compose(self) -> ComposeResult:
        yield self._head
        with Horizontal(id="preset-body"):
            yield self._form
            yield self._beside
        yield self._notice
        yield self._help
        yield self._key_line

    def on_mount(self) -> None:
        self._show()
        self._form.focus()
        broken = self.editing.shown.broken if self.editing.shown is not None else ""
        if broken:
            self._notice.show(broken, NoticeLevel.ERROR)
        elif self._resumed:
            self._notice.show(f"Unsaved changes {self._resumed} are here. {self.keys.says('reset')} discards them.")
        self.run_worker(self._read_files(), exclusive=False)

    def on_key(self) -> None:
        self._notice.key_pressed()

    async def _read_files(self) -> None:
        """Where each value comes from; a preset that was changed in its file meanwhile is shown as it is now."""
        loaded = await self._desk.read_presets()
        shown, now = self.editing.shown, None
        if shown is not None:
            now = loaded.book.get(shown.name)
        self._known = replace(self._known, book=loaded.book, shown=shown)
        if now is not None and not self._resumed and not self.editing.unsaved and now != shown:
            self._take_now(now)
        self.files_read = True
        self._show()

    def _take_now(self, now: Preset | None) -> None:
        """The preset as it is by now, with what was typed over it."""
        editing = self.editing
        base = now if now is not None else replace(editing.form.base, name="", source="")
        form, start = editing.form.rebased(base), editing.start.rebased(base)
        self.editing = replace(editing, form=form, start=start, shown=now)
        self._known = replace(self._known, shown=now)
        self._form.put(self._form.current, form.texts.get(self._form.current, ""))

    # -- what is shown

    def _read(self) -> ReadForm:
        reading = self.editing.form.read(self._known.others)
        file, problem = self._file_problem
        if problem and file == reading.preset.system_file:
            return replace(reading, mistakes={"system_file": problem, **reading.mistakes})
        return reading

    def _show(self) -> None:
        form, reading = self.editing.form, self._read()
        own, known = self.editing.own, self._known
        self._form.show(rows_of(form, reading.preset, reading.mistakes, known, own, self._folder))
        new = "New preset" if self.editing.shown is None else f"Preset {self.editing.shown.name}"
        self._head.show_title(new)
        self._head.show_right(self._how_it_stands(reading))
        self._show_help()
        if self._beside.display:
            self._request.show(self._preview(reading))

    def _how_it_stands(self, reading: ReadForm) -> str:
        changed = len(self.editing.form.changed(self.editing.start))
        parts = [f"{plural(changed, 'change')}, not saved"] if changed else []
        parts += [plural(len(reading.mistakes), "mistake")] if reading.mistakes else []
        return " · ".join(parts)

    def _show_help(self) -> None:
        of, form = self._form.current, self.editing.form
        place = place_of(of, form.changed(), self.editing.own, self._known)
        self._help.show([help_of(of, form, self._known)], place)

    def _preview(self, reading: ReadForm) -> ReadingText:
        prompt = self._desk.prompt_to_try()
        return request_preview(reading.preset, prompt, len(reading.mistakes), self._known.cloud_prefixes)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    @on(FormView.Changed)
    def _changed(self, event: FormView.Changed) -> None:
        event.stop()
        self._typed(event.field, event.text)
        self._show()

    @on(FormView.Moved)
    def _moved(self, event: FormView.Moved) -> None:
        event.stop()
        self._take_in(event.left)
        self._show_help()

    @on(FormView.Entered)
    def _entered(self, event: FormView.Entered) -> None:
        event.stop()
        if event.field == "system":
            self._write_system()
        elif event.field == "model":
            self._desk.pick_model_for_form(self.editing.form.texts["model"].strip(), self._put_model)
        elif not self._take_in(event.field) and not (
            event.field.endswith("+") and self.editing.form.texts[event.field]
        ):
            self._form.action_step(1)  # what is half a parameter stays where it is written

    def _take_in(self, of: str) -> bool:
        """A parameter or header that was typed becomes a field of its own; whether there was one."""
        for table, more in TABLES.items():
            if of == more:
                form, own = self.editing.form.taken_in(table)
                if own:
                    self.editing = replace(self.editing, form=form)
                    self._form.put(more, "")
                    self._show()
                return bool(own)
        return False

    def _put_text(self, of: str, text: str) -> None:
        self._typed(of, text)
        self._form.put(of, text)
        self._show()

    def _typed(self, of: str, text: str) -> None:
        self.editing = replace(self.editing, form=self.editing.form.typed(of, text))

    def _put_model(self, model: str) -> None:
        self._put_text("model", model)

    # -- the system prompt

    def _write_system(self) -> None:
        text = self.editing.form.texts["system"]
        if Pastes().would_stall(text):
            self._notice.show(TOO_LONG, NoticeLevel.WARNING)
            return
        of = self.editing.form.texts["name"]
        written = SystemText(
            f"System prompt of {of}", text, self._desk.edit_outside, self.keys, lambda text: self._typed("system", text)
        )
        self.app.push_screen(written, self._put_system)

    def _put_system(self, text: str | None) -> None:
        if text is not None:
            self._put_text("system", text)

    def action_outside(self) -> None:
        self.run_worker(self._system_outside(), exclusive=False)

    async def _system_outside(self) -> None:
        text, said = await self._desk.edit_outside(self.editing.form.texts["system"])
        self._put_system(text)
        self._notice.show(said, NoticeLevel.WARNING)
