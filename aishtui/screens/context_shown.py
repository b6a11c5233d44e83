"""The context meter in the status bar: how much the next prompt would take, and a warning when that becomes much."""

from aishtui.chat.beginnings import turns
from aishtui.chat.context import size_in_bytes
from aishtui.chat.prompt_queue import count_held, count_words
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.screens.board import Board
from aishtui.screens.context_meter import ContextMeter, status_part, warning
from aishtui.screens.surroundings import Surroundings
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.status_words import StatusPart


class ContextShown(Board):
    """Of a comparison's columns the fullest is told."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._meter = ContextMeter(engine)

    def _show_status(self) -> None:
        super()._show_status()
        self.show_context()

    def prompt_bytes(self) -> int:
        """How much the prompt as it stands would add."""
        return size_in_bytes(self._prompt.value)

    def show_context(self) -> None:
        """What the prompt as it stands would take."""
        found = self._meter.fullest(self.entry(), self.prompt_bytes())
        self._status.add((*self._queue_part(), *status_part(found[1] if found is not None else None)))
        if found is not None and self._meter.news(*found) is not None:
            tab, use = found
            words = warning(self.engine.preset_of(tab).model, use, self._cure(tab))
            self._notice.show(words, NoticeLevel.WARNING)

    def _queue_part(self) -> tuple[StatusPart, ...]:
        queue = self.draft_tab.queue
        return (StatusPart(count_words(queue), 1, "surprise" if count_held(queue) else "stage"),) if queue else ()

    def _cure(self, tab: Tab) -> str:
        if len(turns(self.engine.path(tab.id) or (), self.engine.first_sent(tab.id))) > 1:
            return ":drop leaves the earliest turns out."
        return f"Shorten the prompt, or choose a model with a larger context ({self.keys.name('sidebar.toggle')})."
