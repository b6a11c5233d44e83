"""The preset editor: a form over the workbench. What its keys do."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType

from aishtui.chat.presets import Preset, free_name
from aishtui.chat.wording import plural
from aishtui.screens.menu import Menu
from aishtui.screens.preset_editor_view import Act, Outcome, PresetEditorView
from aishtui.screens.preset_form import PresetForm
from aishtui.screens.preset_help import help_of
from aishtui.screens.preset_rows import LABELS
from aishtui.screens.reader import Copyable, Reader
from aishtui.store.errors import ChangedMeanwhile, StoreError
from aishtui.store.system_file import NoSystemPrompt
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.reading_text import ReadingText


class PresetEditor(PresetEditorView):
    """Nothing is done with a form in which something is wrong; what is wrong is said beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,f5,ctrl+c", "close", "Close"),
        ("f2,ctrl+s", "save", "Save"),
        ("f3", "request", "The request"),
        ("f4", "own", "For this tab only"),
        ("f6", "try", "Try it"),
        ("f7", "reset", "Back to what is saved"),
        ("f8", "duplicate", "Duplicate"),
        ("f9", "save_new", "Save as new"),
        ("ctrl+o", "menu", "What can be done"),
        ("ctrl+g", "outside", "In your editor"),
        ("f1", "help", "Help"),
    ]

    # -- what is done with it

    def action_close(self) -> None:
        self.dismiss(None)

    def action_request(self) -> None:
        reading = self._preview(self._read())
        self.app.push_screen(
            Reader("Request", reading, [Copyable("y", "copies it", reading.text)], self._desk.copy_text)
        )

    def action_save(self) -> None:
        self._run(self._save)

    def action_own(self) -> None:
        self._run(lambda wanted: self._leave("own", wanted))

    def action_try(self) -> None:
        if self._desk.prompt_to_try():
            self._run(lambda wanted: self._leave("try", wanted))
        else:
            self._notice.show("There is no prompt to try it with: type one first (Esc), then F5 and F6.")

    def action_duplicate(self) -> None:
        self._with_the_saved("duplicate")

    def action_delete(self) -> None:
        self._with_the_saved("delete")

    def _with_the_saved(self, act: Act) -> None:
        if self.editing.shown is None:
            self._notice.show("It is a new preset, and not saved yet: F2 saves it.", NoticeLevel.WARNING)
        else:
            self.dismiss(Outcome(act, self.editing.shown))

    def action_save_new(self) -> None:
        """Under another name, which is chosen first."""
        shown, name = self.editing.shown, self.editing.form.texts["name"]
        if shown is None or name.strip() != shown.name:
            self.action_save()
            return
        free = free_name(shown.name, (*self._known.book.names, *self._known.book.deleted))
        self.editing = replace(self.editing, form=self.editing.form.typed("name", free))
        self._form.go_to("name")
        self._form.put("name", free)
        self._show()
        self._notice.show(f"Choose its name; F2 saves it. {shown.name} stays as it is.")

    def action_reset(self) -> None:
        """Every field as it is saved; of a new preset, as it began."""
        shown = self.editing.shown
        form = PresetForm.of(shown) if shown is not None else self.editing.start
        self.editing = replace(self.editing, form=form)
        self._form.put(self._form.current, form.texts.get(self._form.current, ""))
        self._show()
        own = " F4 has this tab send it as it is again." if self.editing.own else ""
        self._notice.show(f"As it is saved.{own}" if shown is not None else "As it began.")

    def action_menu(self) -> None:
        saved = self.editing.shown is not None
        acts = [(row, act) for row, act, only_saved in _MENU if saved or not only_saved]

        def do(act: str | None) -> None:
            if act is not None:
                getattr(self, f"action_{act}")()

        self.app.push_screen(Menu(self._head.title, acts), do)

    def action_help(self) -> None:
        reading = ReadingText()
        for of, label in LABELS.items():
            words = help_of(of, self.editing.form, self._known)
            reading.line(label if not of.endswith("+") else of.removesuffix("+").capitalize(), "title")
            reading.line(words)
            reading.line()
        reading.line("Keys", "title")
        for row, _, _ in _MENU:
            reading.line(f"{row.hint or 'Ctrl+O ' + row.key:<12}{row.label}")
        self.app.push_screen(Reader("The preset editor", reading, [], self._desk.copy_text))

    # -- checking before anything is done

    def _run(self, act: Callable[[Preset], object]) -> None:
        if not self._busy:
            self._busy = True
            self.run_worker(self._checked(act), exclusive=False)

    async def _checked(self, act: Callable[[Preset], object]) -> None:
        try:
            wanted = await self._wanted()
            if wanted is not None:
                done = act(wanted)
                if hasattr(done, "__await__"):
                    await done
        finally:
            self._busy = False

    async def _wanted(self) -> Preset | None:
        """The preset that the form makes; None where something is wrong, which is shown."""
        self._file_problem = ("", "")  # it may be there by now
        reading = self._read()
        if not reading.mistakes and reading.new_file:
            try:
                system = await self._desk.system_of(reading.new_file)
                return replace(reading.preset, system=system)
            except NoSystemPrompt as problem:
                self._file_problem = reading.new_file, f"This file {problem}."
                reading = self._read()
        if not reading.mistakes:
            return reading.preset
        first = next(of for of in self.editing.form.fields if of in reading.mistakes)
        self._show()
        self._form.go_to(first)
        count = len(reading.mistakes)
        words = "it says what it must be" if count == 1 else "each says what it must be"
        self._notice.show(f"Not yet: {plural(count, 'field')} cannot be used; {words}.", NoticeLevel.WARNING)
        return None

    async def _save(self, wanted: Preset) -> None:
        shown = self.editing.shown
        if shown is not None and wanted.name != shown.name:  # another preset, which does not take this one's slot
            wanted = replace(wanted, slot=wanted.slot if wanted.slot != shown.slot else None)
            shown = None
        try:
            change = await self._desk.save_preset(wanted, shown)
        except ChangedMeanwhile as problem:
            await self._changed_meanwhile(problem)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
        else:
            self.dismiss(Outcome("saved", wanted, change))

    async def _changed_meanwhile(self, problem: ChangedMeanwhile) -> None:
        """What is here stays; what is there by now is what it is saved over next."""
        loaded = await self._desk.read_presets()
        shown = self.editing.shown
        self._known = replace(self._known, book=loaded.book)
        self._take_now(loaded.book.get(shown.name) if shown is not None else None)
        self._show()
        self._notice.show(f"{problem} F2 again saves what stands here over that.", NoticeLevel.WARNING)

    def _leave(self, act: Act, wanted: Preset) -> None:
        self.dismiss(Outcome(act, wanted))


_MENU: tuple[tuple[MenuRow, str, bool], ...] = (
    (MenuRow("s", "Save", "F2"), "save", False),
    (MenuRow("n", "Save as a new preset", "F9"), "save_new", True),
    (MenuRow("t", "Try it on the prompt", "F6", 1), "try", False),
    (MenuRow("o", "For this tab only", "F4", 1), "own", False),
    (MenuRow("r", "The request as JSON", "F3", 1), "request", False),
    (MenuRow("b", "Back to what is saved", "F7", 2), "reset", False),
    (MenuRow("u", "Duplicate what is saved", "F8", 3), "duplicate", True),
    (MenuRow("d", "Delete the preset", "", 3), "delete", True),
    (MenuRow("h", "Help", "F1", 4), "help", False),
)
"""Each with its action, and whether it is for saved presets alone."""
