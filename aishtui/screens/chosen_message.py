"""Which message an act is for: the one under the message cursor, else the last one that it fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from aishtui.chat.answers import Cursor
from aishtui.chat.messages import Message, Role
from aishtui.pane.parts import local_time
from aishtui.screens.drafting import Drafting
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel

Fits = Callable[[Message], bool]


def is_answer(message: Message) -> bool:
    return message.role is Role.ASSISTANT


def is_prompt(message: Message) -> bool:
    return message.role is Role.USER


def title_of(message: Message) -> str:
    """`your prompt of 12:04`, `the answer by deep`."""
    if is_answer(message):
        by = (message.facts.preset or message.facts.asked_model) if message.facts is not None else ""
        return f"the answer by {by}" if by else "the answer"
    time = local_time(message.created_at, date.today())
    return f"your prompt of {time}" if time else "your prompt"


class ChosenMessage(Drafting):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    def chosen_message(self, fits: Fits = lambda _message: True) -> Message | None:
        """The message under the cursor, whatever it is, else the last that fits; with all that has arrived of it."""
        under = self._pane.message_under_cursor
        if under is not None:
            return self._as_it_is(under)
        messages = map(self._as_it_is, reversed(self.engine.path(self.tab.id) or ()))
        return next(filter(fits, messages), None)

    def answer_to(self, message: Message) -> Message:
        """An answer itself; of a prompt, the answer to it that the tab shows. Raises CommandFailed."""
        self.refuse_queued(message)
        found = message if is_answer(message) else self._answer_shown_to(message)
        if found is None:
            raise CommandFailed(
                f"That prompt of yours has no answer here; {self.keys.name('answer.retry')} asks for one."
            )
        return self._as_it_is(found)

    def to_ask_again(self, message: Message) -> Message:
        """The same, but a prompt without an answer, which was deleted, is itself what is asked again."""
        self.refuse_queued(message)
        return message if is_prompt(message) and self._answer_shown_to(message) is None else self.answer_to(message)

    def refuse_queued(self, message: Message) -> None:
        """Raises CommandFailed where it has not been sent yet."""
        if self.view.is_queued(message):
            edit, back = map(self.keys.name, ("prompt.edit", "queue.take_back"))
            raise CommandFailed(f"This prompt has not been sent yet. {edit} edits it, {back} takes it back.")

    def is_asked_again(self, message: Message) -> bool:
        """Whether asking again may be for this one without its being chosen."""
        return is_answer(message) or self._answer_shown_to(message) is None

    def _answer_shown_to(self, prompt: Message) -> Message | None:
        path = self.engine.path(self.tab.id) or ()
        return next((below for below in path if below.parent_id == prompt.id and is_answer(below)), None)

    def _as_it_is(self, message: Message) -> Message:
        now = self.engine.message(message.conversation_id, message.id) or message
        delta = None if now.status.ended else self.engine.read(now.conversation_id, now.id, Cursor())
        if delta is None:
            return now
        return replace(now, text=delta.text, thinking=delta.thinking, facts=delta.view.facts)

    def _attempt(self, act: Callable[[], None]) -> None:
        """Do it, or say why not."""
        try:
            act()
        except CommandFailed as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
