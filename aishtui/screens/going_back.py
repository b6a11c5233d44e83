"""Leading to what ended while nobody looked."""

from aishtui.chat.history import Unseen
from aishtui.screens.history_desk import Opening
from aishtui.screens.past import Past


class GoingBack(Past):
    """Whoever comes back goes from one such answer to the next; looking at one is what makes it seen."""

    def action_away_next(self) -> None:
        unseen = self._away.next()
        if unseen is None:
            self._notice.show("Nothing has ended that you have not seen.")
        else:
            self.run_worker(self._go_to(unseen), exclusive=False)

    async def _go_to(self, unseen: Unseen) -> None:
        """In the tab that has its conversation, else in one of its own."""
        await self._open(Opening(unseen.conversation_id, unseen.answer_id))
        self._away.forget((unseen.answer_id,))  # also where it cannot be shown: it is not the next one for ever
