"""The tabs: opening, closing, and going from one to another; which preset each asks."""

from collections.abc import Sequence

from textual import on

from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural, sentences
from aishtui.screens.column_focus import ColumnFocus
from aishtui.screens.drafting import Drafting
from aishtui.screens.placing import Placing
from aishtui.widgets.tab_bar import TabBar


class Tabbing(Drafting, Placing, ColumnFocus):
    """Whoever leaves a tab leaves its draft in it, and comes back to where they were."""

    def take_preset(self, preset: Preset) -> None:
        """The tab's next prompt goes to `preset`."""
        self.engine.choose_preset(self.tab.id, preset)
        self.view.automatic = False
        self._show_tab()
        self._welcome_anew()

    def open_tab(self, preset: Preset) -> None:
        self._leave_tab()
        tab = self.engine.new_tab(preset)
        self._view(tab)
        self._show_tab()
        self.set_focus(self._prompt)

    def go_to_tab(self, number: int) -> bool:
        """Number 1 is the first; False if there is no such tab."""
        entries = self.entries()
        if not 1 <= number <= len(entries):
            return False
        self._go_to_entry(entries[number - 1])
        return True

    def _leave_tab(self) -> None:
        """Another tab comes in front of this one. Its last keys may be on their way here still."""
        for tab in self.entry():
            view = self._view(tab)
            view.seen = not view.answering
        self.keep_place()
        draft_tab = self.draft_tab
        if self._prompt.draft_of == draft_tab.id:
            self.engine.set_draft(draft_tab.id, self._prompt.value, self._prompt.attached)

    def _activate(self, tab_id: str) -> None:
        self._leave_tab()
        self.engine.activate(tab_id)
        self.engine.look_for_others(tab_id)
        self._refused_command = ""
        self._show_tab()

    def _go_to_entry(self, entry: Sequence[Tab]) -> None:
        """To a tab, or to the column of a comparison that was in focus there last."""
        before = self._in_focus.get(entry[0].comparison or "")
        self._activate(next((tab.id for tab in entry if tab.id == before), entry[0].id))

    @on(TabBar.Selected, "#tabs")
    def _tab_selected(self, event: TabBar.Selected) -> None:
        event.stop()
        self._go_to_entry(next(entry for entry in self.entries() if any(tab.id == event.tab_id for tab in entry)))

    @on(TabBar.NewRequested)
    def _new_requested(self, event: TabBar.NewRequested) -> None:
        event.stop()
        self.action_tab_new()

    def set_all(self, on: bool) -> None:
        """Whether the prompt sends to every tab."""
        self._to_all = on
        self._show_tabs()
        where = self._target_words()
        if on:
            self._notice.show(f"The prompt now goes {where or 'to 1 tab'}. :all off ends it.")
        else:
            self._notice.show(f"The prompt goes {where} again." if where else "One tab again.")

    # -- actions, by the names of the table

    def action_tab_new(self) -> None:
        self.open_tab(self.current_preset())

    def action_tab_close(self) -> None:
        waiting = len(self.draft_tab.queue)
        goes_on = "Its answer goes on and is kept; with the tab open, Esc would stop it" if self.view.answering else ""
        unsent = f"{plural(waiting, 'prompt')} typed ahead: not sent, Up brings them back" if waiting else ""
        if goes_on or unsent:
            self._notice.show(sentences(goes_on, unsent))
        for tab in self.entry():
            self._drop_tab(tab)
        self._show_tab()

    def close_tab(self, tab: Tab) -> None:
        """The last tab gives way to an empty one. A draft that stands there goes to the prompt history."""
        self._drop_tab(tab)
        self._show_tab()

    def _drop_tab(self, tab: Tab) -> None:
        preset = self.engine.preset_of(tab)
        for queued in reversed(tab.queue):
            self._keep_prompt(queued.text)
        self._keep_prompt(self._prompt.value if self._prompt.draft_of == tab.id else tab.draft)
        self.engine.close_tab(tab.id)
        self._views.pop(tab.id, None)
        self._edits.pop(tab.id, None)
        if not self.engine.tabs():
            self.engine.new_tab(preset)

    def action_tab_previous(self) -> None:
        self._step_tab(-1)

    def action_tab_next(self) -> None:
        self._step_tab(1)

    def _step_tab(self, step: int) -> None:
        entries = self.entries()
        here = next(index for index, tabs in enumerate(entries) if any(tab.active for tab in tabs))
        self._go_to_entry(entries[(here + step) % len(entries)])

    def action_tab_go(self, number: int) -> None:
        self.go_to_tab(number)

    def action_tabs_all(self) -> None:
        self.set_all(not self._to_all)
