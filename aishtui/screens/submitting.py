"""From Enter to the engine: the files of a prompt are read, what is unusual about it is asked, then it is sent."""

from enum import Enum, auto

from aishtui.chat.wording import plural, size
from aishtui.engine.asking import NothingSent
from aishtui.screens.attaching import Attaching, Composed
from aishtui.screens.branching import Branching
from aishtui.screens.menu import Menu
from aishtui.screens.sending_round import SendingRound
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.menu_list import MenuRow
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.prompt import Prompt

COMFORTABLE_BYTES = 100_000
"""More than this in files is not sent before it has been asked."""


class _Answer(Enum):
    SEND = auto()
    WITHOUT = auto()


class Submitting(SendingRound, Attaching, Branching):
    """Until it is sent, the prompt stays where it is."""

    def submit(self, text: str, event: Prompt.Submitted) -> None:
        """Send `text`, which is what the prompt said but for a colon, with the files that go with it."""
        if not event.attached:
            self._send(text)
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
        elif composed.file_bytes > COMFORTABLE_BYTES:
            self._ask_about_size(text, composed)
        else:
            self._send(composed.text)

    def _ask_about_size(self, text: str, composed: Composed) -> None:
        names = [file.name for file in composed.files]
        what = names[0] if len(names) == 1 else plural(len(names), "file")

        def decide(answer: _Answer | None) -> None:
            if answer is not None:
                self._send(composed.text if answer is _Answer.SEND else text)

        rows = [
            (MenuRow("s", "Send it"), _Answer.SEND),
            (MenuRow("w", f"Send the prompt without {'it' if len(names) == 1 else 'them'}"), _Answer.WITHOUT),
        ]
        self.app.push_screen(Menu(f"{what}: {size(composed.file_bytes)}", rows), decide)

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
