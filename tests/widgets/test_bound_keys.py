"""Which keys do what, and how that is said."""

import pytest

from aishtui.screens.workbench import Workbench
from aishtui.terminal.key_names import read_key, unheard
from aishtui.widgets.actions import ACTION_OF, ACTIONS, ALL_ACTIONS
from aishtui.widgets.bound_keys import TABLE, BoundKeys, can_choose
from aishtui.widgets.prompt_hints import chosen_hints, hints

BY_ID = ACTION_OF


def test_the_table_says_its_keys_as_they_are_written() -> None:
    for action in ALL_ACTIONS:
        assert TABLE.shown(action) == action.shown
        if action.keys:
            assert read_key(action.shown.split(" or ")[0]) == action.keys[0], action.id


def test_each_action_of_the_table_has_a_key_that_every_terminal_sends() -> None:
    for action in ALL_ACTIONS:
        assert not action.keys or any(not unheard(key) for key in action.keys), action.id


def test_what_can_be_chosen_can_be_done_without_an_argument() -> None:
    of_prompt = {"prompt.send", "prompt.newline"}
    for action in ACTIONS:
        if can_choose(action) and action.id not in of_prompt:
            assert hasattr(Workbench, f"action_{action.method}"), action.id


def test_a_chosen_key_is_shown_and_what_a_widget_does_stays() -> None:
    keys = BoundKeys({"help.show": ("f12",), "version.older": ("alt+o",), "answer.copy": (), "find.next": ()})
    assert keys.shown(BY_ID["help.show"]) == "F12 or ?"
    assert keys.shown(BY_ID["version.older"]) == "Alt+O or ["
    assert keys.shown(BY_ID["answer.copy"]) == ""
    assert keys.shown(BY_ID["find.next"]) == "n"


def test_what_has_no_key_is_named_by_its_command_else_by_its_label() -> None:
    keys = BoundKeys({"answer.copy": (), "compare.keep_new": (), "answer.retry": ("f12",)})
    assert keys.name("answer.copy") == ":copy"
    assert keys.name("compare.keep_new") == "“Keep it in a new tab”"
    assert keys.name("answer.retry") == "F12"


@pytest.mark.parametrize(
    ("keys", "more", "first"),
    [
        (TABLE, False, "Ask something. Ctrl+J makes a new line, @ adds a file, : for commands, ? for help"),
        (TABLE, True, "Ask something. Shift+Enter makes a new line, @ adds a file, : for commands, ? for help"),
        (BoundKeys(enter="newline"), False, "Ask something. Ctrl+J sends, @ adds a file, : for commands, ? for help"),
        (
            BoundKeys(enter="newline"),
            True,
            "Ask something. Ctrl+Enter sends, @ adds a file, : for commands, ? for help",
        ),
        (
            BoundKeys({"prompt.newline": ("f5",)}),
            True,
            "Ask something. F5 makes a new line, @ adds a file, : for commands, ? for help",
        ),
        (
            BoundKeys({"prompt.newline": ("shift+enter",)}),
            False,
            "Ask something. @ adds a file, : for commands, ? for help",
        ),
        (BoundKeys({"prompt.newline": ()}), True, "Ask something. @ adds a file, : for commands, ? for help"),
    ],
)
def test_the_empty_prompt_names_only_keys_that_this_terminal_sends(keys: BoundKeys, more: bool, first: str) -> None:
    assert hints(keys, more)[0] == first


def test_where_enter_does_not_send_the_narrowest_hint_says_what_does() -> None:
    assert "Ctrl+J sends" in hints(BoundKeys(enter="newline"), more_keys=False)


def test_a_marked_message_is_left_with_the_key_that_leaves() -> None:
    assert "Alt+Q: back" in chosen_hints(BoundKeys({"escape": ("alt+q",)}))[0]
    assert "back" not in chosen_hints(BoundKeys({"escape": ()}))[0]
