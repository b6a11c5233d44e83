"""What the commands typed in the prompt do: each is a call of what a key or the sidebar could ask for too."""

from typing import Protocol

from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import Preset
from aishtui.chat.slots import in_slot, slots_of
from aishtui.engine.engine import Engine
from aishtui.screens.message_acts import Act
from aishtui.widgets.command_line import Command

_ACTS = {act.value: act for act in Act if act not in (Act.COPY, Act.PLAIN, Act.THINKING, Act.CODE, Act.PRINT, Act.KEEP)}
"""The commands that are named after what they do with a message."""


class CommandFailed(Exception):
    """The command could not be done; the message says why and what to do. It stays in the prompt."""


class Desk(Protocol):
    """What of the workbench the commands use."""

    engine: Engine

    def take_preset(self, preset: Preset) -> None: ...

    def pick_preset(self) -> None: ...

    def pick_model(self) -> None: ...

    def pick_theme(self) -> None: ...

    def pick_conversation(self, typed: str) -> None: ...

    def open_palette(self) -> None: ...

    def shape_sidebar(self, how: str) -> None: ...

    def open_tab(self, preset: Preset) -> None: ...

    def edit_preset(self, name: str) -> None: ...

    def new_preset(self, model: str) -> None: ...

    def duplicate_preset(self, name: str) -> None: ...

    def delete_preset(self, name: str) -> None: ...

    def drop_own(self) -> None: ...

    def go_to_tab(self, number: int) -> bool: ...

    def set_all(self, on: bool) -> None: ...

    def compare(self, argument: str) -> None: ...

    def keep_column(self, how: str) -> None: ...

    def align_columns(self, how: str = "") -> None: ...

    def ask_at_once(self, how: str) -> None: ...

    def skip_column(self, how: str) -> None: ...

    def enlarge_column(self) -> None: ...

    def stop_answers(self, which: str) -> None: ...

    def run_queue(self, how: str) -> None: ...

    def connect(self, choice: str | None) -> None: ...

    def use_theme(self, name: str) -> None: ...

    def configure(self, how: str) -> None: ...

    def find(self, words: str) -> None: ...

    def search_prompts(self, words: str) -> None: ...

    def open_history(self, line: str) -> None: ...

    def title_conversation(self, title: str) -> None: ...

    def pin_conversation(self, how: str) -> None: ...

    def delete_conversation(self) -> None: ...

    def undelete_conversation(self) -> None: ...

    def export(self, line: str) -> None: ...

    def import_file(self, name: str) -> None: ...

    def switch_mouse(self, how: str) -> None: ...

    def suspend_here(self) -> None: ...

    def theme_names(self) -> tuple[str, ...]: ...

    def action_tab_close(self) -> None: ...

    def copy_message(self, what: str) -> None: ...

    def print_message(self, what: str) -> None: ...

    def show_difference(self, what: str) -> None: ...

    def act_on_chosen(self, act: Act) -> None: ...

    def retry_with(self, preset: Preset) -> None: ...

    def undo(self) -> None: ...

    def drop_turns(self, argument: str) -> None: ...

    def action_message_menu(self) -> None: ...

    def action_prompt_editor(self) -> None: ...

    def action_models_refresh(self) -> None: ...

    def action_models_ask(self) -> None: ...

    def action_away_next(self) -> None: ...

    def action_screen_redraw(self) -> None: ...

    def action_help_show(self) -> None: ...

    def action_app_leave(self) -> None: ...

    def current_preset(self) -> Preset: ...


