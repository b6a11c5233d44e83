"""Leading to what ended while nobody looked."""

import asyncio

from aishtui.chat.history import Unseen
from aishtui.engine.keeping import Unreadable
from aishtui.screens.branching import Branching
from aishtui.screens.tabbing import Tabbing
from aishtui.widgets.notice import NoticeLevel


class GoingBack(Tabbing, Branching):
    """Whoever comes back goes from one such answer to the next; looking at one is what makes it seen."""

    def action_away_next(self) -> None:
        unseen = self._away.next()
        if unseen is None:
            self._notice.show("Nothing has ended that you have not seen.")
        else:
            self.run_worker(self._go_to(unseen), exclusive=False)

    async def _go_to(self, unseen: Unseen) -> None:
        """In the tab that has its conversation, else in one of its own."""
        try:
            await asyncio.wrap_future(self.engine.load_conversation(unseen.conversation_id, unseen.answer_id))
        except Unreadable as problem:
            self._away.drop(unseen)
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        self._leave_tab()
        preset = self.current_preset()
        tab = self.engine.open_conversation(unseen.conversation_id, unseen.answer_id, otherwise=preset)
        view, path = self._view(tab), self.engine.path(tab.id) or ()
        if view.loaded:
            view.switch(path)
        else:
            view.show(path)
        self._show_tab()
        self._pane.choose_message(unseen.answer_id)
        if self._away.next() is unseen:  # it is in no path: somebody has deleted it meanwhile
            self._away.drop(unseen)
