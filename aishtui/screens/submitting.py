"""From Enter to the engine: the files of a prompt are read, what is unusual about it is asked, then it is sent."""

from enum import Enum, auto

from aishtui.chat.context import ContextUse, Level, size_in_bytes
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural, size
from aishtui.engine.asking import NothingSent
from aishtui.screens.attaching import Attaching, Composed
from aishtui.screens.context_meter import MAY_BE_REFUSED
from aishtui.screens.dropping import Dropping, Plan
from aishtui.screens.sending_round import SendingRound
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.prompt import Prompt

COMFORTABLE_BYTES = 100_000
"""More than this in files is not sent before it has been asked."""


class _Answer(Enum):
    SEND = auto()
    WITHOUT = auto()
    DROP = auto()
    CANCEL = auto()


class Submitting(SendingRound, Attaching, Dropping):
    """Until it is sent, the prompt stays where it is."""

    def submit(self, text: str, event: Prompt.Submitted) -> None:
        """Send `text`, which is what the prompt said but for a colon, with the files that go with it."""
        if not event.attached:
            self._weigh(Composed(text), text)
        elif not self._composing:
            self._composing = True
            self.run_worker(self._compose_and_send(text, event), exclusive=False)

    async def _compose_and_send(self, text: str, event: Prompt.Submitted) -> None:
        draft_of = self._prompt.draft_of
        try:
            composed = await self.composed(text, event.attached)
        finally:
            self._composing = False
        if composed is None:
            return
        if (self._prompt.draft_of, self._prompt.value) != (draft_of, event.text):
            self._notice.show(
                f"The prompt has changed while its files were read; {self.keys.name('prompt.send')} sends it as it is.",
                NoticeLevel.WARNING,
            )
        else:
            self._weigh(composed, text)

    def _weigh(self, composed: Composed, text: str) -> None:
        """Send it, unless that is to be asked first: it is too much for the context, or a large file."""
        use = self._use_of(composed.text)
        if use is not None and use[1].level is Level.OVER:
            self._ask_what_to_do(f"{use[1]} tokens", composed, text, use)
        elif composed.file_bytes > COMFORTABLE_BYTES:
            self._ask_what_to_do(f"{_named(composed)}: {size(composed.file_bytes)}", composed, text, use)
        else:
            self._send(composed.text)

    def _use_of(self, text: str) -> tuple[Tab, ContextUse] | None:
        """Of all that would be asked, who has least room left."""
        edit = self.editing
        if edit is not None and not edit.queued:
            conversation = self.engine.conversation(edit.tab_id)
            tab = next((tab for tab in self.engine.tabs() if tab.id == edit.tab_id), None)
            if conversation is None or tab is None:
                return None
            use = self._meter.use_below(tab, conversation.path(edit.prompt.parent_id), size_in_bytes(text))
            return (tab, use) if use is not None else None
        return self._meter.fullest(self._asked_tabs(), size_in_bytes(text))

    def _asked_tabs(self) -> list[Tab]:
        entries = self.entries() if self._to_all else [self.entry()]
        return [tab for entry in entries for tab in entry if tab.taking_part]

    def _ask_what_to_do(self, title: str, composed: Composed, text: str, use: tuple[Tab, ContextUse] | None) -> None:
        from aishtui.screens.menu import Menu  # start-up: not before it is wanted
        from aishtui.widgets.menu_list import MenuRow

        over = use is not None and use[1].level is Level.OVER
        risk = MAY_BE_REFUSED if over else _weight(use)
        rows = [(MenuRow("s", "Send it anyway" if over else "Send it", risk), _Answer.SEND)]
        if composed.files:
            which = "its file" if len(composed.files) == 1 else "its files"
            rows.append((MenuRow("w", f"Send it without {which}", size(composed.file_bytes)), _Answer.WITHOUT))
        plans = self._plans(composed) if over else []
        if plans:
            most = max(plan.count for plan in plans)
            which = "turn" if most == 1 else f"{most} turns"
            drop = MenuRow("d", f"Leave the earliest {which} out", "and send it; :undo takes in again")
            rows.append((drop, _Answer.DROP))
        rows.append((MenuRow("c", "Cancel", "the prompt stays"), _Answer.CANCEL))

        def decide(answer: _Answer | None) -> None:
            if answer is _Answer.DROP:
                self.leave_out(plans)
            if answer is _Answer.WITHOUT:
                self._weigh(Composed(text), text)
            elif answer in (_Answer.SEND, _Answer.DROP):
                self._send(composed.text)

        self.app.push_screen(Menu(title, rows), decide)

    def _plans(self, composed: Composed) -> list[Plan]:
        if self.editing is not None or any(not self._view(tab).loaded for tab in self._asked_tabs()):
            return []
        return self.plans_to_fit(self._asked_tabs(), size_in_bytes(composed.text))

    def _send(self, text: str) -> None:
        if self.editing is not None:
            self._attempt(lambda: self.send_edit(text))
            return
        try:
            self.send_in_front(text)
        except CommandFailed as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
            return
        except NothingSent as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._keep_prompt(text)
        self._clear_prompt()
        self._show_tabs()
        self._show_status()
        self._show_hint()


def _named(composed: Composed) -> str:
    names = [file.name for file in composed.files]
    return names[0] if len(names) == 1 else plural(len(names), "file")


def _weight(use: tuple[Tab, ContextUse] | None) -> str:
    return f"{use[1]} tokens, with the conversation" if use is not None else ""
