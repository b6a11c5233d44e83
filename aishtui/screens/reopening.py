"""Comparisons of the history in columns again, also at what was found in one."""

import asyncio
from collections.abc import Mapping, Sequence

from aishtui.chat.comparisons import column_leaves, place_of, rounds_of
from aishtui.chat.history_line import terms
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.tabs import Tab
from aishtui.engine.keeping import Unreadable
from aishtui.screens.history_desk import Opening
from aishtui.screens.searching import Searching
from aishtui.screens.tabbing import Tabbing
from aishtui.store.errors import StoreError
from aishtui.widgets.notice import NoticeLevel

_MOST_FRAMES = 10
"""A new column is mounted, laid out and drawn within these."""
NOTHING_LEFT = "Nothing is left of this comparison."


class Reopening(Searching, Tabbing):
    """What was deleted of a comparison is missing, and the rest opens."""

    async def open_comparison(self, comparison: str) -> bool:
        """Have its columns, each at its newest answer; those that are open already where it is. Whether there are any;
        the notice says why not."""
        return bool(await self._in_columns(comparison, Opening("")))

    async def open_found_comparison(self, opening: Opening) -> bool:
        """The comparison that a row of the history shows, or that its hit is in, with the column in front that shows
        the hit. False where none of them does: the hit stands elsewhere in the conversation."""
        comparison = opening.comparison
        if opening.message_id is not None:
            comparison = await self._comparison_at(opening) or comparison
        columns = await self._in_columns(comparison, opening)
        if columns:
            self.show_found(opening)
        return bool(columns)

    async def _comparison_at(self, opening: Opening) -> str:
        """The comparison that the answer which was found belongs to."""
        try:
            await self._loaded(opening.conversation_id, opening.message_id)
        except Unreadable as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return ""
        message = self.engine.message(opening.conversation_id, opening.message_id or "")
        place = place_of(message) if message is not None else None
        return place.comparison if place is not None else ""

    async def _in_columns(self, comparison: str, opening: Opening) -> Sequence[Tab]:
        try:
            answers = await asyncio.wrap_future(self.engine.comparing.reopen(comparison))
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return ()
        trees = await self._trees_of(answers)
        answers = tuple(answer for answer in answers if answer.conversation_id in trees)
        if not answers:
            self._notice.show(NOTHING_LEFT, NoticeLevel.WARNING)
            return ()
        if opening.message_id is not None and not self._shows(comparison, answers, trees, opening.message_id):
            return ()
        self._leave_tab()
        columns = self.engine.comparing.open_again(comparison, answers, self.current_preset())
        self._bring_to_front(columns, opening.message_id)
        await self._is_laid_out()
        for conversation_id in trees:
            await self.mark_seen(conversation_id)
        return columns

    async def _trees_of(self, answers: Sequence[Message]) -> dict[str, Conversation]:
        """Their conversations, as far as they can be read; they are in memory then, with what has come to them
        elsewhere."""
        newest = {answer.conversation_id: answer.id for answer in answers}
        trees: dict[str, Conversation] = {}
        for conversation_id, answer_id in newest.items():
            try:
                trees[conversation_id] = await self._loaded(conversation_id, answer_id)
            except Unreadable as problem:
                self._notice.show(str(problem), NoticeLevel.ERROR)
        return trees

    async def _loaded(self, conversation_id: str, message_id: str | None) -> Conversation:
        return await asyncio.wrap_future(self.engine.load_conversation(conversation_id, message_id))

    def _shows(
        self, comparison: str, answers: Sequence[Message], trees: Mapping[str, Conversation], message_id: str
    ) -> bool:
        """Whether a column has the message on its path: one that is open, or one as it will be opened."""
        columns = self.engine.comparing.columns(comparison)
        if columns:
            return any(self._is_on_path(tab, message_id) for tab in columns)
        return any(
            any(message.id == message_id for message in trees[leaf.conversation_id].path(leaf.id))
            for leaf in column_leaves(rounds_of(comparison, answers)).values()
        )

    def _is_on_path(self, tab: Tab, message_id: str) -> bool:
        return any(message.id == message_id for message in self.engine.path(tab.id) or ())

    def _bring_to_front(self, columns: Sequence[Tab], message_id: str | None) -> None:
        """The column with the message is in focus, else the one that was when the comparison was last seen."""
        views = [self._view(tab) for tab in columns]
        for view in views:
            view.automatic = False
            if not view.loaded:
                view.show(self.engine.path(view.tab_id) or ())
        if message_id is not None:
            wanted = next((tab.id for tab in columns if self._is_on_path(tab, message_id)), "")
        else:
            wanted = self._in_focus.get(columns[0].comparison or "", "")
        if any(tab.id == wanted for tab in columns):
            self.engine.activate(wanted)
        self._show_tab()
        for view in views:
            self._document_changed(view)
        self.set_focus(self._prompt)

    async def _is_laid_out(self) -> None:
        """Columns that were made just now have no size before they are mounted and laid out: nothing can be chosen in
        them."""
        for _ in range(_MOST_FRAMES):
            if self._pane.size.height:
                return
            drawn = asyncio.Event()
            self.call_after_refresh(drawn.set)
            await drawn.wait()

    def show_found(self, opening: Opening) -> None:
        """The message that was found, with the words marked."""
        if opening.message_id is None:
            self.set_focus(self._prompt)
            return
        self._pane.choose_message(opening.message_id)
        looked_for = terms(opening.words)
        if looked_for:
            self._open_search(" ".join(looked_for), chosen=True)
            self._pane.find_any(looked_for, opening.message_id)
        else:
            self.set_focus(self._prompt)

    async def mark_seen(self, conversation_id: str) -> None:
        """What ended while nobody could see it is seen now."""
        try:
            unseen = await asyncio.wrap_future(self.engine.archive.unseen())
            seen = [answer.answer_id for answer in unseen if answer.conversation_id == conversation_id]
            if seen:
                self._away.forget(seen)
                await asyncio.wrap_future(self.engine.archive.mark_seen(seen))
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
