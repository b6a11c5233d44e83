"""Deleting a branch: a message with all that stands below it, and having it back."""

from aishtui.chat.branches import branch
from aishtui.chat.messages import Message
from aishtui.chat.wording import plural
from aishtui.engine.engine import Engine
from aishtui.engine.trees import BeingWritten, Cut
from aishtui.screens.branching import Branching
from aishtui.screens.chosen_message import title_of
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.typed_commands import CommandFailed


class Pruning(Branching):
    """What is deleted in a run can be had back in it, the last first."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._cuts: list[tuple[Cut, str]] = []
        """With the words for what each deleted."""

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
            self._cuts.append((self.engine.trees.cut(tab_id, message.id), words))
        except BeingWritten as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_trees({conversation.id})
        self._notice.show(f"Deleted {words}. :undo brings it back.")

    def undo(self) -> None:
        """Have back what was deleted last. Raises CommandFailed."""
        if not self._cuts:
            raise CommandFailed(
                "Nothing was deleted from a conversation in this run. :undelete brings back a whole one."
            )
        cut, words = self._cuts.pop()
        self.engine.trees.mend(cut)
        self._show_trees({cut.conversation_id})
        self._notice.show(f"Back: {words}.")
