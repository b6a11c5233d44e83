"""The workbench: what the widgets' messages, the keys and the typed commands ask of the engine."""

import time
from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from aishtui.chat.nearest import or_list
from aishtui.chat.presets import Preset
from aishtui.chat.wording import plural, sentences
from aishtui.engine.engine import Engine
from aishtui.screens.asking_again import AskingAgain
from aishtui.screens.comparing import Comparing
from aishtui.screens.completing import Completing
from aishtui.screens.configuring import Configuring
from aishtui.screens.differing import Differing
from aishtui.screens.finding_prompts import FindingPrompts
from aishtui.screens.going_back import GoingBack
from aishtui.screens.key_map import bindings
from aishtui.screens.message_actions import MessageActions
from aishtui.screens.model_list import ModelList
from aishtui.screens.moving import Moving
from aishtui.screens.picking import Picking
from aishtui.screens.sidebar_shape import SidebarShape
from aishtui.screens.stopping import Stopping
from aishtui.screens.submitting import Submitting
from aishtui.screens.surroundings import Surroundings
from aishtui.screens.taking_piped import TakingPiped
from aishtui.screens.terminal_acts import TerminalActs
from aishtui.screens.typed_commands import CommandFailed, run_command
from aishtui.screens.undoing import Undoing
from aishtui.screens.unfolding import Unfolding
from aishtui.terminal.displayed_app import DisplayedApp
from aishtui.widgets.command_line import Command, UnknownCommand, read_line
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_rows import RowKind
from aishtui.wire.errors import BadAddress

QUIT_WINDOW_S = 2.0
"""A second Ctrl+C within this time quits."""


