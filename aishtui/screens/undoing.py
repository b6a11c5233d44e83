"""`:undo`: what was deleted last is had back, a conversation or a part of one."""

from typing import assert_never

from aishtui.chat.history import Summary
from aishtui.screens.deleted import Pruned
from aishtui.screens.past import NOTHING_DELETED, Past
from aishtui.screens.pruning import Pruning
from aishtui.screens.typed_commands import CommandFailed


class Undoing(Past, Pruning):
    """Whoever deletes need not know which of the two it was."""

    def undo(self) -> None:
        """Have back what was deleted last; again, what was deleted before that. Raises CommandFailed."""
        match self._deleted.last:
            case Pruned() as pruned:
                self._mend(pruned)
            case Summary() as conversation:
                self._have_back(conversation)
            case None:
                raise CommandFailed(NOTHING_DELETED)
            case other:
                assert_never(other)

    def action_branch_restore(self) -> None:
        self._attempt(self.undo)
