"""The key map: made from the table, and in nobody's way."""

import string

from textual.binding import Binding

from aishtui.screens.form_key_map import form_bindings
from aishtui.screens.key_map import TAB_KEYS, bindings
from aishtui.screens.preset_editor import PresetEditor
from aishtui.screens.workbench import Workbench
from aishtui.widgets.actions import ACTIONS, ALL_ACTIONS
from aishtui.widgets.bound_keys import TABLE
from aishtui.widgets.command_line import command_names
from aishtui.widgets.editing_keys import NEWLINE_KEYS
from aishtui.widgets.form_keys import field_keys
from aishtui.widgets.form_view import FormView
from aishtui.widgets.line_editor import LineEditor
from aishtui.widgets.prompt_keys import editing_bindings

TAKEN = {"ctrl+a", "ctrl+b", "ctrl+z", "ctrl+s", "ctrl+q", "ctrl+backslash", "f1", "f10", "f11"}
"""By screen, tmux, terminals and desktops: never the only key of anything."""

_BASES = (*string.ascii_lowercase, "left", "right", "up", "down", "home", "end", "delete", "backspace")
EVERY_KEY = [f"{modifier}{base}" for modifier in ("", "alt+", "ctrl+", "shift+") for base in _BASES]


def keys_of_the_map() -> list[str]:
    return [key for binding in bindings() for key in binding.key.split(",")]


def test_the_prompts_editing_keys_and_the_key_map_do_not_clash() -> None:
    editing = [key for binding in editing_bindings() for key in binding.key.split(",")]
    in_columns = {key for action in ACTIONS if action.in_columns for key in action.keys}
    assert (set(keys_of_the_map()) - in_columns) & {*editing, *NEWLINE_KEYS} == set()
    assert in_columns & {*editing, *NEWLINE_KEYS} == {"alt+left", "alt+right"}  # Ctrl+Left and Ctrl+Right do the same
    assert len(editing) == len(set(editing))


def test_no_key_means_two_things() -> None:
    keys = keys_of_the_map()
    assert len(keys) == len(set(keys))


def test_every_bound_action_has_a_method_and_an_id() -> None:
    for action in ACTIONS:
        if action.keys and action.bound:
            assert hasattr(Workbench, f"action_{action.method}"), action.id
    ids = [binding.id for binding in bindings() if binding.id]
    assert len(ids) == len(set(ids))
    assert hasattr(Workbench, "action_tab_go")
    assert hasattr(Workbench, "action_focus_next")
    assert hasattr(Workbench, "action_focus_previous")


def test_in_the_form_no_key_means_two_things_and_each_has_a_method() -> None:
    made = form_bindings(TABLE)
    keys = [key for binding in made for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))
    assert {*keys} & {*field_keys()} == {"escape", "ctrl+c"}
    assert all(hasattr(PresetEditor, f"action_{binding.action}") for binding in made)


def test_whatever_fills_the_form_is_known_to_be_needed_there() -> None:
    of_form = [key for binding in FormView.BINDINGS if isinstance(binding, Binding) for key in binding.key.split(",")]
    of_line = [key for key in EVERY_KEY if LineEditor().pressed(key) is not None]
    assert {*of_form, *of_line} <= {*field_keys()}


def test_what_others_take_is_the_only_key_of_nothing() -> None:
    for action in ACTIONS:  # those of the preset editor are in its menu
        taken = [key for key in action.keys if key in TAKEN or key in TAB_KEYS]
        if taken:
            assert set(action.keys) - set(taken) or action.command or "?" in action.shown, action.id


def test_names_of_actions_and_commands_are_unique() -> None:
    ids = [action.id for action in ALL_ACTIONS]
    assert len(ids) == len(set(ids))
    assert len(command_names()) == len(set(command_names()))
