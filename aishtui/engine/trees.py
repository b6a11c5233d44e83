"""Conversations as trees: forked into another tab, cut by a branch that can be had back, and changed by others."""

from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import AbstractContextManager

from aishtui.chat.branches import branch, leaf_without
from aishtui.chat.column_tree import own_tree
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab
from aishtui.chat.tree_news import TreeNews
from aishtui.engine.changes import Changes
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.foreign_answers import ForeignAnswers
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept
from aishtui.engine.tab_list import TabList


class BeingWritten(Exception):
    """Something in the branch has not ended; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A tab whose path went through what was deleted: where it ended before, and where it ends since."""

    tab_id: str
    before: str | None
    since: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A branch that was deleted, with all that is needed to have it back."""

    conversation_id: str
    message_ids: tuple[str, ...]
    moved: tuple[Moved, ...] = ()


class Trees:
    """Shares the engine's lock. A message that is deleted here or elsewhere waits in the book; one below which anything
    else stands, or is written, is not deleted."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        book: ConversationBook,
        tabs: TabList,
        keeper: Keeper,
        foreign: ForeignAnswers,
        changes: Changes,
        save_tabs: Callable[[], object],
    ) -> None:
        self._lock = lock
        self._book = book
        self._tabs = tabs
        self._keeper = keeper
        self._foreign = foreign
        self._changes = changes
        self._save_tabs = save_tabs
        self._unsettled: Counter[str] = Counter()
        """What was deleted or had back, and is not on disk so yet: of these the disk knows less than we do."""
        self._turned: Counter[str] = Counter()
        """How often each conversation was cut or mended here: what was read of the disk meanwhile is old."""

    def fork(self, tab_id: str, message_id: str, new_id: str) -> Tab:
        """A tab `new_id` in front, on the same tree, whose path ends with that message; where it is a prompt, above it,
        and its text is the new tab's draft. Raises KeyError."""
        with self._lock:
            old = self._tabs.get(tab_id)
            message = self._book.get(old.conversation_id).messages[message_id]
            asks = message.role is Role.USER
            leaf_id, draft = (message.parent_id, message.text) if asks else (message.id, "")
            self._tabs.add(
                Tab(
                    new_id,
                    0,
                    old.conversation_id,
                    old.preset,
                    old.model,
                    leaf_id,
                    draft,
                    own=old.own,
                    begins_at=old.begins_at,
                )
            )
            self._tabs.activate(new_id)
            tab = self._tabs.get(new_id)
        self._save_tabs()
        return tab

    def cut(self, tab_id: str, message_id: str) -> Cut:
        """Delete the message with all that stands below it; every tab that shows any of it goes on in the nearest
        version. Raises BeingWritten, and KeyError for a message that is not in the tab's conversation."""
        with self._lock:
            conversation = self._book.get(self._tabs.get(tab_id).conversation_id)
            found = branch(conversation, message_id)
            self._refuse_unended(found)
            ids = tuple(message.id for message in found)
            moved = self._move_tabs(conversation, ids)
            self._book.take_out(conversation.id, ids)
            self._settle(conversation.id, ids, self._keeper.delete_messages(ids))
        self._save_tabs()
        self._changes.tree(conversation.id)
        return Cut(conversation.id, ids, moved)

    def mend(self, cut: Cut) -> None:
        """Have a branch back. The tabs that showed it do so again, unless they have gone elsewhere meanwhile; and where
        one was closed, that in which its conversation was opened anew."""
        with self._lock:
            self._put_back(cut.conversation_id, cut.message_ids)
            here = self._book.get(cut.conversation_id).messages
            tabs = {tab.id: tab for tab in self._tabs.all() if tab.conversation_id == cut.conversation_id}
            moved = {move.tab_id: move for move in cut.moved}
            closed = {move.since: move for move in cut.moved if move.tab_id not in tabs}
            for tab in tabs.values():
                move = moved.get(tab.id) or closed.get(tab.leaf_id)
                if move is not None and tab.leaf_id == move.since and move.before in here:
                    self._tabs.change(tab.id, leaf_id=move.before)
        self._save_tabs()
        self._changes.tree(cut.conversation_id)

    def bring_back(self, conversation_id: str, message_id: str | None) -> None:
        """Whoever goes on below a message that was deleted meanwhile has it back."""
        with self._lock:
            if message_id in self._book.deleted(conversation_id):
                self._put_back(conversation_id, (message_id or "",))
                self._changes.tree(conversation_id)

    async def look(self, conversation_id: str) -> bool:
        """Take in what others have made of the conversation, and what they have deleted; whether that was anything.
        Within the engine's loop."""
        while self._book.is_loaded(conversation_id):
            with self._lock:
                turned, unsettled = self._turned[conversation_id], frozenset(self._unsettled)
                known = {*self._book.get(conversation_id).messages, *self._book.deleted(conversation_id)}
            news = await kept(self._keeper.tree_news(conversation_id, known))
            if news is None:
                return False
            with self._lock:
                if turned == self._turned[conversation_id]:
                    return self._take(conversation_id, news, unsettled)
        return False

    def _take(self, conversation_id: str, news: TreeNews, unsettled: frozenset[str]) -> bool:
        before = self._book.get(conversation_id)
        back = self._book.deleted(conversation_id).keys() & news.here - unsettled
        self._book.put_back(conversation_id, back)
        self._book.add(conversation_id, news.messages)
        grown = self._book.get(conversation_id)
        gone = grown.messages.keys() & news.deleted - unsettled
        needed = {above.id for id_ in self._lasting(grown, gone) for above in grown.path(id_)} & gone
        if needed:
            self._settle(conversation_id, needed, self._keeper.restore_messages(sorted(needed)))
        gone -= needed
        if self._move_tabs(grown, gone):
            self._save_tabs()
        self._book.take_out(conversation_id, gone)
        now = self._book.get(conversation_id)
        self._foreign.watch(now)
        if now.messages.keys() == before.messages.keys():
            return False
        self._changes.tree(conversation_id)
        return True

    def _lasting(self, conversation: Conversation, gone: Collection[str]) -> list[str]:
        """What stays directly below what somebody deleted, and what is being written in that: nobody saw it go."""
        return [
            message.id
            for message in conversation.messages.values()
            if (message.id in gone and not message.status.ended)
            or (message.id not in gone and message.parent_id in gone)
        ]

    def _put_back(self, conversation_id: str, message_ids: Collection[str]) -> None:
        ids = self._book.put_back(conversation_id, message_ids)
        self._settle(conversation_id, ids, self._keeper.restore_messages(ids))

    def _move_tabs(self, conversation: Conversation, deleted: Collection[str]) -> tuple[Moved, ...]:
        if not deleted:  # as after most looks: then no column's own tree is asked for
            return ()
        moved = []
        for tab in self._tabs.all():
            if tab.conversation_id == conversation.id:
                leaf_id = leaf_without(own_tree(conversation, tab), tab.leaf_id, deleted)
                if leaf_id != tab.leaf_id:
                    self._tabs.change(tab.id, leaf_id=leaf_id)
                    moved.append(Moved(tab.id, tab.leaf_id, leaf_id))
        return tuple(moved)

    def _refuse_unended(self, messages: Collection[Message]) -> None:
        growing = [message for message in messages if not message.status.ended]
        if any(self._foreign.is_foreign(message.id) for message in growing):
            raise BeingWritten("Another aishtui is writing an answer there; it can be deleted once that has ended.")
        if growing:
            raise BeingWritten("An answer is still being written there; Esc stops it.")

    def _settle(self, conversation_id: str, message_ids: Collection[str], keeping: Future[str] | Future[None]) -> None:
        """Until the keeper has it, our word counts."""
        self._turned[conversation_id] += 1
        self._unsettled.update(message_ids)

        def settled(done: Future[str] | Future[None]) -> None:
            if done.exception() is None:
                with self._lock:
                    self._unsettled.subtract(message_ids)
                    self._unsettled = +self._unsettled

        keeping.add_done_callback(settled)
