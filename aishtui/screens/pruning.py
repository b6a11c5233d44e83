"""Deleting a branch: a message with all that stands below it, and having it back."""

from aishtui.chat.branches import branch
from aishtui.chat.messages import Message
from aishtui.chat.wording import plural
from aishtui.engine.trees import BeingWritten
from aishtui.screens.branching import Branching
from aishtui.screens.chosen_message import title_of
from aishtui.screens.deleted import Pruned
from aishtui.screens.deleting import Deleting
from aishtui.screens.typed_commands import CommandFailed


class Pruning(Branching, Deleting):
    """Nothing is deleted in which an answer is being written."""

    def _prune(self, message: Message) -> None:
        """Another aishtui may be writing in it, or have gone on below it: that is looked for first."""
        self.run_worker(self._prune_after_looking(self.tab.id, message), exclusive=False)

    async def _prune_after_looking(self, tab_id: str, message: Message) -> None:
        await self._look_for_others(tab_id)
        if any(tab.id == tab_id for tab in self.engine.tabs()):
            self._attempt(lambda: self._cut(tab_id, message))

    def _cut(self, tab_id: str, message: Message) -> None:
        conversation = self.engine.conversation(tab_id)
        if conversation is None or message.id not in conversation.messages:
            raise CommandFailed("It is deleted already; :undo brings back what was deleted last.")
        below = len(branch(conversation, message.id)) - 1
        words = title_of(message) + (f" and {plural(below, 'message')} below it" if below else "")
        try:
            self._deleted.add(Pruned(self.engine.trees.cut(tab_id, message.id), words))
        except BeingWritten as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_trees({conversation.id})
        self._notice.show(f"Deleted {words}. :undo brings it back.")

    def _mend(self, pruned: Pruned) -> None:
        """Have it back."""
        self._deleted.forget(pruned)
        self.engine.trees.mend(pruned.cut)
        self._show_trees({pruned.cut.conversation_id})
        self._notice.show(f"Back: {pruned.words}.")
