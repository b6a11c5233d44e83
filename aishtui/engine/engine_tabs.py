"""The tabs as the engine holds them: opened, changed, saved, and given up; with the conversations they show."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace

from aishtui.chat.beginnings import first_sent
from aishtui.chat.branches import newest_leaf_below
from aishtui.chat.column_tree import own_tree
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.places import ReadingPlace
from aishtui.chat.presets import Preset
from aishtui.chat.prompt_queue import restored
from aishtui.chat.tabs import Own, Tab
from aishtui.engine.asking import now
from aishtui.engine.changes import Changes
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.ids import IdSource
from aishtui.engine.keeper import Keeper
from aishtui.engine.loop_thread import LoopThread
from aishtui.engine.reopening import leaf_through, preset_for, tab_for
from aishtui.engine.tab_list import TabList

DRAFT_DELAY_S = 1.0
"""A draft, or a place that was scrolled to, is on disk this long afterwards, also while one types on."""


class EngineTabs:
    """What of the engine sends nothing. Every method may be called from any thread and returns at once."""

    def __init__(self, keeper: Keeper, presets: Sequence[Preset]) -> None:
        self._keeper = keeper
        self._presets = {preset.name: preset for preset in presets}
        self._ids = IdSource()
        self._lock = threading.RLock()
        self._changes = Changes()
        self._book = ConversationBook()
        self._tabs = TabList()
        self._thread = LoopThread("engine")
        self._draft_timer: asyncio.TimerHandle | None = None
        self._tabs_released = False

    # -- presets

    @property
    def presets(self) -> Mapping[str, Preset]:
        """Those there are now, by their names: a mapping that does not change when they are replaced."""
        return self._presets

    def _known(self) -> Mapping[str, Preset]:
        return self._presets

    def replace_presets(self, presets: Sequence[Preset]) -> None:
        """From now on these are the presets. Tabs go by their presets' names: one whose preset has another model asks
        that, one whose preset is gone goes on with its model. Answers that were asked for are not touched. Told as a
        change of the catalogue and of the tabs."""
        with self._lock:
            self._presets = {preset.name: preset for preset in presets}
            for tab in self._tabs.all():
                preset = self._presets.get(tab.preset)
                if preset is not None and preset.model != tab.model:
                    self._tabs.change(tab.id, model=preset.model)
        self._save_tabs()
        self._changes.of("catalog")

    def preset_of(self, tab: Tab) -> Preset:
        """The tab's preset, or if that is gone a bare one of its model; with what the tab sends instead."""
        preset = self._presets.get(tab.preset) or Preset.of_model(tab.model)
        return preset if tab.own is None else tab.own.over(preset)

    def has_preset(self, tab: Tab) -> bool:
        """False where the tab's preset is gone, so that it asks the bare model."""
        return tab.preset in self._presets or tab.preset == tab.model

    # -- tabs

    def tabs(self) -> tuple[Tab, ...]:
        with self._lock:
            return self._tabs.all()

    def restore_tabs(self, tabs: Sequence[Tab]) -> None:
        """Open the tabs of the last time; their conversations are loaded when they are first needed. What waited in
        them to be sent is held."""
        with self._lock:
            for tab in tabs:
                self._book.expect(Conversation(tab.conversation_id, now()))
            self._tabs.restore([replace(tab, queue=restored(tab.queue)) for tab in tabs])
        self._save_tabs()

    def new_tab(self, preset: Preset) -> Tab:
        """An active tab with an empty conversation."""
        with self._lock:
            conversation = self._begin_conversation()
            tab = Tab(self._ids.new(), 0, conversation.id, preset.name, preset.model)
            self._tabs.add(tab)
            self._tabs.activate(tab.id)
            tab = self._tabs.get(tab.id)
        self._save_tabs()
        return tab

    def open_conversation(
        self, conversation_id: str, message_id: str | None = None, *, otherwise: Preset, new_tab: bool = False
    ) -> Tab:
        """An active tab that shows a loaded conversation along the path through `message_id`: one that has the
        conversation already and is not busy elsewhere in it, unless a `new_tab` is wanted. A new one asks the preset of
        the newest answer on that path, `otherwise` this one."""
        with self._lock:
            conversation = self._book.get(conversation_id)
            here = [tab for tab in self._tabs.all() if tab.conversation_id == conversation_id]
            shown_in = tab_for(conversation, message_id, here) if not new_tab else None
            if shown_in is not None:
                tab = shown_in
                self._tabs.change(tab.id, leaf_id=leaf_through(conversation, message_id, tab.leaf_id))
            else:
                leaf_id = leaf_through(conversation, message_id)
                preset = preset_for(conversation.path(leaf_id), self._presets, otherwise)
                tab = Tab(self._ids.new(), 0, conversation_id, preset.name, preset.model, leaf_id)
                self._tabs.add(tab)
            self._tabs.activate(tab.id)
            tab = self._tabs.get(tab.id)
        self._save_tabs()
        return tab

    def activate(self, tab_id: str) -> None:
        with self._lock:
            self._tabs.activate(tab_id)
        self._save_tabs()

    def close_tab(self, tab_id: str) -> None:
        """The conversation stays in the history, and an answer that is running in it completes."""
        with self._lock:
            self._tabs.close(tab_id)
        self._save_tabs()

    def choose_preset(self, tab_id: str, preset: Preset) -> None:
        """The tab's next prompt goes to `preset`, as that is: what the tab sent instead is let go."""
        with self._lock:
            self._tabs.change(tab_id, preset=preset.name, model=preset.model, own=None)
        self._save_tabs()

    def set_own(self, tab_id: str, own: Own | None) -> None:
        """What the tab sends instead of what its preset says, from its next prompt on; None, or nothing in it: it sends
        what its preset says. The preset is not touched. It is kept with the tab, and goes with another preset."""
        with self._lock:
            self._tabs.change(tab_id, own=own if own is not None and not own.empty else None)
        self._save_tabs()

    def set_draft(self, tab_id: str, draft: str, attached: Sequence[str] = ()) -> None:
        """Remember what stands in the prompt, and which paths in it the user has mentioned; on disk within a second."""
        with self._lock:
            self._tabs.change(tab_id, draft=draft, attached=tuple(attached))
        self._thread.soon(self._save_tabs_later)

    def set_place(self, tab_id: str, place: ReadingPlace | None) -> None:
        """Remember where its reader is; on disk within a second. Nothing happens to a tab that was closed meanwhile."""
        with self._lock:
            tab = next((tab for tab in self._tabs.all() if tab.id == tab_id), None)
            if tab is None or tab.place == place:
                return
            self._tabs.change(tab_id, place=place)
        self._thread.soon(self._save_tabs_later)

    def _save_tabs_later(self) -> None:
        if self._draft_timer is None:
            self._draft_timer = asyncio.get_running_loop().call_later(DRAFT_DELAY_S, self._save_drafts)

    def _save_drafts(self) -> None:
        self._draft_timer = None
        self._save_tabs()

    def _save_tabs(self) -> Future[None] | None:
        with self._lock:
            saving = None if self._tabs_released or not self._tabs.begun else self._keeper.save_tabs(self._tabs.all())
        self._changes.of("tabs")
        return saving

    def release_tabs(self) -> Future[None]:
        """Give the tabs, as they are now, to whoever starts next. They are not saved again: somebody else may have
        them by then."""
        with self._lock:
            self._save_tabs()
            self._tabs_released = True
            return self._keeper.release_tabs()

    def leave_stored_tabs_alone(self) -> None:
        """Save no tabs in this run: those of the last time could not be read, and would be lost."""
        self._tabs_released = True

    # -- conversations

    def path(self, tab_id: str) -> tuple[Message, ...] | None:
        """The messages the tab shows; None while its conversation is not loaded (see `load_tab`)."""
        with self._lock:
            tab = self._tabs.get(tab_id)
            if not self._book.is_loaded(tab.conversation_id):
                return None
            return self._book.get(tab.conversation_id).path(tab.leaf_id)

    def first_sent(self, tab_id: str) -> int:
        """The index, in the tab's path, of the first message that is sent with the next prompt."""
        with self._lock:
            return first_sent(self.path(tab_id) or (), self._tabs.get(tab_id).begins_at)

    def begin_at(self, tab_id: str, message_id: str) -> None:
        """From the next prompt on what is sent begins with this message of the tab's path. Nothing is deleted."""
        with self._lock:
            path = self.path(tab_id) or ()
            said_so = bool(path) and path[first_sent(path)].id == message_id
            self._tabs.change(tab_id, begins_at=None if said_so else message_id)
        self._save_tabs()

    def conversation(self, tab_id: str) -> Conversation | None:
        """The whole tree of the tab's conversation; None while it is not loaded."""
        with self._lock:
            conversation_id = self._tabs.get(tab_id).conversation_id
            return self._book.get(conversation_id) if self._book.is_loaded(conversation_id) else None

    def own_tree(self, tab_id: str) -> Conversation | None:
        """What of it is the tab's own: for a column, without the answers of others. None while it is not loaded."""
        with self._lock:
            conversation = self.conversation(tab_id)
            return own_tree(conversation, self._tabs.get(tab_id)) if conversation is not None else None

    def show_through(self, tab_id: str, message_id: str) -> None:
        """The tab shows the path through this message, down to the newest one below it. Raises KeyError for a message
        that is not in the tab's conversation."""
        with self._lock:
            tab = self._tabs.get(tab_id)
            whole = self._book.get(tab.conversation_id)
            message, own = whole.messages[message_id], own_tree(whole, tab)
            tree = own if message.id in own.messages else whole
            self._tabs.change(tab_id, leaf_id=newest_leaf_below(tree, message.id))
        self._save_tabs()

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """The message as it is now; None if it is not loaded."""
        with self._lock:
            try:
                return self._book.get(conversation_id).messages.get(message_id)
            except KeyError:
                return None

    def _begin_conversation(self) -> Conversation:
        conversation = Conversation(self._ids.new(), now())
        self._book.begin(conversation)
        return conversation