def run_command(desk: Desk, command: Command) -> None:
    """Do what was typed. Raises CommandFailed with a sentence."""
    argument = command.argument
    match command.name:
        case "preset":
            _of_preset(desk, argument)
        case "model":
            desk.take_preset(Preset.of_model(argument)) if argument else desk.pick_model()
        case "open":
            desk.pick_conversation(argument)
        case "sidebar":
            desk.shape_sidebar(argument)
        case "new":
            desk.open_tab(_preset(desk, argument) if argument else desk.current_preset())
        case "tab":
            _tab(desk, argument)
        case "all":
            _all(desk, argument)
        case "compare":
            desk.compare(argument)
        case "keep":
            desk.keep_column(argument)
        case "align":
            desk.align_columns(argument)
        case "at-once":
            desk.ask_at_once(argument)
        case "skip":
            desk.skip_column(argument)
        case "stop":
            desk.stop_answers(argument)
        case "queue":
            desk.run_queue(argument)
        case "connect":
            desk.connect(argument or None)
        case "theme":
            _theme(desk, argument) if argument else desk.pick_theme()
        case "config":
            desk.configure(argument)
        case "find":
            desk.find(argument)
        case "prompts":
            desk.search_prompts(argument)
        case "history":
            desk.open_history(argument)
        case "title":
            desk.title_conversation(argument)
        case "pin":
            desk.pin_conversation(argument)
        case "export":
            desk.export(argument)
        case "import":
            desk.import_file(argument)
        case "drop":
            desk.drop_turns(argument)
        case "mouse":
            desk.switch_mouse(argument)
        case "diff":
            desk.show_difference(argument)
        case "copy":
            desk.copy_message(argument)
        case "print":
            desk.print_message(argument)
        case "retry" if argument:
            desk.retry_with(_preset(desk, argument))
        case name if name in _ACTS and not argument:
            desk.act_on_chosen(_ACTS[name])
        case _:
            _plain(desk, command.name, argument)


def _plain(desk: Desk, name: str, argument: str) -> None:
    """The commands without an argument. One with something behind it may have been meant as text, so it waits."""
    if argument:
        raise CommandFailed(f":{name} takes nothing behind it. As text it is sent with a second colon: ::{name} …")
    match name:
        case "close":
            desk.action_tab_close()
        case "enlarge":
            desk.enlarge_column()
        case "delete":
            desk.delete_conversation()
        case "undo":
            desk.undo()
        case "undelete":
            desk.undelete_conversation()
        case "editor":
            desk.action_prompt_editor()
        case "message":
            desk.action_message_menu()
        case "models":
            desk.action_models_refresh()
        case "refresh":
            desk.action_models_ask()
        case "redraw":
            desk.action_screen_redraw()
        case "away":
            desk.action_away_next()
        case "suspend":
            desk.suspend_here()
        case "commands":
            desk.open_palette()
        case "help":
            desk.action_help_show()
        case "quit":
            desk.action_app_leave()
        case _:
            raise CommandFailed(f":{name} stands in the table of commands and does nothing: please report it.")


def _of_preset(desk: Desk, argument: str) -> None:
    """What is done with a preset stands before its name; only the name: it is chosen."""
    act, _, name = argument.partition(" ")
    match act:
        case "edit":
            desk.edit_preset(name.strip())
        case "new":
            desk.new_preset(name.strip())
        case "duplicate":
            desk.duplicate_preset(name.strip())
        case "delete":
            desk.delete_preset(name.strip())
        case "own" if not name:
            desk.drop_own()
        case _:
            desk.take_preset(_preset_or_slot(desk, argument)) if argument else desk.pick_preset()


def _preset_or_slot(desk: Desk, name: str) -> Preset:
    """A preset by its name, else by the number of its slot in the sidebar."""
    presets = desk.engine.presets
    slots = slots_of(tuple(presets.values()))
    found = in_slot(slots, int(name)) if name.isascii() and name.isdecimal() and len(name) == 1 else None
    return _preset(desk, found if found is not None and name not in presets else name)


def _preset(desk: Desk, name: str) -> Preset:
    presets = desk.engine.presets
    if name in presets:
        return presets[name]
    near = nearest(name, presets)
    raise CommandFailed(
        f"There is no preset “{name}”."
        + (f" Did you mean {or_list(near)}?" if near else f" There are {', '.join(presets)}. A model is :model ID.")
    )


def _tab(desk: Desk, argument: str) -> None:
    if not argument.isdecimal() or not desk.go_to_tab(int(argument)):
        raise CommandFailed(f":tab takes a tab's number, 1 to {len(desk.engine.tabs())}.")


def _all(desk: Desk, argument: str) -> None:
    if argument not in ("", "on", "off"):
        raise CommandFailed(":all makes the prompt send to every tab, :all off ends that.")
    desk.set_all(argument != "off")


def _theme(desk: Desk, name: str) -> None:
    names = desk.theme_names()
    if name in names:
        desk.use_theme(name)
        return
    near = nearest(name, names) or names[:5]
    raise CommandFailed(f"There is no theme “{name}”. Did you mean {or_list(near)}?")
