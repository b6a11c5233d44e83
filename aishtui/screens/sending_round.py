"""Whom the prompt goes to: the tab in front, the columns of a comparison, or every tab."""

from collections.abc import Mapping, Sequence

from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural
from aishtui.engine.asking import Asked
from aishtui.screens.drafting import Drafting
from aishtui.screens.typed_commands import CommandFailed


class SendingRound(Drafting):
    """A comparison is asked as one: its columns share the prompt."""

    def send_in_front(self, text: str) -> None:
        """Raises CommandFailed where nobody is asked, and engine.asking.NothingSent."""
        entries = self.entries() if self._to_all else [self.entry()]
        self._refuse_unloaded(entries)
        for entry in entries:
            asked = self._send_to(entry, text)
            for tab in entry:
                view = self._views.get(tab.id)
                if view is not None and tab.id in asked:
                    view.add(asked[tab.id].prompt, asked[tab.id].answer)
                elif view is not None:
                    view.renew()
        for column in self._columns.views():
            column.pane.leave_messages()
            column.pane.follow_end()
            column.pane.document_changed()

    def _send_to(self, entry: Sequence[Tab], text: str) -> Mapping[str, Asked]:
        """Empty where it waits behind what is being written there."""
        if entry[0].comparison is None:
            self._view(entry[0])
        elif not _asked(entry):
            if self._to_all:
                return {}
            raise CommandFailed("All columns are left out. :skip off takes this one in again.")
        return self.engine.queue.send(entry[0].id, text)

    def _refuse_unloaded(self, entries: Sequence[Sequence[Tab]]) -> None:
        """Which round it is stands in the columns. Those that were not in front yet are loaded now."""
        columns = [tab for entry in entries for tab in entry if tab.column is not None]
        unloaded = [view for view in map(self._view, columns) if not view.loaded]
        for view in unloaded:
            self.run_worker(self._load(view), exclusive=False)
        if unloaded:
            raise CommandFailed("Not all columns are loaded yet. Enter again in a moment.")

    def _target_words(self) -> str:
        entry = self.entry()
        beyond = self._to_all and len(self.entries()) > 1
        if self.editing is not None or beyond or entry[0].comparison is None:
            return super()._target_words()
        asked = len(_asked(entry))
        return f"to {plural(asked, 'column')}" if asked == len(entry) else f"to {asked} of {len(entry)} columns"


def _asked(entry: Sequence[Tab]) -> list[Tab]:
    """The columns that take part."""
    return [tab for tab in entry if tab.taking_part]
