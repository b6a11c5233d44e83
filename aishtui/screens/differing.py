"""Putting two answers beside each other: which two, and the screen that shows their difference."""

from aishtui.chat.messages import Conversation, Message
from aishtui.engine.engine import Engine
from aishtui.screens.chosen_message import is_answer, title_of
from aishtui.screens.message_copying import MessageCopying
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.typed_commands import CommandFailed


class Differing(MessageCopying):
    """An answer that stands alone is remembered: the next one it is asked for, in any tab, is compared with it."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._set_aside: Message | None = None
        """The first of two answers that do not stand beside each other."""

    def action_compare_difference(self) -> None:
        self._attempt(self.show_difference)

    def show_difference(self, what: str = "") -> None:
        """`what` is as typed behind `:diff`: nothing, or `mark`. Raises CommandFailed."""
        from aishtui.screens.answers_to_compare import Candidates, candidates  # start-up: not before it is wanted
        from aishtui.screens.difference import DifferenceScreen

        if what not in ("", "mark"):
            raise CommandFailed(":diff takes nothing behind it, or `mark`, which keeps the first of two answers.")
        chosen = self.chosen_message(is_answer)
        if chosen is None:
            raise CommandFailed("There is no answer here to compare yet.")
        answer = self.answer_to(chosen)
        first = self._set_aside
        found = candidates(answer, self._conversations())
        if what == "mark" or (found is None and (first is None or first.id == answer.id)):
            self._set_aside = answer
            self._notice.show(
                f"{_capital(title_of(answer))} is the first. Choose the second, in any tab, and :diff again."
            )
            return
        if first is not None and first.id != answer.id:
            found = Candidates.of(found.answers if found is not None else (), self._as_it_is(first), answer)
        if found is not None:
            self._set_aside = None
            self.app.push_screen(DifferenceScreen(found, self._as_it_is, self._copied))

    def _conversations(self) -> list[Conversation]:
        """That of this tab, and those of the other columns where it is one."""
        tabs = self.engine.comparing.columns(self.tab.comparison) if self.tab.comparison is not None else ()
        loaded = (self.engine.conversation(tab.id) for tab in (self.tab, *tabs))
        return [conversation for conversation in loaded if conversation is not None]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
