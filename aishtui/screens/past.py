"""Conversations that are not in front: the history over the workbench, and what is done with the one in view."""

import asyncio
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from aishtui.chat.clean import clean_line
from aishtui.chat.history import Summary
from aishtui.chat.messages import Conversation
from aishtui.engine.changes import Unread
from aishtui.engine.engine import Engine
from aishtui.engine.keeping import Unreadable
from aishtui.screens.deleting import Deleting
from aishtui.screens.exporting import Exporting
from aishtui.screens.history_desk import WRITING, WRITING_ELSEWHERE, HistoryDesk, Opening, Remembered
from aishtui.screens.reopening import Reopening
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.typed_commands import CommandFailed
from aishtui.store.errors import StoreError
from aishtui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from aishtui.screens.history import HistoryScreen

T = TypeVar("T")

_TITLE = 200
_NOTHING_YET = "There is nothing in this conversation yet."
NOTHING_DELETED = "Nothing was deleted in this run. :history is:deleted lists the conversations deleted before."


class Past(Reopening, Exporting, Deleting):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._remembered = Remembered()
        self._history_screen: HistoryScreen | None = None
        """The history while it is open."""
        self._history_desk = HistoryDesk(
            self.close_tabs_of,
            surroundings.keeping_problem,
            self.export_conversation,
            self.export_comparison,
            self._deleted,
            self.keys,
        )

    # -- the history

    def action_history_open(self) -> None:
        self.open_history("")

    def open_history(self, line: str) -> None:
        """`:history WORDS`; without words as it was left the last time."""
        from aishtui.screens.history import HistoryScreen  # start-up: it is not needed before it is opened

        if self._history_screen is not None:
            return
        remembered = Remembered(line) if line else self._remembered
        screen = self._history_screen = HistoryScreen(self.engine, self._history_desk, remembered)

        def closed(opening: Opening | None) -> None:
            self._remembered, self._history_screen = screen.remembered, None
            if opening is not None:
                self.run_worker(self._open(opening), exclusive=False)

        self.app.push_screen(screen, closed)

    def take_changes(self, unread: Unread) -> None:
        super().take_changes(unread)
        if self._history_screen is not None and (unread.history or unread.keeping):
            self._history_screen.look_again()

    async def _open(self, opening: Opening) -> None:
        """Have it in a tab, or the comparison in columns, at what was found, with the words marked."""
        if opening.comparison and await self.open_found_comparison(opening):
            return
        id_, message_id = opening.conversation_id, opening.message_id
        try:
            conversation = await asyncio.wrap_future(self.engine.load_conversation(id_, message_id))
        except Unreadable as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        if not conversation.messages:
            self._notice.show("Nothing is left of this conversation.", NoticeLevel.WARNING)
            return
        self._leave_tab()
        otherwise = self.current_preset()
        tab = self.engine.open_conversation(id_, message_id, otherwise=otherwise, new_tab=opening.new_tab)
        view = self._view(tab)
        path = self.engine.path(tab.id) or ()
        view.open_left_out(message_id)
        if not view.loaded:
            view.show(path)
        else:
            view.renew()
        view.automatic = False
        self._show_tab()
        self._pane.document_changed()
        self.show_found(opening)
        await self.mark_seen(id_)

    # -- the conversation in view

    def title_conversation(self, title: str) -> None:
        """`:title WORDS`; without words the present title stands in the prompt, to be changed."""
        conversation = self._in_view()
        if not title:
            if self._prompt.value:
                raise CommandFailed("Type the title behind it: :title Backups to the NAS.")
            self._put_draft(f":title {clean_line(conversation.title, _TITLE)}")
            return
        title = clean_line(title, _TITLE)
        self._keep(self.engine.archive.rename(conversation.id, title), f"Its title is “{clean_line(title, 50)}” now.")

    def pin_conversation(self, how: str) -> None:
        if how not in ("", "on", "off"):
            raise CommandFailed(":pin puts this conversation first in the history, :pin off ends that.")
        said = "No longer pinned." if how == "off" else "Pinned: it stands first in the history. :pin off ends that."
        self._keep(self.engine.archive.pin(self._in_view().id, how != "off"), said)

    def delete_conversation(self) -> None:
        """Out of the history and out of the tabs; `:undo` brings it back."""
        conversation = self._in_view()
        if self.view.answering or self.engine.answering(conversation.id):
            raise CommandFailed(WRITING)
        self.run_worker(self._delete(conversation), exclusive=False)

    async def _delete(self, conversation: Conversation) -> None:
        try:
            growing = await asyncio.wrap_future(self.engine.archive.being_written())
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        if conversation.id in growing:  # not by this one, and no screen of this one may have seen it yet
            self._notice.show(WRITING_ELSEWHERE, NoticeLevel.WARNING)
            return
        title = clean_line(conversation.title, 50)
        now = conversation.created_at
        self._deleted.add(Summary(conversation.id, title, now, now, len(conversation.messages)))
        self.close_tabs_of(conversation.id)
        self._keep(self.engine.archive.delete([conversation.id]), f"Deleted “{title}”; :undo brings it back.")

    def undelete_conversation(self) -> None:
        """Have the one back that was deleted last, in a tab."""
        conversation = self._deleted.last_conversation
        if conversation is None:
            raise CommandFailed(NOTHING_DELETED)
        self._have_back(conversation)

    def _have_back(self, conversation: Summary) -> None:
        self._deleted.forget_conversation(conversation.id)
        self.run_worker(self._undelete(conversation), exclusive=False)

    async def _undelete(self, summary: Summary) -> None:
        if await self._kept(self.engine.archive.restore([summary.id]), f"“{clean_line(summary.title, 50)}” is back."):
            await self._open(Opening(summary.id))

    def _keep(self, future: Future[T], said: str) -> None:
        self.run_worker(self._kept(future, said), exclusive=False)

    async def _kept(self, future: Future[T], said: str) -> bool:
        """Say what was done once it is on disk, or why it is not; whether it is."""
        try:
            await asyncio.wrap_future(future)
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return False
        self._notice.show(said)
        return True

    def close_tabs_of(self, conversation_id: str) -> None:
        """Close every tab that shows it; their drafts go to the prompt history."""
        for tab in self.engine.tabs():
            if tab.conversation_id == conversation_id:
                self.close_tab(tab)

    def _in_view(self) -> Conversation:
        """The conversation of the tab in front. Raises CommandFailed while there is nothing of it to be kept."""
        conversation = self.engine.conversation(self.tab.id)
        if conversation is None:
            raise CommandFailed("This conversation is not loaded yet.")
        if not conversation.messages:
            raise CommandFailed(_NOTHING_YET)
        return conversation

    # -- actions, by the names of the table

    def action_conversation_title(self) -> None:
        self._attempt(lambda: self.title_conversation(""))

    def action_conversation_pin(self) -> None:
        self._attempt(lambda: self.pin_conversation(""))

    def action_conversation_delete(self) -> None:
        self._attempt(self.delete_conversation)

    def action_conversation_undelete(self) -> None:
        self._attempt(self.undelete_conversation)
