"""Leading to what ended while nobody looked."""

import asyncio

from aishtui.chat.history import Unseen
from aishtui.engine.engine import Engine
from aishtui.screens.history_desk import Opening
from aishtui.screens.past import Past
from aishtui.screens.surroundings import Surroundings
from aishtui.store.errors import StoreError
from aishtui.widgets.notice import NoticeLevel


class GoingBack(Past):
    """Whoever comes back goes from one such answer to the next; looking at one is what makes it seen."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._led_to: set[str] = set()

    def action_away_next(self) -> None:
        self.run_worker(self._go_to_next(), exclusive=False)

    async def _go_to_next(self) -> None:
        """To one that the start has found, else to what an aishtui without a screen has ended since."""
        try:
            unseen = self._away.next() or await self._ended_since()
        except StoreError as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        if unseen is None:
            self._notice.show("Nothing has ended that you have not seen.")
        else:
            await self._go_to(unseen)

    async def _ended_since(self) -> Unseen | None:
        found = await asyncio.wrap_future(self.engine.archive.unseen())
        return next((unseen for unseen in found if unseen.answer_id not in self._led_to), None)

    async def _go_to(self, unseen: Unseen) -> None:
        """In the tab that has its conversation, else in one of its own."""
        await self._open(Opening(unseen.conversation_id, unseen.answer_id))
        # Also where it cannot be shown: it is not the next one for ever.
        self._away.forget((unseen.answer_id,))
        self._led_to.add(unseen.answer_id)
