"""The engine: what the screen and the command line ask for, done in a thread of its own."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from aishtui.chat.catalog import Catalog, EndpointHealth
from aishtui.chat.messages import Conversation
from aishtui.chat.presets import CLOUD_PREFIXES, Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.access import NO_ACCESS, Access
from aishtui.engine.archive import Archive
from aishtui.engine.asking import Asking, now
from aishtui.engine.changes import Unread
from aishtui.engine.comparing import Comparing
from aishtui.engine.engine_turns import EngineTurns
from aishtui.engine.fairness import Fairness
from aishtui.engine.foreign_answers import ForeignAnswers
from aishtui.engine.judging import Judging
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept, read
from aishtui.engine.link import EMBEDDED, Link
from aishtui.engine.porting import Porting
from aishtui.engine.prompt_queue import PromptQueue
from aishtui.engine.sending import Sending
from aishtui.engine.trees import Trees
from aishtui.engine.turn import TurnRunner
from aishtui.engine.turn_book import TurnBook
from aishtui.wire.address import parse_endpoint

_log = logging.getLogger(__name__)

PORTING_LIMIT_S = 0.5
"""For an export that is stopped to take away what it has begun."""
STOP_LIMIT_S = 3.0
"""For the turns to end once they are all stopped."""


class Engine(EngineTurns):
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
            keeper, self._book, lambda answer_id: self._turns.get(answer_id) is not None, self._grown_elsewhere
        )
        self.trees = Trees(self._lock, self._book, self._tabs, keeper, self._foreign, self._changes, self._save_tabs)
        self._leaving = False
        self.queue = PromptQueue(
            self._lock, self._ids, self._tabs, self, self._changes, self._save_tabs, lambda: not self._leaving
        )
        self.comparing = Comparing(
            self._lock,
            self._ids,
            self._book,
            self._tabs,
            self._known,
            keeper,
            self._changes,
            self._save_tabs,
            self.queue.hand_over,
        )
        self.porting = Porting(keeper, self._book, self._look_at, lambda: self._changes.of("history"))
        self._judging = judging = Judging(keeper, lambda: self._link.catalog, cloud_prefixes)
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
            cloud_prefixes,
        )
        self._turns = TurnBook(self._thread, self._runner)
        self._asking = Asking(self._ids, self._book, self._turns, self._known)

    # -- life

    def start(self, ask_catalog: bool = True) -> None:
        """Start the thread, take the endpoint, and ask it for its catalogue behind everybody's back."""
        self._thread.start()
        self._thread.soon(self._link.use, self._address)
        if ask_catalog:
            self.refresh()

    def show_short_catalog(self) -> Future[None]:
        """Have the list of models there that was kept, before it is asked for, unless it is a long one."""
        return self._thread.run(self._link.show_short_catalog())

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

    def use_access(self, access: Access) -> None:
        """What goes with requests to which address from now on; running answers finish with what they have."""
        self._thread.soon(self._link.use_access, access)

    def expect_clouds(self, prefixes: Sequence[str]) -> None:
        """Ids that begin so are expected to be answered by a cloud from now on."""
        self._runner.cloud_prefixes = tuple(prefixes)
        self._thread.soon(self._judging.expect_clouds, prefixes)

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
