"""What is done in a comparison: with the column in focus, and with all of them."""

from aishtui.chat.answers import Status
from aishtui.chat.branches import versions
from aishtui.chat.clean import clean_line
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Own, Tab
from aishtui.chat.wording import and_list, sentences
from aishtui.screens.columns_in_step import ColumnsInStep, go_on_words
from aishtui.screens.key_map import COLUMN_ACTIONS
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.arrangement import Arrangement

_NAME = 40


class ComparisonActs(ColumnsInStep):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    # -- the winner

    def keep_column(self, how: str) -> None:
        """`:keep [new]`: this column's conversation goes on in the comparison's place, or in a new tab beside it."""
        columns = self.columns_here()
        if how not in ("", "new"):
            raise CommandFailed(":keep goes on with this column's answer here, :keep new in a new tab.")
        answer = self._answer_to_keep()
        self._settle_edit()
        self._leave_tab()
        if how == "":
            self._hand_draft(self.tab.id)
        others = tuple(tab for tab in columns if tab.id != self.tab.id)
        running = len(self.under_way(others)) if how == "" else 0
        kept = self.engine.comparing.keep(self.tab.id, new_tab=how == "new")
        self._show_all_columns()
        self.set_focus(self._prompt)
        winner = self._winner_words(kept, answer, "there" if how == "new" else "here")
        rest = "the comparison stays" if how == "new" else self._beside_words(kept, answer, others)
        self._notice.show(sentences(f"{winner}; {rest}", go_on_words(running)))

    def _answer_to_keep(self) -> Message:
        """What the column was answered last in this comparison."""
        tab, path = self.tab, self.engine.path(self.tab.id) or ()
        answer = path[-1] if path else None
        begun_with = tab.column.base_id if tab.column is not None else None
        if answer is None or answer.role is not Role.ASSISTANT or answer.id == begun_with:
            raise CommandFailed("This column has no answer yet that could be kept. :compare off ends the comparison.")
        return answer

    def _winner_words(self, kept: Tab, answer: Message, where: str) -> str:
        asked = answer.facts.preset if answer.facts is not None else None
        name = clean_line(asked or kept.preset, _NAME)
        view = self.engine.view(kept.conversation_id, answer.id)
        if view is not None and not view.status.ended:
            return f"{name}'s answer is still being written, and goes on {where}"
        if view is not None and view.status is Status.FAILED:
            return f"{name}'s answer failed, and {self.keys.name('answer.retry')} asks again {where}"
        return f"{name}'s answer goes on {where}"

    def _beside_words(self, kept: Tab, answer: Message, others: tuple[Tab, ...]) -> str:
        """`the other 2 are beside it (‹2/3›)`; of columns that were tabs before, that they are again."""
        tree = self.engine.conversation(kept.id)
        version = versions(tree, (answer,)).get(answer.id) if tree is not None else None
        open_ones = {tab.id for tab in self.engine.tabs()}
        if any(tab.id in open_ones for tab in others):
            return "the other column is a tab again" if len(others) == 1 else f"the other {len(others)} are tabs again"
        mark = f" ({version})" if version is not None else ""
        return f"the other {'is' if len(others) == 1 else f'{len(others)} are'} beside it{mark}"

    # -- how it is asked

    def align_columns(self, how: str = "") -> None:
        """`:align [history]`: what differs between those that take part is made as it is in the column in focus;
        with `history` they all go on from its answer as well."""
        columns = self.columns_here()
        if how not in ("", "history"):
            raise CommandFailed(
                ":align makes alike what differs; :align history has all go on from this column's answer."
            )
        if self.under_way(columns):
            raise CommandFailed("Answers are still being written here. Align when they have ended, or :stop all first.")
        asked = [tab for tab in columns if tab.active or tab.taking_part]
        if len(asked) < 2:
            raise CommandFailed("All other columns are left out; :skip off takes one in again.")
        from aishtui.screens.comparison_words import how_alike  # start-up: not before it is wanted

        name, alike = clean_line(self.tab.preset, _NAME), how_alike(self.engine, asked)
        history = how == "history" or alike.in_history
        if not history and not alike.in_settings:
            self._notice.show(
                f"The columns are asked alike already. :align history has all go on from {name}'s answer."
            )
            return
        settings = Own.of(self.current_preset()) if alike.in_settings else None
        self.engine.comparing.align(self.tab.id, settings, history=history)
        self._show_all_columns()
        which = "All columns" if len(asked) == len(columns) else f"{len(asked)} of {len(columns)} columns"
        sent = ["system prompt", "parameters", *(["headers"] if alike.in_headers else [])] if settings else []
        things = and_list([*(["history"] if history else []), *sent])
        kept = "What they showed before stays in the history" if history else ""
        self._notice.show(sentences(f"{which} now have {name}'s {things}", kept))

    def ask_at_once(self, how: str) -> None:
        """`:at-once [off]`."""
        columns = self.columns_here()
        if how not in ("", "on", "off"):
            raise CommandFailed(":at-once asks all columns at once, :at-once off one after another where they share.")
        self.engine.comparing.ask_at_once(columns[0].comparison or "", how != "off")
        self._show_tab()
        self._notice.show(
            "From the next prompt on, columns that share a backend are asked one after another."
            if how == "off"
            else "From the next prompt on all are asked at once; those that share a backend disturb each other's times."
        )

    def skip_column(self, how: str) -> None:
        """`:skip [off]`: the next prompts do not go to the column in focus, or do again."""
        self.columns_here()
        if how not in ("", "on", "off"):
            raise CommandFailed(":skip leaves this column out, :skip off takes it in again.")
        self.engine.comparing.take_part(self.tab.id, how == "off")
        self.engine.queue.look(self.tab.id)
        self._show_tab()
        name = clean_line(self.tab.preset, _NAME)
        self._notice.show(
            f"{name} is asked again from the next prompt on."
            if how == "off"
            else f"{name} is left out of the next prompts; :skip off takes it in again."
        )

    def take_preset(self, preset: Preset) -> None:
        aligned = self.tab.own is not None
        super().take_preset(preset)
        if self.tab.column is not None:
            own = ", with its own system prompt and parameters" if aligned else ""
            name = clean_line(preset.name, _NAME)
            self._notice.show(f"{name} answers in this column from the next prompt on{own}.")

    def enlarge_column(self) -> None:
        self.columns_here()
        if self._alone_in_view:
            raise CommandFailed("There is room for one column at a time here: this one has all of it already.")
        self.toggle_enlarged()

    @property
    def _alone_in_view(self) -> bool:
        """Whether the window is too small for more than one column, enlarged or not."""
        return self._columns.arrangement is Arrangement.TABS and not self._columns.enlarged

    # -- the menu

    def open_comparison_menu(self) -> None:
        """What can be done here, each with its key."""
        from aishtui.screens.comparison_menu import (
            ComparisonMenu,
            Standing,
            menu_rows,
        )  # start-up: not before it is wanted

        others = [tab for tab in self.columns_here() if not tab.active]
        standing = Standing(
            answering=self.view.answering,
            others_answering=bool(self.under_way(others)),
            taking_part=self.tab.taking_part,
            enlarged=self._columns.enlarged,
            alone_in_view=self._alone_in_view,
            at_once=self.tab.at_once,
        )

        def do(method: str | None) -> None:
            if method is not None:
                getattr(self, method)()

        self.app.push_screen(ComparisonMenu(f"Column of {self.tab.preset}", menu_rows(standing, self.keys)), do)

    # -- actions, by the names of the table

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that are the columns' own are others' where there are none."""
        if action in COLUMN_ACTIONS and self.tab.column is None:
            return False
        return super().check_action(action, parameters)

    def action_compare_next(self) -> None:
        self._step(1)

    def action_compare_previous(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        if not self.step_column(step):
            self._notice.show(self.no_comparison())

    def action_compare_keep(self) -> None:
        self._attempt(lambda: self.keep_column(""))

    def action_compare_keep_new(self) -> None:
        self._attempt(lambda: self.keep_column("new"))

    def action_compare_align(self) -> None:
        self._attempt(self.align_columns)

    def action_compare_enlarge(self) -> None:
        self._attempt(self.enlarge_column)

    def action_compare_at_once(self) -> None:
        how = "off" if self.tab.at_once else ""
        self._attempt(lambda: self.ask_at_once(how))

    def action_compare_part(self) -> None:
        how = "" if self.tab.taking_part else "off"
        self._attempt(lambda: self.skip_column(how))
