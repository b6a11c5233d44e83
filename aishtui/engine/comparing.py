"""Comparisons: one prompt to several presets. Each column is a tab, with all that a tab can do; what is stored of a
comparison stands in its answers' facts."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace

from aishtui.chat.comparisons import Round, column_leaves, is_of, rounds_of
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Before, Column, Own, Tab
from aishtui.engine.changes import Changes
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.ids import IdSource
from aishtui.engine.keeper import Keeper
from aishtui.engine.reopening import preset_for
from aishtui.engine.tab_list import TabList


class Comparing:
    """Shares the engine's lock. Every method may be called from any thread and returns at once."""

    def __init__(
        self,
        lock: AbstractContextManager[object],
        ids: IdSource,
        book: ConversationBook,
        tabs: TabList,
        presets: Callable[[], Mapping[str, Preset]],
        keeper: Keeper,
        changes: Changes,
        save_tabs: Callable[[], object],
        hand_over: Callable[[str, str], object],
    ) -> None:
        """`hand_over` has what waits in one tab held in another."""
        self._lock = lock
        self._ids = ids
        self._book = book
        self._tabs = tabs
        self._presets = presets
        self._keeper = keeper
        self._changes = changes
        self._save_tabs = save_tabs
        self._hand_over = hand_over

    # -- beginning

    def begin(self, tab_id: str, presets: Sequence[Preset]) -> tuple[Tab, ...]:
        """Put the tab's conversation, as far as it shows it, to `presets`: the tab becomes the first column, the others
        stand behind it. The first is active. The same preset may be there several times."""
        with self._lock:
            tab = self._tabs.get(tab_id)
            comparison = self._ids.new()
            before = Before(tab.preset, tab.model, tab.leaf_id, tab.own)
            own = tab.own.without_model() if tab.own is not None else None
            first, *others = presets
            column = Column(comparison, 0, tab.leaf_id, lasting=True, before=before)
            self._tabs.change(tab_id, preset=first.name, model=first.model, column=column, own=own)
            behind = tab_id
            for number, preset in enumerate(others, 1):
                column = Column(comparison, number, tab.leaf_id)
                behind = self._add(
                    preset,
                    tab.conversation_id,
                    tab.leaf_id,
                    behind=behind,
                    column=column,
                    own=own,
                    begins_at=tab.begins_at,
                )
            self._tabs.activate(tab_id)
        self._save_tabs()
        return self.columns(comparison)

    def begin_with_tabs(self, tab_ids: Sequence[str]) -> tuple[Tab, ...]:
        """Show open tabs beside each other, each with its own conversation; they move behind the first of them, and it
        becomes active. Raises KeyError."""
        with self._lock:
            comparison = self._ids.new()
            self._tabs.gather(tab_ids)
            for number, tab_id in enumerate(tab_ids):
                tab = self._tabs.get(tab_id)
                self._tabs.change(tab_id, column=Column(comparison, number, tab.leaf_id, lasting=True))
            self._tabs.activate(tab_ids[0])
        self._save_tabs()
        return self.columns(comparison)

    def add_column(self, comparison: str, preset: Preset) -> Tab:
        """One more column, which begins where the comparison began, and takes part in the next round."""
        with self._lock:
            columns = self.columns(comparison)
            last, of = columns[-1], _column(columns[-1])
            number = max(_column(tab).number for tab in columns) + 1
            column = Column(comparison, number, of.base_id, at_once=of.at_once)
            added = self._add(preset, last.conversation_id, of.base_id, behind=last.id, column=column)
        self._save_tabs()
        return self._get(added)

    def reopen(self, comparison: str) -> Future[tuple[Message, ...]]:
        """Every answer stored of the comparison: `open_again` takes them, once their conversations are loaded. The
        future fails with StoreError."""
        return self._keeper.comparison(comparison)

    def open_again(self, comparison: str, answers: Sequence[Message], otherwise: Preset) -> tuple[Tab, ...]:
        """The comparison's columns as they were, each at the newest answer; where it is open, those. Its conversations
        have to be loaded."""
        with self._lock:
            open_ones = self.columns(comparison)
            if not open_ones:
                self._open(comparison, rounds_of(comparison, answers), otherwise)
                open_ones = self.columns(comparison)
            if open_ones:
                self._tabs.activate(open_ones[0].id)
                open_ones = self.columns(comparison)
        self._save_tabs()
        return open_ones

    def _open(self, comparison: str, rounds: Sequence[Round], otherwise: Preset) -> None:
        behind: str | None = None
        for number, answer in column_leaves(rounds).items():
            conversation = self._book.get(answer.conversation_id)
            if answer.id not in conversation.messages:
                continue  # deleted meanwhile
            path = conversation.path(answer.id)
            preset = preset_for(path, self._presets(), otherwise)
            base_id = _base_of(conversation, path, comparison)
            column = Column(comparison, number, base_id)
            behind = self._add(preset, conversation.id, answer.id, behind=behind, column=column)

    def _add(
        self,
        preset: Preset,
        conversation_id: str,
        leaf_id: str | None,
        *,
        behind: str | None,
        column: Column | None = None,
        own: Own | None = None,
        begins_at: str | None = None,
    ) -> str:
        tab_id = self._ids.new()
        tab = Tab(
            tab_id, 0, conversation_id, preset.name, preset.model, leaf_id, column=column, own=own, begins_at=begins_at
        )
        self._tabs.add(tab, behind)
        return tab_id

    # -- what there is

    def columns(self, comparison: str) -> tuple[Tab, ...]:
        """The comparison's tabs in their order; empty where it is not open."""
        with self._lock:
            return tuple(tab for tab in self._tabs.all() if tab.comparison == comparison)

    def rounds(self, comparison: str) -> tuple[Round, ...]:
        """What has been asked in it, as the columns show it."""
        with self._lock:
            shown: dict[str, Message] = {}
            for tab in self.columns(comparison):
                shown.update((message.id, message) for message in self._book.get(tab.conversation_id).path(tab.leaf_id))
            return rounds_of(comparison, shown.values())

    # -- while it runs

    def take_part(self, tab_id: str, on: bool) -> None:
        """Whether the next prompt goes to this column."""
        with self._lock:
            self._tabs.change(tab_id, column=replace(_column(self._tabs.get(tab_id)), taking_part=on))
        self._save_tabs()

    def ask_at_once(self, comparison: str, on: bool) -> None:
        """Whether answers are asked for at the same time where they share a backend. It counts for what is sent from
        now on."""
        with self._lock:
            for tab in self.columns(comparison):
                self._tabs.change(tab.id, column=replace(_column(tab), at_once=on))
        self._save_tabs()

    def align(self, tab_id: str, settings: Own | None, *, history: bool) -> None:
        """From the next prompt on this column and all others that take part send `settings` (None: what each sends
        now), and with `history` go on from where this one is."""
        with self._lock:
            pattern = self._tabs.get(tab_id)
            for tab in self.columns(_column(pattern).comparison):
                if tab.id != tab_id and not _column(tab).taking_part:
                    continue
                if settings is not None:
                    model = tab.own.model if tab.own is not None else None
                    self._tabs.change(tab.id, own=replace(settings, model=model))
                if history:
                    self._go_on_from(pattern, tab)
        self._save_tabs()
        self._changes.tree(pattern.conversation_id)

    def _go_on_from(self, model: Tab, tab: Tab) -> None:
        column = replace(_column(tab), base_id=model.leaf_id)
        self._tabs.change(
            tab.id,
            conversation_id=model.conversation_id,
            leaf_id=model.leaf_id,
            column=column,
            place=tab.place if tab.id == model.id else None,
            begins_at=model.begins_at,
        )

    # -- ending

    def keep(self, tab_id: str, *, new_tab: bool = False) -> Tab:
        """What this column shows becomes an ordinary tab, which is active: in the comparison's place, which ends with
        it; or in a new tab behind it, and the comparison stays. The other answers stay beside it in the tree."""
        with self._lock:
            winner = self._tabs.get(tab_id)
            columns = self.columns(_column(winner).comparison)
            if new_tab:
                preset = Preset(winner.preset, winner.model)
                kept = self._add(
                    preset,
                    winner.conversation_id,
                    winner.leaf_id,
                    behind=columns[-1].id,
                    own=winner.own,
                    begins_at=winner.begins_at,
                )
            else:
                kept = winner.id
                self._hand_over(columns[0].id, kept)
                self._tabs.change(kept, column=None)
                for tab in columns:
                    if tab.id != kept:
                        self._let_go(tab, restore=tab.conversation_id != winner.conversation_id)
            self._tabs.activate(kept)
        self._save_tabs()
        return self._get(kept)

    def end(self, comparison: str) -> None:
        """No columns any more: what was a tab before is one again, as it was; the comparison stays in the history."""
        with self._lock:
            columns = self.columns(comparison)
            lasting = next((tab for tab in columns if _column(tab).lasting), None)
            if lasting is not None:
                self._let_go(lasting, restore=True)
                self._hand_over(columns[0].id, lasting.id)
            for tab in columns:
                if tab is not lasting:
                    self._let_go(tab, restore=True)
        self._save_tabs()

    def _let_go(self, tab: Tab, *, restore: bool) -> None:
        column = _column(tab)
        if not column.lasting or (column.before is not None and not restore):
            self._tabs.close(tab.id)
        elif column.before is None:
            self._tabs.change(tab.id, column=None)
        else:
            before = column.before
            self._tabs.change(
                tab.id,
                column=None,
                own=before.own,
                preset=before.preset,
                model=before.model,
                leaf_id=before.leaf_id,
                place=None,
            )

    def _get(self, tab_id: str) -> Tab:
        with self._lock:
            return self._tabs.get(tab_id)


def _column(tab: Tab) -> Column:
    """Raises KeyError for a tab that is no column."""
    if tab.column is None:
        raise KeyError(tab.id)
    return tab.column


def _base_of(conversation: Conversation, path: Sequence[Message], comparison: str) -> str | None:
    """The message below which the comparison began: above the prompt of its first answer on this path."""
    first = next((message for message in path if is_of(comparison, message)), None)
    prompt = conversation.messages.get(first.parent_id or "") if first is not None else None
    return conversation.parent_of(prompt) if prompt is not None else None
