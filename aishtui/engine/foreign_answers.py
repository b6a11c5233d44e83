"""Answers that another aishtui on the same data folder is writing: seen growing, and waited for."""

import asyncio
from collections.abc import Callable, Collection
from itertools import count

from aishtui.chat.answers import Status
from aishtui.chat.messages import Conversation, Message
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept

LOOK_S = 1.0
"""The other one journals within a second, so looking more often would show nothing more."""
RECOVER_EVERY = 5
"""Each so many looks it is asked whether the other one is still alive."""


class ForeignAnswers:
    """Lives in the engine's event loop. Nothing runs while nobody else writes in a conversation of ours."""

    def __init__(
        self, keeper: Keeper, book: ConversationBook, ours: Callable[[str], bool], changed: Callable[[Message], None]
    ) -> None:
        """`ours` says whether an answer is being written by this process; `changed` is told each that grew or ended."""
        self._keeper = keeper
        self._book = book
        self._ours = ours
        self._changed = changed
        self._ended: dict[str, asyncio.Event] = {}
        self._looking: dict[str, asyncio.Task[None]] = {}
        self.ended_here: frozenset[str] = frozenset()
        """Those whose end was read since nobody said that it was seen; read in any thread."""

    def watch(self, conversation: Conversation) -> None:
        """Follow what others are writing in this conversation, which was read just now."""
        if self._growing(conversation) and conversation.id not in self._looking:
            self._looking[conversation.id] = asyncio.get_running_loop().create_task(self._look(conversation.id))

    async def ended(self, answer_id: str | None) -> None:
        """Wait until an answer that somebody else writes has ended; at once for every other one."""
        event = self._ended.get(answer_id or "")
        if event is not None:
            await event.wait()

    def is_foreign(self, answer_id: str) -> bool:
        """Whether somebody else is writing this answer."""
        return answer_id in self._ended

    def seen(self, answer_ids: Collection[str]) -> None:
        """The user has seen how these ended."""
        self.ended_here -= frozenset(answer_ids)

    def close(self) -> None:
        for task in tuple(self._looking.values()):
            task.cancel()

    def _growing(self, conversation: Conversation) -> list[Message]:
        """What others write in it; each is one that can be waited for."""
        found = [
            message
            for message in conversation.messages.values()
            if message.status is Status.WRITING and not self._ours(message.id)
        ]
        for message in found:
            self._ended.setdefault(message.id, asyncio.Event())
        return found

    async def _look(self, conversation_id: str) -> None:
        for look in count(1):
            growing = self._growing(self._book.get(conversation_id)) if self._book.is_loaded(conversation_id) else ()
            if not growing:
                # At once, and not when the task is over: what is watched in between would be followed by nobody.
                del self._looking[conversation_id]
                return
            await asyncio.sleep(LOOK_S)
            if look % RECOVER_EVERY == 0:
                await kept(self._keeper.recover())
            stored = await kept(self._keeper.conversation(conversation_id))
            for before in growing:
                now = stored.messages.get(before.id) if stored is not None else None
                if now is not None and now != before and self._book.is_loaded(conversation_id):
                    self._take(now)

    def _take(self, message: Message) -> None:
        self._book.put(message)
        if message.status.ended:
            self._ended.pop(message.id).set()
            self.ended_here |= {message.id}
        self._changed(message)
