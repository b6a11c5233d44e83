"""What the acts on a comparison share: its columns, the one draft, and views that follow what the engine made of it."""

from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural
from aishtui.screens.branching import Branching
from aishtui.screens.tabbing import Tabbing
from aishtui.screens.typed_commands import CommandFailed


class ColumnsInStep(Tabbing, Branching):
    """Whatever becomes of the columns, what stands in the prompt stays there."""

    def no_comparison(self) -> str:
        """That there is none, and what begins one."""
        return f"There is no comparison here. {self.keys.name('compare.open')} begins one, or :compare fast,deep."

    def columns_here(self) -> tuple[Tab, ...]:
        """The columns of the comparison in front. Raises CommandFailed where there is none."""
        if self.tab.column is None:
            raise CommandFailed(self.no_comparison())
        return self.entry()

    def _settle_edit(self) -> None:
        """An edit does not outlast the columns it was begun in; Up brings its text back."""
        if self.editing is not None:
            self._keep_prompt(self._prompt.value)
            self.leave_edit()

    def _hand_draft(self, to: str) -> None:
        """What stands in the prompt goes along to the tab `to`; a draft that stands there is brought back by Up."""
        here = self._prompt.draft_of
        text, typed, attached = self._prompt.value, self._prompt.typed, self._prompt.attached
        if here == to or not text:
            return
        there = next(tab.draft for tab in self.engine.tabs() if tab.id == to)
        if there != text:
            self._keep_prompt(there)
        self._prompt.set_text(text, typed=typed, draft_of=to, attached=attached)
        self.engine.set_draft(to, text, attached)
        self.engine.set_draft(here, "")

    def _match_views(self) -> None:
        """The views of tabs that are gone go too; the others show what their tabs show now."""
        tabs = {tab.id: tab for tab in self.engine.tabs()}
        for tab_id, view in tuple(self._views.items()):
            tab = tabs.get(tab_id)
            if tab is None or tab.conversation_id != view.conversation_id:
                del self._views[tab_id]
                self._edits.pop(tab_id, None)
            else:
                view.renew()

    def _show_all_columns(self) -> None:
        """The columns in front after any of them may show something else."""
        self._match_views()
        self._show_tab()
        for column in self._columns.views():
            column.pane.document_changed()


def go_on_words(running: int) -> str:
    """What becomes of answers whose columns are gone."""
    return f"{plural(running, 'answer')} {'goes' if running == 1 else 'go'} on and will be kept" if running else ""
