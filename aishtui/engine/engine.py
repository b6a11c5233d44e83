"""The engine: what the screen and the command line ask for, done in a thread of its own."""

import logging
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future

from aishtui.chat.answers import AnswerDelta, AnswerView, Cursor
from aishtui.chat.catalog import Catalog, EndpointHealth
from aishtui.chat.column_tree import is_own_answer, place_in_column
from aishtui.chat.comparisons import Compared
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.past_prompts import PastPrompts
from aishtui.chat.presets import CLOUD_PREFIXES, Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.access import NO_ACCESS, Access
from aishtui.engine.archive import Archive
from aishtui.engine.asking import Asked, Asking, NothingSent, now
from aishtui.engine.changes import Unread
from aishtui.engine.comparing import Comparing
from aishtui.engine.engine_tabs import EngineTabs
from aishtui.engine.fairness import Fairness
from aishtui.engine.foreign_answers import ForeignAnswers
from aishtui.engine.judging import Judging
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept, read
from aishtui.engine.link import EMBEDDED, Link
from aishtui.engine.porting import Porting
from aishtui.engine.sending import Sending
from aishtui.engine.stored_view import stored_view
from aishtui.engine.trees import Trees
from aishtui.engine.turn import TurnRunner
from aishtui.engine.turn_book import TurnBook
from aishtui.wire.address import parse_endpoint

_log = logging.getLogger(__name__)

PORTING_LIMIT_S = 0.5
"""For an export that is stopped to take away what it has begun."""
STOP_LIMIT_S = 3.0
"""For the turns to end once they are all stopped."""


