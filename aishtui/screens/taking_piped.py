"""What was piped into aishtui, folded in the prompt like a paste, once all of it is there."""

import asyncio
from concurrent.futures import Future

from aishtui.chat.piped import Piped
from aishtui.engine.engine import Engine
from aishtui.screens.drafting import Drafting
from aishtui.screens.surroundings import Surroundings
from aishtui.widgets.notice import NoticeLevel


class TakingPiped(Drafting):
    """It belongs to the tab that was in front at the start, whatever has come in front meanwhile."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._piped = surroundings.piped

    def on_mount(self) -> None:
        if self._piped is not None:
            work = self._take_piped(self._piped, self.draft_tab.id)
            # Behind what is said at the start.
            self.call_after_refresh(lambda: self.run_worker(work, exclusive=False))

    async def _take_piped(self, piped: "Future[Piped]", tab_id: str) -> None:
        if not piped.done():
            self._notice.show("Reading what is piped in; it will stand in the prompt.")
        found = await asyncio.wrap_future(piped)
        if found.text:
            self._put_piped(tab_id, found)
        level = NoticeLevel.INFO if found.text else NoticeLevel.WARNING
        self._notice.show(found.said, level)

    def _put_piped(self, tab_id: str, found: Piped) -> None:
        tab = next((tab for tab in self.engine.tabs() if tab.id == tab_id), None)
        if tab is None:
            self._keep_prompt(found.text)  # its tab was closed; Up has it
        elif self._prompt.draft_of == tab_id:
            self._prompt.take_piped(found.text)
        else:
            between = "\n\n" if tab.draft.strip() else ""
            self.engine.set_draft(tab_id, f"{tab.draft}{between}{found.text}", tab.attached)
