"""A suite on its way: answers are begun as there is room for them, and handed on as they end."""

import threading
import time
from collections.abc import Callable

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.comparisons import Compared
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.suite_order import SuiteOrder
from aishtui.chat.suites import Cell, Suite, SuitePlace
from aishtui.chat.wording import reached_nobody
from aishtui.commands.stopping import SIGNAL_S
from aishtui.engine.engine import Engine
from aishtui.engine.keeping import Unreadable

GATHER_S = 0.05
"""What comes within this time is looked at together: nothing of an answer is shown before its end."""
GIVE_UP_AFTER = 3
"""So many answers in a row that reached nobody: the rest would reach nobody either."""


@dataclass(slots=True)
class _UnderWay:
    cell: Cell
    conversation_id: str
    noted: bool = False
    """It has ended, and another may be begun in its place."""


class SuiteRun:
    """`place` says under which name an answer is compared. `kept`: conversations go out of memory, since they can be
    had again, and all answers to a prompt stand in one."""

    def __init__(
        self, engine: Engine, suite: Suite, order: SuiteOrder, place: Callable[[Cell], SuitePlace], *, kept: bool
    ) -> None:
        self._engine = engine
        self._suite = suite
        self._order = order
        self._place = place
        self._kept = kept
        self._changed = threading.Event()
        self._prompts: dict[tuple[int, int], tuple[str, str]] = {}
        self._under_way: dict[str, _UnderWay] = {}
        self._unreached = 0
        self.nobody_there = False
        """It was given up: nobody can be reached."""

    def knows(self, cell: Cell, conversation_id: str, prompt_id: str) -> None:
        """The prompt has been sent to others before."""
        self._prompts[cell.repeat, cell.prompt] = (conversation_id, prompt_id)

    def run(self, ended: Callable[[Cell, Message], None], look: Callable[[], bool]) -> None:
        """Until all have ended. `look` is called now and then: whether to go on; if not, what runs is stopped."""
        self._engine.wake_with(self._changed.set)
        going_on = True
        while True:
            if going_on and not (look() and not self.nobody_there):
                going_on = False
                for answer_id in self._under_way:
                    self._engine.stop(answer_id)
            if going_on:
                self._begin_more()
            if not self._under_way:
                return
            self._changed.wait(SIGNAL_S)
            self._changed.clear()
            self._engine.take_changes()
            self._take_ended(ended)
            time.sleep(GATHER_S)

    def _begin_more(self) -> None:
        while (cell := self._order.next()) is not None:
            key = (cell.repeat, cell.prompt)
            place = Compared(str(self._place(cell)), cell.column, 1)
            asked = self._engine.ask_compared(
                self._prompt(cell), self._suite.preset_for(cell), place, in_turn=not self._suite.at_once
            )
            self._under_way[asked.answer.id] = _UnderWay(cell, asked.answer.conversation_id)
            if self._kept:
                self._prompts[key] = (asked.answer.conversation_id, asked.prompt.id)

    def _prompt(self, cell: Cell) -> str | Message:
        """The prompt as it was sent to the others; its text where nobody else has it, or where it is gone."""
        text = self._suite.prompts[cell.prompt].text
        known = self._prompts.get((cell.repeat, cell.prompt))
        if known is None:
            return text
        conversation_id, prompt_id = known
        try:
            conversation = self._engine.load_conversation(conversation_id).result()
        except Unreadable:
            return text
        return conversation.messages.get(prompt_id, text)

    def _take_ended(self, ended: Callable[[Cell, Message], None]) -> None:
        for answer_id, under_way in tuple(self._under_way.items()):
            message = self._engine.message(under_way.conversation_id, answer_id)
            if message is None or not message.status.ended:
                continue
            if not under_way.noted:
                under_way.noted = True
                self._note(under_way.cell, message)
            if self._engine.may_be_marked(answer_id) and not all(each.noted for each in self._under_way.values()):
                continue  # whether its times are shared, those that still run may tell
            del self._under_way[answer_id]
            ended(under_way.cell, message)
            self._forget(under_way.conversation_id)

    def _forget(self, conversation_id: str) -> None:
        """Out of memory with it, unless an answer in it is still to be taken."""
        if all(each.conversation_id != conversation_id for each in self._under_way.values()):
            self._engine.forget(conversation_id)

    def _note(self, cell: Cell, message: Message) -> None:
        facts = message.facts or AnswerFacts()
        self._order.ended(cell)
        self._order.learn(self._suite.presets[cell.column].model, facts.answered_by)
        if message.status is not Status.STOPPED:
            self._unreached = self._unreached + 1 if reached_nobody(message.status, facts) else 0
        if self._unreached >= max(GIVE_UP_AFTER, len(self._suite.presets)) and self._order.left:
            self.nobody_there = True
