"""What stands in the prompt and is not sent yet: the draft, the prompts before it, a prompt that is being edited."""

from collections.abc import Sequence
from datetime import date

from textual import on

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.engine.engine import Engine
from aishtui.pane.parts import local_time
from aishtui.screens.context_shown import ContextShown
from aishtui.screens.prompt_history import PromptHistory
from aishtui.screens.surroundings import Surroundings
from aishtui.widgets.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Edit:
    """A prompt of a tab whose text stands in the prompt line, and the draft that stood there before.
    `queued`: it has not been sent, and is not while it is edited."""

    prompt: Message
    draft: str
    typed: bool
    tab_id: str
    attached: tuple[str, ...] = ()
    queued: bool = False


class Drafting(ContextShown):
    """Nothing typed is lost: what is replaced or cleared goes to the prompt history."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._history = PromptHistory()
        self._history.load(surroundings.prompts)
        self._typed_commands: set[str] = set()
        self._refused_command = ""
        self._edits: dict[str, Edit] = {}
        """By the tab of the draft: switching tabs leaves an edit as it stands."""

    def _keep_prompt(self, text: str) -> None:
        """Up brings it back, also after the next start."""
        self.engine.remember_prompt(text)
        self._history.remember(text)

    def _clear_prompt(self) -> None:
        self._refused_command = ""
        self._put_draft("")

    def _put_draft(self, text: str, typed: bool = True, attached: Sequence[str] = ()) -> None:
        tab_id = self.draft_tab.id
        self._prompt.set_text(text, typed=typed, draft_of=tab_id, attached=attached)
        self.engine.set_draft(tab_id, text, attached)
        self.show_attached(attached)

    @on(Prompt.DraftChanged)
    def _draft_changed(self, event: Prompt.DraftChanged) -> None:
        event.stop()
        self._notice.key_pressed()
        if event.draft_of in self._views:
            self.engine.set_draft(event.draft_of, event.text, event.attached)
        self.show_attached(self._prompt.attached)
        self.look_again()

    @on(Prompt.HistoryRequested)
    def _history_requested(self, event: Prompt.HistoryRequested) -> None:
        event.stop()
        entry = self._history.move(event.step, self._prompt.value)
        if entry is not None:
            # A colon that came by paste stays text, also when the history brings it back.
            typed = entry in self._typed_commands or not entry.startswith(":")
            self._prompt.set_text(entry, typed=typed, from_history=True)

    # -- editing a prompt that was sent, or waits to be

    @property
    def editing(self) -> Edit | None:
        """What is being edited in the tab in front."""
        return self._edits.get(self.draft_tab.id)

    def begin_edit(self, prompt: Message, queued: bool = False) -> None:
        """Put the prompt's text into the prompt line. The draft waits, and is in the history should aishtui die. Of
        one that is `queued` the engine knows already."""
        before = self.editing
        if before is not None and before.queued and not queued:
            self.engine.queue.end_edit(before.tab_id)
        self._keep_prompt(self._prompt.value)
        kept = self._prompt
        draft, typed, attached = (
            (before.draft, before.typed, before.attached) if before else (kept.value, kept.typed, kept.attached)
        )
        self._edits[self.draft_tab.id] = Edit(prompt, draft, typed, self.tab.id, attached, queued)
        self._put_draft(prompt.text, typed=not prompt.text.startswith(":"))
        self._show_target()
        self.set_focus(self._prompt)
        if queued:
            self._notice.show(
                "It is not sent while you edit it: Enter puts it back in its place, Esc leaves it as it was."
            )
        else:
            self._notice.show(f"Editing your prompt{_of(prompt)}; Enter asks again from there, Esc leaves it.")

    def leave_edit(self) -> bool:
        """Have the draft back that stood there before; False if nothing was being edited."""
        edit = self._edits.pop(self.draft_tab.id, None)
        if edit is None:
            return False
        if edit.queued:
            self.engine.queue.end_edit(edit.tab_id)
        self._notice.dismiss()
        self._put_draft(edit.draft, edit.typed, edit.attached)
        self._show_target()
        return True

    def _target_words(self) -> str:
        edit = self.editing
        if edit is None:
            return super()._target_words()
        return "edit waiting" if edit.queued else f"edit{_of(edit.prompt).removeprefix(' of')}"


def _of(prompt: Message) -> str:
    """` of 12:04`; nothing where the stamp cannot be read."""
    time = local_time(prompt.created_at, date.today())
    return f" of {time}" if time else ""
