"""Prompts typed ahead: kept with their tab until nothing above them is being written, then sent in turn."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Protocol

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.prompt_queue import (
    Queue,
    added,
    count_held,
    edited_in,
    held,
    index_of,
    moved,
    released,
    with_edited,
    with_text,
    without,
    without_preset,
)
from aishtui.chat.tabs import Hold, Queued, Tab
from aishtui.engine.asking import Asked, now
from aishtui.engine.changes import Changes
from aishtui.engine.ids import IdSource
from aishtui.engine.tab_list import TabList

_WHY = {Status.STOPPED: Hold.STOPPED, Status.FAILED: Hold.FAILED, Status.CUT_OFF: Hold.CUT_OFF}


class NotQueued(Exception):
    """The prompt does not wait any more; the message is a sentence."""


class Sends(Protocol):
    """What of the engine sends what was waiting."""

    def send(self, tab_id: str, text: str, preset: Preset | None = None) -> Asked: ...

    def send_to_columns(self, comparison: str, text: str) -> dict[str, Asked]: ...

    def preset_of(self, tab: Tab) -> Preset: ...

    def has_preset(self, tab: Tab) -> bool: ...

    def message(self, conversation_id: str, message_id: str) -> Message | None: ...


class PromptQueue:
    """Shares the engine's lock: a prompt is edited, taken back or moved before it is sent, or not at all. Every method
    may be called from any thread, with any tab; of a comparison all columns have one queue. A round is sent once no
    column that takes part is being answered."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        ids: IdSource,
        tabs: TabList,
        sends: Sends,
        changes: Changes,
        save_tabs: Callable[[], object],
        may_send: Callable[[], bool],
    ) -> None:
        """`may_send` is False once aishtui is on its way out: then what waits stays where it is."""
        self._lock = lock
        self._ids = ids
        self._tabs = tabs
        self._sends = sends
        self._changes = changes
        self._save_tabs = save_tabs
        self._may_send = may_send

    # -- what waits

    def of(self, tab_id: str) -> Queue:
        """What waits in the tab, or in its comparison, in the order in which it is sent."""
        with self._lock:
            return self._owner(tab_id).queue

    def coming_to(self, tab_id: str) -> Queue:
        """The same, but nothing for a column that does not take part."""
        with self._lock:
            return self._owner(tab_id).queue if self._tabs.get(tab_id).taking_part else ()

    def edited(self, tab_id: str) -> str | None:
        """The id of the one that is being edited."""
        with self._lock:
            return edited_in(self._owner(tab_id).queue)

    # -- typed ahead, and sent

    def send(self, tab_id: str, text: str) -> Mapping[str, Asked]:
        """Send `text` to the tab, or to the columns of its comparison, by the ids of the tabs that were asked. Empty:
        it waits, since something is being written there, or is typed ahead already. What is held lets it pass. A
        draft that is the same text is let go in the same moment. Raises NothingSent."""
        with self._lock:
            owner = self._owner(tab_id)
            if self._may_send() and (self._is_busy(owner) or count_held(owner.queue) < len(owner.queue)):
                self._add(owner, text)
                return {}
            return self._ask(owner, text, None)

    def _add(self, owner: Tab, text: str) -> None:
        alone = owner.comparison is None
        new = Queued(self._ids.new(), text, now())
        if alone:
            new = replace(new, preset=owner.preset, model=owner.model, own=owner.own)
        self._let_draft_go(owner, text)
        self._put(owner, added(owner.queue, new))

    def _let_draft_go(self, owner: Tab, text: str) -> None:
        """What waits is no draft as well, whenever aishtui may die."""
        for tab in self._entry(owner):
            if tab.draft == text:
                self._tabs.change(tab.id, draft="", attached=())

    def release(self, tab_id: str) -> int:
        """Have sent what is held, in turn; the first at once where nothing is being written. How many that were."""
        with self._lock:
            owner = self._owner(tab_id)
            self._put(owner, released(owner.queue))
            self._send_next(owner)
            return count_held(owner.queue)

    def answer_ended(self, answer: Message) -> None:
        """What waits for this answer is sent where that is complete, and held where it is not."""
        with self._lock:
            why = _WHY.get(answer.status)
            waiting = [tab for tab in self._tabs.all() if tab.queue]
            for owner in waiting:
                if why is not None and any(tab.leaf_id == answer.id for tab in self._asked(owner)):
                    self._put(owner, held(owner.queue, why))
            for owner in waiting:
                self._send_next(self._tabs.get(owner.id))

    def _send_next(self, owner: Tab) -> None:
        owner = self._tabs.get(owner.id)
        first = owner.queue[0] if owner.queue else None
        if first is None or first.held is not None or first.edited:
            return
        if self._may_send() and self._asked(owner) and not self._is_busy(owner):
            if first.preset and not self._sends.has_preset(first.asked_by(owner)):
                self._put(owner, without_preset(owner.queue))
                return
            self._tabs.change(owner.id, queue=owner.queue[1:])
            self._ask(owner, first.text, first)
            self._tell(owner)

    def _ask(self, owner: Tab, text: str, queued: Queued | None) -> Mapping[str, Asked]:
        if owner.comparison is not None:
            return self._sends.send_to_columns(owner.comparison, text)
        preset = self._sends.preset_of(queued.asked_by(owner)) if queued is not None else None
        return {owner.id: self._sends.send(owner.id, text, preset)}

    # -- changed before it is sent

    def begin_edit(self, tab_id: str, queued_id: str) -> Queued:
        """From now on neither this one nor those behind it are sent, until the edit has ended. Raises NotQueued."""
        with self._lock:
            owner, index = self._find(tab_id, queued_id)
            self._put(owner, with_edited(owner.queue, queued_id))
            return owner.queue[index]

    def end_edit(self, tab_id: str, text: str | None = None) -> bool:
        """It has this text now (None: the one it had), in the place where it was. False if it does not wait any
        more."""
        with self._lock:
            owner = self._owner(tab_id)
            edited = edited_in(owner.queue)
            if edited is not None:
                queue = with_edited(owner.queue, None)
                if text is not None:
                    self._let_draft_go(owner, text)
                    queue = with_text(queue, edited, text)
                self._put(owner, queue)
            self._send_next(owner)
            return edited is not None

    def take_back(self, tab_id: str, queued_id: str) -> Queued:
        """It does not wait any more, and is the tab's draft instead. Raises NotQueued."""
        with self._lock:
            owner, index = self._find(tab_id, queued_id)
            taken = owner.queue[index]
            self._tabs.change(owner.id, draft=taken.text, attached=())
            self._put(owner, without(owner.queue, queued_id))
            self._send_next(owner)
            return taken

    def move(self, tab_id: str, queued_id: str, step: int) -> bool:
        """One place earlier (-1) or later (+1); False where it is the first or the last. Raises NotQueued."""
        with self._lock:
            owner, _ = self._find(tab_id, queued_id)
            queue = moved(owner.queue, queued_id, step)
            if queue == owner.queue:
                return False
            self._put(owner, queue)
            self._send_next(owner)
            return True

    def hand_over(self, from_id: str, to_id: str) -> None:
        """What waits for a comparison that ends is held in one of its tabs. Nothing is saved by this alone."""
        self._hand_over(from_id, to_id, Hold.UNCOMPARED)

    def _hand_over(self, from_id: str, to_id: str, why: Hold | None) -> None:
        with self._lock:
            queue = self._tabs.get(from_id).queue
            if queue:
                self._tabs.change(from_id, queue=())
                there = self._tabs.get(to_id)
                if why is not None:
                    queue = tuple(one if one.preset else one.typed_for(there) for one in held(queue, why))
                self._tabs.change(to_id, queue=(*there.queue, *with_edited(queue, None)))

    def leaves(self, tab_id: str) -> str | None:
        """The tab is about to be closed: what waits for its comparison is kept by another column, whose id this is.
        None where there is no other: then what waits in it goes with the tab."""
        with self._lock:
            others = [tab.id for tab in self._entry(self._tabs.get(tab_id)) if tab.id != tab_id]
            if others and self._owner(tab_id).id == tab_id:
                self._hand_over(tab_id, others[0], None)
            return others[0] if others else None

    def look(self, tab_id: str) -> None:
        """Send the next one if nothing is in its way any more: another column is waited for, or none."""
        with self._lock:
            self._send_next(self._owner(tab_id))

    # -- whose it is

    def _owner(self, tab_id: str) -> Tab:
        return self._entry(self._tabs.get(tab_id))[0]

    def _entry(self, tab: Tab) -> tuple[Tab, ...]:
        """The tab, or the columns of its comparison."""
        if tab.comparison is None:
            return (tab,)
        return tuple(other for other in self._tabs.all() if other.comparison == tab.comparison)

    def _asked(self, owner: Tab) -> tuple[Tab, ...]:
        return tuple(tab for tab in self._entry(owner) if tab.taking_part)

    def _is_busy(self, owner: Tab) -> bool:
        """Whether an answer that the next prompt would follow has not ended, whoever writes it."""
        leaves = [
            self._sends.message(tab.conversation_id, tab.leaf_id)
            for tab in self._asked(owner)
            if tab.leaf_id is not None
        ]
        return any(leaf is not None and not leaf.status.ended for leaf in leaves)

    def _find(self, tab_id: str, queued_id: str) -> tuple[Tab, int]:
        owner = self._owner(tab_id)
        index = index_of(owner.queue, queued_id)
        if index is None:
            raise NotQueued("That prompt does not wait any more: it has just been sent.")
        return owner, index

    def _put(self, owner: Tab, queue: Queue) -> None:
        self._tabs.change(owner.id, queue=queue)
        self._save_tabs()
        self._tell(owner)

    def _tell(self, owner: Tab) -> None:
        for conversation_id in {tab.conversation_id for tab in self._entry(owner)}:
            self._changes.tree(conversation_id)
