"""The tabs: opening, closing, and going from one to another; which preset each asks."""

from textual import on

from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import plural
from aishtui.screens.drafting import Drafting
from aishtui.screens.placing import Placing
from aishtui.widgets.tab_bar import TabBar


class Tabbing(Drafting, Placing):
    """Whoever leaves a tab leaves its draft in it, and comes back to where they were."""

    def take_preset(self, preset: Preset) -> None:
        """The tab's next prompt goes to `preset`."""
        self.engine.choose_preset(self.tab.id, preset)
        self.view.automatic = False
        self._show_tab()

    def open_tab(self, preset: Preset) -> None:
        self._leave_tab()
        tab = self.engine.new_tab(preset)
        self._view(tab)
        self._show_tab()
        self.set_focus(self._prompt)

    def go_to_tab(self, number: int) -> bool:
        """Number 1 is the first; False if there is no such tab."""
        tabs = self.engine.tabs()
        if not 1 <= number <= len(tabs):
            return False
        self._activate(tabs[number - 1].id)
        return True

    def _leave_tab(self) -> None:
        """Another tab comes in front of this one. Its last keys may be on their way here still."""
        self.view.seen = not self.view.answering
        self.keep_place()
        if self._prompt.draft_of == self.tab.id:
            self.engine.set_draft(self.tab.id, self._prompt.value)

    def _activate(self, tab_id: str) -> None:
        self._leave_tab()
        self.engine.activate(tab_id)
        self.engine.look_for_others(tab_id)
        self._refused_command = ""
        self._show_tab()

    @on(TabBar.Selected)
    def _tab_selected(self, event: TabBar.Selected) -> None:
        event.stop()
        self._activate(event.tab_id)

    @on(TabBar.NewRequested)
    def _new_requested(self, event: TabBar.NewRequested) -> None:
        event.stop()
        self.action_tab_new()

    def set_all(self, on: bool) -> None:
        """Whether the prompt sends to every tab."""
        self._to_all = on
        self._show_tabs()
        count = plural(len(self.engine.tabs()), "tab")
        self._notice.show(f"The prompt now goes to {count}. :all off ends it." if on else "One tab again.")

    # -- actions, by the names of the table

    def action_tab_new(self) -> None:
        self.open_tab(self.current_preset())

    def action_tab_close(self) -> None:
        if self.view.answering:
            self._notice.show("Its answer goes on and is kept; with the tab open, Esc would stop it.")
        self.close_tab(self.tab)

    def close_tab(self, tab: Tab) -> None:
        """The last tab gives way to an empty one. A draft that stands there goes to the prompt history."""
        preset = self.engine.preset_of(tab)
        self._keep_prompt(self._prompt.value if self._prompt.draft_of == tab.id else tab.draft)
        self.engine.close_tab(tab.id)
        self._views.pop(tab.id, None)
        self._edits.pop(tab.id, None)
        if not self.engine.tabs():
            self.engine.new_tab(preset)
        self._show_tab()

    def action_tab_previous(self) -> None:
        self._step_tab(-1)

    def action_tab_next(self) -> None:
        self._step_tab(1)

    def _step_tab(self, step: int) -> None:
        tabs = self.engine.tabs()
        self._activate(tabs[(self.tab.position + step) % len(tabs)].id)

    def action_tab_go(self, number: int) -> None:
        self.go_to_tab(number)

    def action_tabs_all(self) -> None:
        self.set_all(not self._to_all)
