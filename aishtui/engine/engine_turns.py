"""Answers as the engine has them: asked for, read while they grow, stopped."""

from collections.abc import Collection
from concurrent.futures import Future

from aishtui.chat.answers import AnswerDelta, AnswerView, Cursor
from aishtui.chat.beginnings import begins_below, first_sent
from aishtui.chat.column_tree import is_own_answer, place_in_column
from aishtui.chat.comparisons import Compared
from aishtui.chat.messages import Message, Role
from aishtui.chat.past_prompts import PastPrompts
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.asking import Asked, Asking, NothingSent
from aishtui.engine.comparing import Comparing
from aishtui.engine.engine_tabs import EngineTabs
from aishtui.engine.fairness import Fairness
from aishtui.engine.foreign_answers import ForeignAnswers
from aishtui.engine.prompt_queue import PromptQueue
from aishtui.engine.stored_view import stored_view
from aishtui.engine.trees import Trees
from aishtui.engine.turn_book import TurnBook


class EngineTurns(EngineTabs):
    """What of the engine has to do with answers. Every method may be called from any thread and returns at once. The
    parts are the engine's, which joins them."""

    trees: Trees
    comparing: Comparing
    queue: PromptQueue
    _asking: Asking
    _turns: TurnBook
    _foreign: ForeignAnswers
    _fairness: Fairness
    _leaving: bool

    # -- asking

    def send(self, tab_id: str, text: str, preset: Preset | None = None) -> Asked:
        """Send `text` to the tab's preset, or to another, after the answer it builds on has ended: what is typed ahead
        goes through `queue`. A draft that is another text stays. Raises NothingSent."""
        with self._lock:
            return self.send_below(tab_id, self._tabs.get(tab_id).leaf_id, text, preset)

    def send_below(self, tab_id: str, parent_id: str | None, text: str, preset: Preset | None = None) -> Asked:
        """The same below any message of the tab's conversation (None: as its beginning). What else stands there stays;
        the tab shows the new path. Raises NothingSent."""
        with self._lock:
            self._refuse_when_leaving()
            tab = self._tabs.get(tab_id)
            preset = preset or self.preset_of(tab)
            self.trees.bring_back(tab.conversation_id, parent_id)
            begins_at = self._begins_below(tab, parent_id)
            asked = self._asking.ask(tab.conversation_id, parent_id, text, preset, "workbench", tab.id, begins_at)
            draft = "" if tab.draft == text else tab.draft
            self._tabs.change(tab_id, leaf_id=asked.answer.id, draft=draft, begins_at=None)
        self._save_tabs()
        self._changes.tree(tab.conversation_id)
        return asked

    def send_to_columns(self, comparison: str, text: str) -> dict[str, Asked]:
        """The next round of a comparison: `text` to every column that takes part, by their tabs' ids. Columns that show
        the same path share the prompt. A draft of any column that says the same is sent with it. Raises NothingSent."""
        with self._lock:
            self._refuse_when_leaving()
            number = max((round_.number for round_ in self.comparing.rounds(comparison)), default=0) + 1
            prompts: dict[tuple[str, str | None, str | None], Message] = {}
            asked: dict[str, Asked] = {}
            for tab in self.comparing.columns(comparison):
                if tab.draft == text:
                    self._tabs.change(tab.id, draft="")
                if tab.column is None or not tab.column.taking_part:
                    continue
                self.trees.bring_back(tab.conversation_id, tab.leaf_id)
                below = (tab.conversation_id, tab.leaf_id, self._begins_below(tab, tab.leaf_id))
                if below not in prompts:
                    prompts[below] = self._asking.put_prompt(*below[:2], text, below[2])
                place = Compared(comparison, tab.column.number, number)
                answer = self._asking.compare(
                    prompts[below],
                    self.preset_of(tab),
                    place,
                    in_turn=not tab.column.at_once,
                    origin="compare",
                    session=tab.id,
                )
                self._tabs.change(tab.id, leaf_id=answer.id, begins_at=None)
                asked[tab.id] = Asked(prompts[below], answer)
        self._save_tabs()
        for conversation_id, _, _ in prompts:
            self._changes.tree(conversation_id)
        return asked

    def ask_compared(
        self, prompt: str | Message, preset: Preset, place: Compared, *, in_turn: bool = True, origin: str = "compare"
    ) -> Asked:
        """An answer in a comparison without tabs: to a text, as the first turn of a conversation, or to a prompt that
        is there, beside what answers it has."""
        with self._lock:
            self._refuse_when_leaving()
            if isinstance(prompt, str):
                prompt = self._asking.put_prompt(self._begin_conversation().id, None, prompt)
            return Asked(prompt, self._asking.compare(prompt, preset, place, in_turn=in_turn, origin=origin))

    def forget(self, conversation_id: str) -> bool:
        """Let a conversation go out of memory that is in no tab; it is read again when it is needed. False while an
        answer is being written in it."""
        with self._lock:
            if self.answering(conversation_id) or any(
                tab.conversation_id == conversation_id for tab in self._tabs.all()
            ):
                return False
            self._book.forget(conversation_id)
            return True

    def close_tab(self, tab_id: str) -> None:
        """The conversation stays in the history, and an answer that is running in it completes. What waits in the tab
        to be sent is not sent; what waits for its comparison does so in the columns that are left."""
        with self._lock:
            left = self.queue.leaves(tab_id)
            super().close_tab(tab_id)
            if left is not None:
                self.queue.look(left)

    def ask(self, text: str, preset: Preset, origin: str = "ask") -> Asked:
        """Send `text` as the first turn of a conversation without a tab."""
        with self._lock:
            self._refuse_when_leaving()
            return self._asking.ask(self._begin_conversation().id, None, text, preset, origin)

    def preset_again(self, tab_id: str, message_id: str, preset: Preset | None = None) -> Preset:
        """Whom `retry` would ask. Raises KeyError as that does."""
        with self._lock:
            tab = self._tabs.get(tab_id)
            return self._preset_again(tab, self._book.get(tab.conversation_id).messages[message_id], preset)

    def _preset_again(self, tab: Tab, old: Message, preset: Preset | None) -> Preset:
        if preset is None and not is_own_answer(tab, old):
            return self.preset_of(tab)
        return self._asking.preset_again(old, preset, self.preset_of(tab))

    def retry(self, tab_id: str, message_id: str, preset: Preset | None = None, without: str = "") -> Message:
        """Ask again for an answer: a sibling of it, by the same preset or another, without the parameter `without`;
        the old one stays, and the tab's path ends with the new one. For a prompt, ask for an answer to it.

        Raises KeyError for a message that is not in the tab's conversation, or an answer whose prompt is not.
        """
        with self._lock:
            self._refuse_when_leaving()
            tab = self._tabs.get(tab_id)
            self.trees.bring_back(tab.conversation_id, message_id)
            conversation = self._book.get(tab.conversation_id)
            old = conversation.messages[message_id]
            in_turn = tab.column is not None and not tab.column.at_once
            place = place_in_column(conversation, tab, old)
            answer = self._asking.again(
                old,
                self._preset_again(tab, old, preset),
                self.preset_of(tab),
                tab_id,
                without,
                place=place,
                in_turn=in_turn,
                instead=self._prompt_instead(tab, old),
            )
            self._tabs.change(tab_id, leaf_id=answer.id, begins_at=None)
        self._save_tabs()
        self._changes.tree(tab.conversation_id)
        return answer

    def _begins_below(self, tab: Tab, parent_id: str | None) -> str | None:
        """With which message a request begins that the tab sends below `parent_id`: as `put_prompt` takes it."""
        if not self._book.is_loaded(tab.conversation_id):
            return tab.begins_at
        conversation = self._book.get(tab.conversation_id)
        return begins_below(conversation.path(tab.leaf_id), tab.begins_at, conversation.path(parent_id))

    def _prompt_instead(self, tab: Tab, old: Message) -> Message | None:
        """The prompt to be asked in place of that of `old`, where what is left out is not the same any more."""
        conversation = self._book.get(tab.conversation_id)
        prompt = old if old.role is Role.USER else conversation.messages.get(old.parent_id or "")
        if tab.begins_at is None or prompt is None:
            return None
        begins_at = self._begins_below(tab, prompt.parent_id)
        path = conversation.path(prompt.id)
        if first_sent(path, tab.begins_at) == first_sent(path):
            return None
        return self._asking.put_prompt(tab.conversation_id, prompt.parent_id, prompt.text, begins_at)

    def _refuse_when_leaving(self) -> None:
        if self._leaving:
            raise NothingSent("aishtui is leaving; nothing was sent.")

    def _settle(self, message: Message) -> None:
        with self._lock:
            if self._book.holds(message.conversation_id):  # it may have been forgotten, once its answer had ended
                before = self.message(message.conversation_id, message.id)
                self._book.put(message)
                if before is None or not before.status.ended:  # what becomes known later is no second end
                    self.queue.answer_ended(message)

    def _grown_elsewhere(self, message: Message) -> None:
        if message.status.ended:
            self.queue.answer_ended(message)
        self._changes.answer(message.id)

    # -- answers

    def stop(self, answer_id: str) -> None:
        """Close this answer's connection at once and keep its text. Nothing happens to one that has ended."""
        self._turns.stop(answer_id)

    def is_foreign(self, answer_id: str) -> bool:
        """Whether another aishtui on this data folder is writing the answer: it cannot be stopped from here."""
        return self._foreign.is_foreign(answer_id)

    @property
    def ended_elsewhere(self) -> frozenset[str]:
        """The answers of another aishtui that ended while this one looked on, until `seen_elsewhere`."""
        return self._foreign.ended_here

    def seen_elsewhere(self, answer_ids: Collection[str]) -> None:
        self._thread.soon(self._foreign.seen, answer_ids)

    def read(self, conversation_id: str, answer_id: str, cursor: Cursor) -> AnswerDelta | None:
        """What is new in an answer since `cursor`; None while its conversation is not loaded."""
        live = self._turns.live(answer_id)
        if live is not None:
            return live.read(cursor)
        message = self.message(conversation_id, answer_id)
        if message is None:
            return None
        end = Cursor(len(message.text), len(message.thinking))
        return AnswerDelta(stored_view(message), message.text[cursor.text :], message.thinking[cursor.thinking :], end)

    def view(self, conversation_id: str, answer_id: str) -> AnswerView | None:
        """A snapshot of an answer; None while its conversation is not loaded."""
        live = self._turns.live(answer_id)
        if live is not None:
            return live.view()
        message = self.message(conversation_id, answer_id)
        return stored_view(message) if message is not None else None

    def remember_prompt(self, text: str) -> None:
        """Keep `text` in the prompt history."""
        self._keeper.remember_prompt(text)

    def find_prompts(self, typed: str, limit: int) -> Future[PastPrompts]:
        """The newest of all prompts ever sent in which these words stand; the future fails with StoreError."""
        return self._keeper.find_prompts(typed, limit)

    def may_be_marked(self, answer_id: str) -> bool:
        """Whether an answer that has ended may still get `beside`: another was under way with it that has not said who
        gives it. A change of the answer is told when that is decided."""
        return self._fairness.may_be_marked(answer_id)

    def answering(self, conversation_id: str) -> bool:
        """Whether this process is writing an answer in the conversation."""
        return self._turns.running_in(conversation_id)

    def running(self) -> int:
        """How many answers are not at their end."""
        return self._turns.running()