class Workbench(
    Comparing,
    Differing,
    Submitting,
    AskingAgain,
    MessageActions,
    Configuring,
    Undoing,
    GoingBack,
    FindingPrompts,
    Picking,
    Completing,
    SidebarShape,
    Moving,
    ModelList,
    Stopping,
    TakingPiped,
    TerminalActs,
    Unfolding,
):
    """Widgets post messages and keys call actions; both become calls of the engine, and the board shows the rest."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, engine: Engine, surroundings: Surroundings) -> None:
        super().__init__(engine, surroundings)
        self._quit_asked = 0.0

    # -- the prompt

    def show_more_keys(self, more: bool) -> None:
        """Whether the terminal tells every key from every other."""
        self.more_keys = more
        self._prompt.show_more_keys(more)

    @on(Prompt.Submitted)
    def _submitted(self, event: Prompt.Submitted) -> None:
        event.stop()
        self._notice.dismiss()
        self.close_paths()
        line = read_line(event.text, event.typed)
        match line:
            case Command():
                self._typed_commands.add(event.text)
                self._history.remember(event.text)
                self._run(line, event.text)
            case UnknownCommand() if self._refused_command != event.text:
                self._refused_command = event.text
                near = or_list(f":{name}" for name in line.near)
                hint = f"Did you mean {near}?" if near else f"{self.keys.name('help.show')} lists the commands."
                again = f"{self.keys.name('prompt.send')} again sends it as text."
                self._notice.show(f"There is no command :{line.name}. {hint} {again}", NoticeLevel.WARNING)
            case UnknownCommand():
                self.submit(event.text, event)
            case _:
                self.submit(line.text, event)

    def _run(self, command: Command, text: str) -> None:
        """The prompt is cleared first: behind `:tab 2` or `:close` stands another tab, with a draft of its own."""
        tab_id = self.draft_tab.id
        self._clear_prompt()
        try:
            run_command(self, command)
        except CommandFailed as problem:
            self._prompt.set_text(text, draft_of=tab_id)
            self.engine.set_draft(tab_id, text)
            self._notice.show(str(problem), NoticeLevel.WARNING)

    @on(Prompt.HelpRequested)
    @on(Sidebar.HelpRequested)
    def _help_requested(self, event: Prompt.HelpRequested | Sidebar.HelpRequested) -> None:
        event.stop()
        self.action_help_show()

    @on(Prompt.TabPressed)
    def _tab_pressed(self, event: Prompt.TabPressed) -> None:
        event.stop()
        if not event.back and self.complete_path():
            return
        if not self.complete_command(event.back):
            self._go_round(back=event.back)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted while the conversation has the focus belongs into the prompt, as what is typed there does."""
        if self.focused is self._pane:
            event.stop()
            self.set_focus(self._prompt)
            self._prompt.post_message(events.Paste(event.text))

    def on_key(self, event: events.Key) -> None:
        """Keys nobody had a use for. What is typed while the conversation has the focus belongs into the prompt; also a
        second letter, which was under way to the conversation when the first moved the focus."""
        self._notice.key_pressed()
        free = event.is_printable and event.key not in self.active_bindings
        meant = self.focused is self._pane or (self.focused is self._prompt and "+" not in event.key)
        if free and event.character and meant:
            event.stop()
            self.set_focus(self._prompt)
            self._prompt.insert(event.character)

    # -- presets, the endpoint

    @on(Sidebar.Chosen)
    def _chosen(self, event: Sidebar.Chosen) -> None:
        event.stop()
        preset = self.engine.presets.get(event.key) if event.kind is RowKind.PRESET else None
        preset = preset or Preset.of_model(event.key)
        if event.new_tab:
            self.open_tab(preset)
        else:
            self.take_preset(preset)
        self.set_focus(self._prompt)

    @on(Sidebar.Left)
    def _left_sidebar(self, event: Sidebar.Left) -> None:
        event.stop()
        self.set_focus(self._prompt)

    def connect(self, choice: str | None) -> None:
        """Try the endpoint again, or swap it."""
        try:
            self.engine.connect(choice)
        except BadAddress as problem:
            raise CommandFailed(str(problem)) from problem

    def runs(self) -> dict[str, Callable[[], object]]:
        return {**super().runs(), "escape": self.stop_answer}

    # -- actions, by the names of the table

    def action_escape(self) -> None:
        """The first that applies: end a search, let offered paths go, drop a selection, leave a waiting prompt as it
        was, stop the answer in view or an export, leave an edit, leave the pane."""
        edit = self.editing
        if self._pane.searching:
            self.close_search()
        elif self.close_paths():
            pass
        elif self._pane.text_selection is not None:
            self.clear_selection()
        elif edit is not None and edit.queued:
            self.leave_edit()  # the answer above goes on: what is being edited is to follow it
        elif self.view.answering:
            self.stop_answer()
        elif self.stop_job():
            pass  # what has come of it is said when it has ended
        elif not self.leave_edit():
            self._pane.leave_messages()
            self.set_focus(self._prompt)

    def action_interrupt(self) -> None:
        """Ctrl+C: copy a selection, else leave the search's line, clear the draft, or quit when pressed twice."""
        selected = self._pane.selected_text() or self._prompt.selected_text
        now = time.monotonic()
        if selected:
            self.run_worker(self._copy(selected), exclusive=False)
            self.clear_selection()
            self._prompt.move_cursor(self._prompt.cursor_location)
        elif self.focused is self._search_bar:
            self.close_search()
        elif self._prompt.value:
            self._keep_prompt(self._prompt.value)
            if not self.leave_edit():
                self._clear_prompt()
            self._notice.show("Draft cleared; Up brings it back.")
        elif now - self._quit_asked < QUIT_WINDOW_S:
            self.action_app_leave()
        else:
            self._quit_asked = now
            running = self.engine.running()
            stops = f" and stops {plural(running, 'answer')} (the text is kept)" if running else ""
            waiting = sum(len(tab.queue) for tab in self.engine.tabs())
            held = f"{plural(waiting, 'prompt')} typed ahead will be there, not sent" if waiting else ""
            self._notice.show(sentences(f"{self.keys.name('interrupt')} again quits{stops}", held))

    def action_app_leave(self) -> None:
        self.engine.set_draft(self.draft_tab.id, self._prompt.value, self._prompt.attached)
        self.keep_place()
        self.app.exit()

    def action_help_show(self) -> None:
        from aishtui.screens.help import HelpScreen  # start-up: not before it is wanted

        self.app.push_screen(HelpScreen(self.keys))

    def action_endpoint_connect(self) -> None:
        self.connect(None)

    def action_screen_redraw(self) -> None:
        if isinstance(self.app, DisplayedApp):
            self.app.redraw()

    def action_sidebar_toggle(self) -> None:
        """F2: shows it and goes there; from there, hides it."""
        if self._sidebar.display and self.focused is self._sidebar:
            self.show_sidebar(False)
            self.set_focus(self._prompt)
        else:
            self.open_sidebar()

    def action_focus_next(self) -> None:
        self._go_round(back=False)

    def action_focus_previous(self) -> None:
        self._go_round(back=True)

    def _go_round(self, back: bool) -> None:
        """Prompt, pane, sidebar, and round again. From the prompt it is the pane in focus, whichever column that is."""
        panes = [column.pane for column in self._columns.in_view()]
        ring = [self._prompt, *panes, *([self._sidebar] if self._sidebar.display else [])]
        here = next((index for index, widget in enumerate(ring) if widget is self.focused), 0)
        there = ring[(here + (-1 if back else 1)) % len(ring)]
        self.set_focus(self._pane if here == 0 and there in panes else there)
