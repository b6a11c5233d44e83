"""The preset editor: a form over the workbench. What its keys do."""

from collections.abc import Callable
from dataclasses import replace

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
from aishtui.widgets.actions import ACTION_OF
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.reading_text import ReadingText


class PresetEditor(PresetEditorView):
    """Nothing is done with a form in which something is wrong; what is wrong is said beside it."""

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
            edit, again = self.keys.keys.name("preset.edit"), self.keys.says("try")
            self._notice.show(f"There is no prompt to try it with: type one first (Esc), then {edit} and {again}.")

    def action_duplicate(self) -> None:
        self._with_the_saved("duplicate")

    def action_delete(self) -> None:
        self._with_the_saved("delete")

    def _with_the_saved(self, act: Act) -> None:
        if self.editing.shown is None:
            words = f"It is a new preset, and not saved yet: {self.keys.says('save')} saves it."
            self._notice.show(words, NoticeLevel.WARNING)
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
        self._notice.show(f"Choose its name; {self.keys.says('save')} saves it. {shown.name} stays as it is.")

    def action_reset(self) -> None:
        """Every field as it is saved; of a new preset, as it began."""
        shown = self.editing.shown
        form = PresetForm.of(shown) if shown is not None else self.editing.start
        self.editing = replace(self.editing, form=form)
        self._form.put(self._form.current, form.texts.get(self._form.current, ""))
        self._show()
        own = f" {self.keys.says('own')} has this tab send it as it is again." if self.editing.own else ""
        self._notice.show(f"As it is saved.{own}" if shown is not None else "As it began.")

    def action_menu(self) -> None:
        saved = self.editing.shown is not None
        acts = [
            (MenuRow(letter, self._label(act), self.keys.name(act), group), act)
            for letter, act, group, only_saved in _MENU
            if saved or not only_saved
        ]

        def do(act: str | None) -> None:
            if act is not None:
                getattr(self, f"action_{act}")()

        self.app.push_screen(Menu(self._head.title, acts), do)

    @staticmethod
    def _label(act: str) -> str:
        return ACTION_OF[f"form.{act}"].label

    def action_help(self) -> None:
        reading = ReadingText()
        for of, label in LABELS.items():
            words = help_of(of, self.editing.form, self._known)
            reading.line(label if not of.endswith("+") else of.removesuffix("+").capitalize(), "title")
            reading.line(words)
            reading.line()
        reading.line("Keys", "title")
        for letter, act, _, _ in _MENU:
            in_menu = f"{self.keys.name('menu')} {letter}".strip()
            reading.line(f"{self.keys.name(act) or in_menu:<12}{self._label(act)}")
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
        self._notice.show(
            f"{problem} {self.keys.says('save')} again saves what stands here over that.", NoticeLevel.WARNING
        )

    def _leave(self, act: Act, wanted: Preset) -> None:
        self.dismiss(Outcome(act, wanted))


_MENU: tuple[tuple[str, str, int, bool], ...] = (
    ("s", "save", 0, False),
    ("n", "save_new", 0, True),
    ("t", "try", 1, False),
    ("o", "own", 1, False),
    ("r", "request", 1, False),
    ("b", "reset", 2, False),
    ("u", "duplicate", 3, True),
    ("d", "delete", 3, True),
    ("h", "help", 4, False),
)
"""Each with its letter, its group, and whether it is for saved presets alone."""