class Engine(EngineTabs):
    """Every method may be called from any thread and returns at once; what takes time returns a future.

    `choice` is an address or `embedded`. `access` says what goes with requests to which address. `pauses_s` are the
    seconds before a request that cannot have run is sent again (None: the usual ones).
    """

    def __init__(
        self,
        choice: str,
        keeper: Keeper,
        presets: Sequence[Preset],
        access: Access = NO_ACCESS,
        cloud_prefixes: Sequence[str] = CLOUD_PREFIXES,
        pauses_s: Sequence[float] | None = None,
    ) -> None:
        self._address = None if choice == EMBEDDED else parse_endpoint(choice)
        super().__init__(keeper, presets)
        self.archive = Archive(keeper, self._book)
        self._link = Link(self._changes, keeper, access)
        self._foreign = ForeignAnswers(
            keeper, self._book, lambda answer_id: self._turns.get(answer_id) is not None, self._changes.answer
        )
        self.trees = Trees(self._lock, self._book, self._tabs, keeper, self._foreign, self._changes, self._save_tabs)
        self.comparing = Comparing(
            self._lock, self._ids, self._book, self._tabs, self._presets, keeper, self._changes, self._save_tabs
        )
        self.porting = Porting(keeper, self._book, self._look_at, lambda: self._changes.of("history"))
        judging = Judging(keeper, lambda: self._link.catalog, cloud_prefixes)
        self._fairness = fairness = Fairness(judging, keeper, self._changes, self._settle)
        self._runner = TurnRunner(
            Sending(self._link, fairness, keeper, self._changes, pauses_s),
            fairness,
            judging,
            keeper,
            self._changes,
            self.load,
            self._settle,
            self._foreign.ended,
            self.trees.look,
        )
        self._turns = TurnBook(self._thread, self._runner)
        self._asking = Asking(self._ids, self._book, self._turns, self._presets)
        self._leaving = False

    # -- life

    def start(self, ask_catalog: bool = True) -> None:
        """Start the thread, take the endpoint, and ask it for its catalogue behind everybody's back."""
        self._thread.start()
        self._thread.soon(self._link.use, self._address)
        if ask_catalog:
            self.refresh()

    def wake_with(self, wake: Callable[[], None] | None) -> None:
        """`wake` is called from the engine's thread when something turns from read to unread."""
        self._changes.wake_with(wake)

    def take_changes(self) -> Unread:
        return self._changes.take()

    def mark_keeping(self) -> None:
        """What is kept, or not, has changed (the store calls this)."""
        self._changes.of("keeping")

    def go_on_after(self, newest_id: str) -> None:
        """What is made from now on comes after the message `newest_id` in every order, also if the clock has jumped
        back since that was made."""
        self._ids.go_on_after(newest_id)

    def screen_gone(self) -> None:
        """Nobody sees what happens from now on: take nothing new, drop prompts that wait for an answer, and note of
        each answer that its end was not seen."""
        self._leaving = True
        self._runner.screen_gone = True
        self._thread.soon(self._turns.drop_waiting)

    def finish(self, limit_s: float, given_up: str = "") -> bool:
        """Take nothing new, let the answers already sent complete, and drop prompts that still wait for one.
        True when all have ended within `limit_s` seconds; `close` ends the others, for the reason `given_up`. Blocks;
        not to be called from the engine's thread."""
        return self._thread.run(self._finish(limit_s, given_up)).result()

    async def _finish(self, limit_s: float, given_up: str) -> bool:
        self._leaving = True
        return await self._turns.finish(limit_s, given_up)

    def stop_all(self, why: str = "") -> None:
        """Stop every answer and take nothing new; also while `finish` waits. `why` is said of each, where it is not
        the user who wants that."""
        self._leaving = True
        self._thread.run(self._turns.stop_all(STOP_LIMIT_S, why))

    def close(self, timeout: float = 5.0) -> bool:
        """Stop what runs (its text is kept), close the connections, end the thread. Blocks; False if that took
        longer than `timeout` seconds and was given up."""
        self.porting.stop(PORTING_LIMIT_S)
        closing = self._thread.run(self._close())
        if closing.cancelled():
            self._save_tabs()  # the thread has ended before; the last keys may not have been told it
            return True
        try:
            closing.result(timeout)
        except TimeoutError:
            # A disk that hangs, perhaps. The thread is ended all the same.
            _log.warning("the engine did not close in time")
            self._thread.stop(timeout)
            return False
        return self._thread.stop(timeout)

    async def _close(self) -> None:
        self._leaving = True
        if self._draft_timer is not None:
            self._draft_timer.cancel()
        self._foreign.close()
        await self._turns.stop_all(STOP_LIMIT_S)
        with self._lock:
            saving = self._save_tabs()
        if saving is not None:
            await kept(saving)
        await self._link.close()

    # -- the endpoint

    @property
    def health(self) -> EndpointHealth:
        return self._link.health

    @property
    def catalog(self) -> Catalog | None:
        return self._link.catalog

    def refresh(self) -> Future[None]:
        """Ask the endpoint for its catalogue; the result is in `catalog` and `health`."""
        return self._thread.run(self._link.refresh())

    def refresh_if_old(self, after_s: float) -> None:
        """Ask again in the background if the last asking is `after_s` seconds ago (less where nobody answered). Cheap
        enough for each key: whoever does something wants to see what is there now, and nobody else has it asked."""
        if self._link.is_old(after_s):
            self._thread.soon(self._link.refresh_if_old, after_s)

    def connect(self, choice: str | None = None) -> Future[None]:
        """Swap the endpoint in place, or with None try the present one again. Raises wire.errors.BadAddress."""
        if choice is not None:
            address = None if choice == EMBEDDED else parse_endpoint(choice)
            self._thread.soon(self._link.use, address)
        else:
            self._thread.soon(self._link.again)
        return self.refresh()

    def load_conversation(self, conversation_id: str, message_id: str | None = None) -> Future[Conversation]:
        """Have a conversation read that may be open nowhere, and again if `message_id` has come to it since, from
        another aishtui; the future fails with Unreadable."""
        self._book.expect(Conversation(conversation_id, now()))
        return self._thread.run(self._load_with(conversation_id, message_id))

    async def _load_with(self, conversation_id: str, message_id: str | None) -> Conversation:
        conversation = await self.load(conversation_id)
        if message_id is not None and message_id not in conversation.messages:
            await self.trees.look(conversation_id)
        return self._book.get(conversation_id)

    # -- conversations

    def load_tab(self, tab_id: str) -> Future[Conversation]:
        """Have the tab's conversation read from the keeper; the future fails with Unreadable."""
        with self._lock:
            tab = self._tabs.get(tab_id)
        return self._thread.run(self.load(tab.conversation_id))

    def look_for_others(self, tab_id: str) -> Future[bool]:
        """Have the tab's conversation compared with what is stored: another aishtui may have gone on in it. Whether
        there was anything new; that is told as a change as well."""
        with self._lock:
            conversation_id = self._tabs.get(tab_id).conversation_id
        return self._look_at(conversation_id)

    def _look_at(self, conversation_id: str) -> Future[bool]:
        return self._thread.run(self.trees.look(conversation_id))

    def fork(self, tab_id: str, message_id: str) -> Tab:
        """See `Trees.fork`."""
        return self.trees.fork(tab_id, message_id, self._ids.new())

    async def load(self, conversation_id: str) -> Conversation:
        """The conversation, read from the keeper the first time. Within the engine's loop. Raises Unreadable."""
        if not self._book.is_loaded(conversation_id):
            stored = await read(self._keeper.conversation(conversation_id))
            if stored is not None:
                self._book.load(stored)
                self._foreign.watch(stored)
            else:
                self._book.loaded_without_keeper(conversation_id)
        return self._book.get(conversation_id)

    # -- turns

    def send(self, tab_id: str, text: str) -> Asked:
        """Send `text` to the tab's preset, after the answer it builds on has ended. A draft that is another text
        stays. Raises NothingSent."""
        with self._lock:
            return self.send_below(tab_id, self._tabs.get(tab_id).leaf_id, text)

    def send_below(self, tab_id: str, parent_id: str | None, text: str) -> Asked:
        """The same below any message of the tab's conversation (None: as its beginning). What else stands there stays;
        the tab shows the new path. Raises NothingSent."""
        with self._lock:
            self._refuse_when_leaving()
            tab = self._tabs.get(tab_id)
            preset = self.preset_of(tab)
            self.trees.bring_back(tab.conversation_id, parent_id)
            asked = self._asking.ask(tab.conversation_id, parent_id, text, preset, "workbench", tab.id)
            draft = "" if tab.draft == text else tab.draft
            self._tabs.change(tab_id, leaf_id=asked.answer.id, draft=draft)
        self._save_tabs()
        self._changes.tree(tab.conversation_id)
        return asked

    def send_to_columns(self, comparison: str, text: str) -> dict[str, Asked]:
        """The next round of a comparison: `text` to every column that takes part, by their tabs' ids. Columns that show
        the same path share the prompt. A draft of any column that says the same is sent with it. Raises NothingSent."""
        with self._lock:
            self._refuse_when_leaving()
            number = max((round_.number for round_ in self.comparing.rounds(comparison)), default=0) + 1
            prompts: dict[tuple[str, str | None], Message] = {}
            asked: dict[str, Asked] = {}
            for tab in self.comparing.columns(comparison):
                if tab.draft == text:
                    self._tabs.change(tab.id, draft="")
                if tab.column is None or not tab.column.taking_part:
                    continue
                self.trees.bring_back(tab.conversation_id, tab.leaf_id)
                below = (tab.conversation_id, tab.leaf_id)
                if below not in prompts:
                    prompts[below] = self._asking.put_prompt(*below, text)
                place = Compared(comparison, tab.column.number, number)
                answer = self._asking.compare(
                    prompts[below],
                    self.preset_of(tab),
                    place,
                    in_turn=not tab.column.at_once,
                    origin="compare",
                    session=tab.id,
                )
                self._tabs.change(tab.id, leaf_id=answer.id)
                asked[tab.id] = Asked(prompts[below], answer)
        self._save_tabs()
        for conversation_id, _ in prompts:
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

    def ask(self, text: str, preset: Preset, origin: str = "ask") -> Asked:
        """Send `text` as the first turn of a conversation without a tab."""
        with self._lock:
            self._refuse_when_leaving()
            return self._asking.ask(self._begin_conversation().id, None, text, preset, origin)

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
            if preset is None and not is_own_answer(tab, old):
                preset = self.preset_of(tab)
            answer = self._asking.again(old, preset, self.preset_of(tab), tab_id, without, place=place, in_turn=in_turn)
            self._tabs.change(tab_id, leaf_id=answer.id)
        self._save_tabs()
        self._changes.tree(tab.conversation_id)
        return answer

    def _refuse_when_leaving(self) -> None:
        if self._leaving:
            raise NothingSent("aishtui is leaving; nothing was sent.")

    def _settle(self, message: Message) -> None:
        with self._lock:
            if self._book.holds(message.conversation_id):  # it may have been forgotten, once its answer had ended
                self._book.put(message)

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
