"""A look into the conversation that is chosen in the history: a few of its messages, with what was searched marked."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from aishtui.chat.history import Summary
from aishtui.chat.history_line import terms
from aishtui.chat.messages import Message, Role
from aishtui.pane.document import Document
from aishtui.pane.transcript import Transcript

_NOTHING = "Nothing is left of this conversation."


class HistoryPreview(Vertical):
    """Shows messages as a tab does; nothing can be done with them here but read."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pane = Transcript(id="history-pane")

    def compose(self) -> ComposeResult:
        yield self.pane

    def show(self, summary: Summary, messages: Sequence[Message], words: str) -> None:
        """At the message that was hit, else at the newest prompt."""
        document = Document()
        document.welcome = "" if messages else _NOTHING
        document.load(messages)
        self.pane.document = document
        prompts = [message.id for message in messages if message.role is Role.USER]
        place = summary.hit.message_id if summary.hit is not None else prompts[-1] if prompts else ""
        self.pane.choose_message(place)
        self.pane.leave_messages()
        if summary.hit is not None:
            self.pane.find_any(terms(words), place)

    def clear(self) -> None:
        """Nothing is chosen."""
        self.pane.document = Document()

    @on(Transcript.Complete)
    def _complete(self, event: Transcript.Complete) -> None:
        """The app waits for the workbench's alone."""
        event.stop()
