"""`:undo`: what was deleted last is had back, a conversation or a part of one, what was left out of what is sent, and a
preset is what it was."""

from typing import assert_never

from aishtui.chat.history import Summary
from aishtui.screens.deleted import Dropped, PresetChanged, Pruned
from aishtui.screens.dropping import Dropping
from aishtui.screens.past import NOTHING_DELETED, Past
from aishtui.screens.preset_editing import PresetEditing
from aishtui.screens.pruning import Pruning
from aishtui.screens.typed_commands import CommandFailed


class Undoing(PresetEditing, Past, Pruning, Dropping):
    """Whoever deletes need not know which of them it was."""

    def undo(self) -> None:
        """Have back what went last; again, what went before that. Raises CommandFailed."""
        match self._deleted.last:
            case Pruned() as pruned:
                self._mend(pruned)
            case Dropped() as dropped:
                self._take_in(dropped)
            case Summary() as conversation:
                self._have_back(conversation)
            case PresetChanged() as changed:
                self.undo_preset(changed)
            case None:
                raise CommandFailed(NOTHING_DELETED)
            case other:
                assert_never(other)

    def action_branch_restore(self) -> None:
        self._attempt(self.undo)
