"""Tab in a command, and the line above the prompt that says what it may become."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Vertical

from aishtui.screens.chosen_message import ChosenMessage
from aishtui.screens.tabbing import Tabbing
from aishtui.screens.theming import Theming
from aishtui.widgets.command_line import is_command_line
from aishtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from aishtui.screens.completer import Completer


class Completing(Tabbing, ChosenMessage, Theming):
    """What completes is loaded with the first colon, and its line stands there only while a command is typed."""

    _completer: "Completer | None" = None

    def complete_command(self, back: bool) -> bool:
        """Tab was pressed in the prompt; False where there is no command to complete."""
        return is_command_line(self._prompt.value) and self._begun_completer().step(back)

    def show_possible(self) -> None:
        """What stands in the prompt is another now."""
        if self._completer is not None:
            self._completer.show()
        elif is_command_line(self._prompt.value):
            self._begun_completer().show()

    def _begun_completer(self) -> "Completer":
        if self._completer is None:
            from aishtui.screens.completer import Completer  # start-up: nobody has typed a colon yet

            self._completer = Completer(
                self, self._prompt, self._put_completed, lambda work: self.run_worker(work, exclusive=False)
            )
            self.query_one("#column", Vertical).mount(self._completer.line, before=self._prompt)
        return self._completer

    def _put_completed(self, line: str) -> None:
        self._prompt.set_text(line, typed=self._prompt.typed)
        self.engine.set_draft(self.draft_tab.id, line)

    @on(Prompt.DraftChanged)
    def _draft_is_another(self) -> None:
        self.show_possible()

    def on_screen_resume(self, event: events.ScreenResume) -> None:  # noqa: ARG002 (the board's)
        """What lay over the workbench may have put something into the prompt."""
        self.call_after_refresh(self._follow_prompt)

    def _put_draft(self, text: str, typed: bool = True, attached: Sequence[str] = ()) -> None:
        super()._put_draft(text, typed, attached)
        self._follow_prompt()

    def _show_tab(self) -> None:
        super()._show_tab()
        self._follow_prompt()

    def _follow_prompt(self) -> None:
        """Another text was put into the prompt. A draft of the last time that is a command waits for a key: starting
        loads nothing for it."""
        if self._completer is not None:
            self._completer.show()
