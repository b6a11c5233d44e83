"""The prompt in the user's own editor, and any message as a copy to read there; streams go on meanwhile."""

from aishtui.chat.messages import Message
from aishtui.screens.chosen_message import ChosenMessage
from aishtui.screens.copying import NothingToCopy, source_of, word_for
from aishtui.screens.typed_commands import CommandFailed
from aishtui.terminal.edited import Edited, NotEdited
from aishtui.widgets.notice import NoticeLevel

WAITING = "If it opens a window of its own, tell it to wait, as in EDITOR='code --wait'."


class EditingOutside(ChosenMessage):
    """The screen is given away for as long as the editor runs; nothing that was saved there is lost or sent."""

    _outside = False

    def action_prompt_editor(self) -> None:
        if not self._outside:
            self._outside = True
            self.run_worker(self._edit_prompt(), exclusive=False)

    def view_outside(self, message: Message) -> None:
        """Raises CommandFailed."""
        try:
            text = source_of(message)
        except NothingToCopy as problem:
            raise CommandFailed(str(problem)) from problem
        if not self._outside:
            self._outside = True
            self.run_worker(self._read_copy(message, text), exclusive=False)

    async def _edit_prompt(self) -> None:
        draft_of, before = self.draft_tab.id, self._prompt.value
        edited = await self._in_editor(before)
        if edited is None:
            return
        saved = edited.text
        if saved is None or edited.failed:
            self._say_failed(edited, before)
        elif saved == before:
            self._say_unchanged(edited)
        else:
            self._keep_prompt(before)
            # A colon that comes from elsewhere is text; as a command it would have been typed here.
            attached = self._prompt.attached
            self._prompt.set_text(saved, typed=not saved.startswith(":"), draft_of=draft_of, attached=attached)
            self.engine.set_draft(draft_of, saved, self._prompt.attached)

    async def _read_copy(self, message: Message, text: str) -> None:
        edited = await self._in_editor(text, read_only=True)
        if edited is None:
            return
        if edited.failed:
            self._notice.show(f"{edited.editor} {edited.how_it_ended}.", NoticeLevel.WARNING)
        elif edited.text is not None and edited.text != text:
            self._keep_prompt(edited.text)
            self._notice.show(f"The {word_for(message)} stays as it is; what you saved is with your prompts (Ctrl+R).")
        else:
            self._say_unchanged(edited)

    async def _in_editor(self, text: str, read_only: bool = False) -> Edited | None:
        """None: no editor was opened, and the notice says why."""
        try:
            if self._around.edit is None:
                raise NotEdited("There is no terminal here to open an editor in.")
            return await self._around.edit(text, self.app.suspend, read_only)
        except NotEdited as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
            return None
        finally:
            self._outside = False

    def _say_failed(self, edited: Edited, before: str) -> None:
        """The prompt stays as it was; what was saved all the same is not lost."""
        how = f"{edited.editor} {edited.how_it_ended}" if edited.failed else f"{edited.editor} has taken its file away"
        saved = edited.text is not None and edited.text.strip() and edited.text != before
        if saved:
            self._keep_prompt(edited.text or "")
        kept = "; what was saved there is with your prompts (Ctrl+R)" if saved else ""
        self._notice.show(f"{how}: the prompt stays as it was{kept}.", NoticeLevel.WARNING)

    def _say_unchanged(self, edited: Edited) -> None:
        if edited.at_once:
            self._notice.show(f"{edited.editor} has ended at once. {WAITING}", NoticeLevel.WARNING)
