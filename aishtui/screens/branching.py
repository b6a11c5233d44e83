"""Going another way from a message: edit a prompt, ask again, have an answer continued, look at other versions.

Nothing is overwritten: each makes a message beside or below what is there, and the tab shows the path through it.
"""

import asyncio

from textual import on

from aishtui.chat.branches import neighbour, versions
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.engine.asking import NothingSent
from aishtui.pane.transcript import Transcript
from aishtui.screens.column_focus import ColumnFocus
from aishtui.screens.copying import word_for
from aishtui.screens.message_acts import GO_ON, can_go_on
from aishtui.screens.queueing import Queueing
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel

LOOK_LIMIT_S = 2.0
"""A disk that does not answer for so long holds nobody up."""


class Branching(Queueing, ColumnFocus):
    """Only while nothing of the tab is being written; what has not been sent yet is no branch."""

    def _edit(self, message: Message) -> None:
        if message.role is not Role.USER:
            above = f"{self.keys.name('message.previous')} goes to the one above this answer"
            raise CommandFailed(f"Only prompts of yours are edited; {above}.")
        if self.view.is_queued(message):
            self.edit_queued(message)
            return
        self._refuse_while_answering()
        self.begin_edit(message)

    def send_edit(self, text: str) -> None:
        """Send what was edited as a sibling of the prompt it was; one that waits is put back in its place. Raises
        CommandFailed."""
        edit = self.editing
        assert edit is not None
        if edit.queued:
            self.put_back(text)
            return
        self.go_to_column(edit.tab_id)
        self._refuse_while_answering()
        self._ask_below(edit.prompt.parent_id, text)
        self._keep_prompt(text)
        self.leave_edit()

    def _retry_without(self, message: Message) -> None:
        refused = message.facts.refused_parameter if message.facts is not None else None
        if refused is None:
            raise CommandFailed("The server refused no parameter of this answer's request; :retry asks again.")
        self._retry(message, without=refused)

    def _retry(self, message: Message, preset: Preset | None = None, without: str = "") -> None:
        self._refuse_while_answering()
        conversation = self.engine.conversation(self.tab.id)
        above = conversation.parent_of(message) if conversation is not None else None
        if message.role is Role.ASSISTANT and above is None:  # a list from elsewhere may begin with an answer
            raise CommandFailed("There is no prompt above this answer to ask again.")
        try:
            self.engine.retry(self.tab.id, message.id, preset, without)
        except NothingSent as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_asked()

    def _go_on(self, message: Message) -> None:
        self._refuse_while_answering()
        if not can_go_on(message):
            raise CommandFailed(
                "This answer is complete: there is nothing to continue."
                if message.text.strip()
                else "Nothing of this answer has come; :retry asks again."
            )
        self._ask_below(message.id, GO_ON)

    def _ask_below(self, parent_id: str | None, text: str) -> None:
        try:
            self.engine.send_below(self.tab.id, parent_id, text)
        except NothingSent as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_asked()

    def _refuse_while_answering(self) -> None:
        if not self.view.loaded:
            raise CommandFailed("This conversation is not loaded yet.")
        if self.view.answering:
            raise CommandFailed("It is still answering. Esc stops it.")

    def _show_asked(self) -> None:
        """Something new was asked in this tab: its path ends with that now."""
        self.view.automatic = False
        self._show_path()
        self._pane.leave_messages()
        self._pane.follow_end()

    def _show_path(self) -> None:
        """The tab shows another branch; what both have in common stays where it is."""
        self.view.switch(self.engine.path(self.tab.id) or ())
        self._pane.document_changed()
        self._show_tabs()
        self._show_status()
        self._show_hint()

    @on(Transcript.VersionWanted)
    def _version_wanted(self, event: Transcript.VersionWanted) -> None:
        event.stop()
        message = self._pane.versioned_message
        if message is None:
            self.run_worker(self._look_for_versions(self.tab.id, event.step), exclusive=False)
        else:
            self._attempt(lambda: self._show_version(message, event.step))

    async def _look_for_versions(self, tab_id: str, step: int) -> None:
        """Nothing in view has any that is known; another aishtui may have made one meanwhile."""
        await self._look_for_others(tab_id)
        if tab_id != self.tab.id:
            return
        self._show_trees({self.view.conversation_id})
        message = self._pane.versioned_message
        if message is None:
            self._notice.show("No message in view has another version; :edit and :retry make some.")
        else:
            self._attempt(lambda: self._show_version(message, step))

    def _show_version(self, message: Message, step: int) -> None:
        """At once where it is known; where none is, another aishtui may have made one meanwhile."""
        if self.view.answering:
            raise CommandFailed("It is still answering. Esc stops it; :fork opens a tab to look around in meanwhile.")
        self._refuse_while_answering()
        if self._go_to_version(message, step):
            self.engine.look_for_others(self.tab.id)
        else:
            self.run_worker(self._find_version(self.tab.id, message, step), exclusive=False)

    def _go_to_version(self, message: Message, step: int) -> bool:
        """Show the next older (-1) or newer (+1) version of a message; False if there is none."""
        tree = self.engine.own_tree(self.tab.id)
        here = tree is not None and message.id in tree.messages
        other = neighbour(tree, message.id, step) if tree is not None and here else None
        if tree is None or other is None:
            return False
        self.engine.show_through(self.tab.id, other.id)
        self._show_path()
        self._pane.point_at(other.id)
        version = versions(tree, (other,))[other.id]
        self._notice.show(f"Version {version.number} of {version.count} of this {word_for(other)}.")
        return True

    async def _find_version(self, tab_id: str, message: Message, step: int) -> None:
        await self._look_for_others(tab_id)
        if tab_id == self.tab.id and not self._go_to_version(message, step):
            which = "older" if step < 0 else "newer"
            self._notice.show(f"There is no {which} version of this {word_for(message)}.", NoticeLevel.WARNING)

    async def _look_for_others(self, tab_id: str) -> None:
        """Have what another aishtui did to the conversation taken in."""
        looking = asyncio.wrap_future(self.engine.look_for_others(tab_id))
        await asyncio.wait([looking], timeout=LOOK_LIMIT_S)
