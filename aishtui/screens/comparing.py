"""Comparisons: begun from a conversation or from open tabs, widened, and ended."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aishtui.chat.clean import clean_line
from aishtui.chat.compared_names import LEAST, MOST, BadNames, check_count, read_compared
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.chat.wording import sentences
from aishtui.engine.engine import Engine
from aishtui.screens.columns_in_step import go_on_words
from aishtui.screens.comparison_acts import ComparisonActs
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.typed_commands import CommandFailed

if TYPE_CHECKING:
    from aishtui.screens.comparison_choice import Candidate, Chosen

HERE_ALREADY = "This is a comparison already: :compare +PRESET adds a column, :compare off ends it."


class Comparing(ComparisonActs):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._compared_last: tuple[str, ...] = ()
        """Whom the last comparison of this run asked."""

    def compare(self, argument: str) -> None:
        """`:compare [PRESETS | +PRESETS | tabs | off]`."""
        match argument:
            case "":
                self.action_compare_open()
            case "off":
                self.end_comparison()
            case "tabs":
                self.compare_tabs()
            case _ if argument.startswith("+"):
                self.add_columns(self._named(argument[1:]))
            case _:
                self.begin_comparison(self._named(argument))

    def _named(self, names: str) -> tuple[Preset, ...]:
        catalog = self.engine.catalog
        served = [entry.id for entry in catalog.entries] if catalog is not None else []
        try:
            return read_compared(names, self.engine.presets, served)
        except BadNames as problem:
            raise CommandFailed(str(problem)) from problem

    # -- beginning

    def begin_comparison(self, presets: Sequence[Preset]) -> None:
        """Put the conversation in front, as far as the tab shows it, to these. What is being written in it is waited
        for in every column."""
        self._refuse_in_comparison()
        self._refuse_queue([self.tab])
        self._check_count(len(presets))
        self._settle_edit()
        self._compared_last = tuple(preset.name for preset in presets)
        tabs = self.engine.comparing.begin(self.tab.id, presets)
        self._show_begun(tabs)
        self._notice.show(sentences(f"The next prompt goes to {len(tabs)} columns", self._how()))

    def _how(self) -> str:
        back, forth, menu = map(self.keys.name, ("compare.previous", "compare.next", "compare.open"))
        return f"{back} and {forth} go between them, {menu} shows what else can be done"

    def compare_tabs(self) -> None:
        """Show the open tabs beside each other, each with its own conversation."""
        self._refuse_in_comparison()
        tabs = self._ordinary_tabs()
        if len(tabs) < LEAST:
            raise CommandFailed(
                f"There is no other tab. {self.keys.name('tab.new')} opens one; "
                ":compare fast,deep asks presets in this one."
            )
        if len(tabs) > MOST:
            raise CommandFailed(f"A comparison has at most {MOST} columns: close some tabs first, or name presets.")
        self._refuse_queue(tabs)
        self._settle_edit()
        self._leave_tab()
        self._hand_draft(tabs[0].id)
        all_ended, self._to_all = self._to_all, False
        self._show_begun(self.engine.comparing.begin_with_tabs([tab.id for tab in tabs]))
        ended = ":all has ended, since the prompt goes to all columns" if all_ended else ""
        self._notice.show(sentences(f"The {len(tabs)} tabs stand beside each other", ended, self._how()))

    def _show_begun(self, tabs: Sequence[Tab]) -> None:
        for tab in tabs:
            self._view(tab).automatic = False
        self._show_tab()
        self.set_focus(self._prompt)

    def _ordinary_tabs(self) -> list[Tab]:
        return [tab for tab in self.engine.tabs() if tab.column is None]

    def _refuse_in_comparison(self) -> None:
        if self.tab.column is not None:
            raise CommandFailed(HERE_ALREADY)

    def _refuse_queue(self, tabs: Sequence[Tab]) -> None:
        """What was typed ahead was meant for one of them."""
        if any(tab.queue for tab in tabs):
            send, back = map(self.keys.name, ("queue.send", "queue.take_back"))
            raise CommandFailed(f"Prompts wait to be sent: {send} sends on what is held, {back} takes one back.")

    def _check_count(self, count: int, beside: int = 0) -> None:
        try:
            check_count(count, beside)
        except BadNames as problem:
            raise CommandFailed(str(problem)) from problem

    def choose_compared(self) -> None:
        """Have it chosen from a list whom to ask."""
        from aishtui.screens.comparison_choice import ComparisonChoice  # start-up: not before it is wanted

        screen = ComparisonChoice(self._candidates(), len(self._ordinary_tabs()))

        def chosen(choice: "Chosen | None") -> None:
            if choice is not None and choice.tabs:
                self._attempt(self.compare_tabs)
            elif choice is not None:
                self._attempt(lambda: self.begin_comparison(choice.presets))

        self.app.push_screen(screen, chosen)

    def _candidates(self) -> "list[Candidate]":
        """The presets, and the models without one that tabs ask. Marked are those of the last comparison, else the one
        that this tab asks."""
        from aishtui.screens.comparison_choice import Candidate  # start-up: not before it is wanted

        asked = {tab.preset: self.engine.preset_of(tab) for tab in self.engine.tabs()}
        known = {**asked, **self.engine.presets}
        marked = self._compared_last or (self.tab.preset,)
        ordered = [*self.engine.presets, *(name for name in asked if name not in self.engine.presets)]
        return [Candidate(known[name], marked.count(name), self._hint(known[name])) for name in ordered]

    def _hint(self, preset: Preset) -> str:
        catalog = self.engine.catalog
        if catalog is not None and all(entry.id != preset.model for entry in catalog.entries):
            return "not served now"
        return "" if preset.model == preset.name else preset.model

    # -- more columns

    def add_columns(self, presets: Sequence[Preset]) -> None:
        """They begin where the comparison began, and are asked from the next prompt on."""
        tabs = self.columns_here()
        if not presets:
            raise CommandFailed("Name who is to be added: :compare +fast.")
        self._check_count(len(presets), len(tabs))
        for preset in presets:
            added = self.engine.comparing.add_column(tabs[0].comparison or "", preset)
            self._view(added).automatic = False
        self._show_tab()
        names = clean_line(", ".join(preset.name for preset in presets), 60)
        asked = any(tab.leaf_id != (tab.column.base_id if tab.column else None) for tab in tabs)
        align = f"{self.keys.name('compare.align')} gives all columns the history of the one in focus"
        unlike = f"What was asked before is not in there: {align}"
        self._notice.show(sentences(f"{names}: asked from the next prompt on", unlike if asked else ""))

    # -- ending

    def end_comparison(self) -> None:
        """The tabs there were before are as they were. Answers that are being written go on and are kept."""
        tabs = self.columns_here()
        self._settle_edit()
        self._leave_tab()
        lasting = [tab for tab in tabs if tab.column is not None and tab.column.lasting]
        if lasting and not any(tab.active for tab in lasting):
            self.engine.activate(lasting[0].id)
        if lasting:
            self._hand_draft(self.tab.id)
        else:
            self._keep_prompt(self._prompt.value)
        preset, running = self.current_preset(), len(self.under_way(tabs))
        comparison = tabs[0].comparison or ""
        again = (
            f"{self.keys.name('history.open')} finds the comparison again"
            if self.engine.comparing.rounds(comparison)
            else ""
        )
        self.engine.comparing.end(comparison)
        if not self.engine.tabs():
            self.engine.new_tab(preset)
        self._match_views()
        self._show_tab()
        self._notice.show(sentences(_ended(lasting), go_on_words(running), again))

    def close_tab(self, tab: Tab) -> None:
        """A column that is left alone is a tab like others."""
        super().close_tab(tab)
        alone = self.engine.comparing.columns(tab.comparison) if tab.comparison is not None else ()
        if len(alone) == 1:
            in_front = self.tab.id
            self.engine.comparing.keep(alone[0].id)
            self.engine.activate(in_front)
            self._show_tab()

    # -- actions, by the names of the table

    def action_compare_open(self) -> None:
        """F4: what can be done in the comparison in front, else whom to compare."""
        if self.tab.column is not None:
            self.open_comparison_menu()
        elif self._to_all:
            self._attempt(self.compare_tabs)
        else:
            self.choose_compared()

    def action_compare_end(self) -> None:
        self._attempt(self.end_comparison)

    def action_compare_add(self) -> None:
        """What cannot be done without a name: have it typed."""
        if self._prompt.value:
            self._notice.show("Type :compare +PRESET in the empty prompt.")
        else:
            self._put_draft(":compare +")
            self.set_focus(self._prompt)


def _ended(lasting: Sequence[Tab]) -> str:
    as_before = {0: "", 1: "this tab is as it was before"}.get(len(lasting), "its columns are tabs again")
    return "; ".join(part for part in ("The comparison has ended", as_before) if part)
