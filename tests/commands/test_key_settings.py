"""What `[keys]` in config.toml comes to."""

from pathlib import Path

import pytest

from aishtui.commands.settings import Options, read_settings
from aishtui.widgets.bound_keys import BoundKeys
from tests.commands.program import write


def settle(folder: Path, text: str) -> tuple[BoundKeys, list[str]]:
    """The keys, and what is wrong with the file, without its path."""
    path = write(folder, "config.toml", text)
    found = read_settings(Options(config_dir=folder / "config", data_dir=folder / "data"), {})
    return found.keys, [str(problem).removeprefix(f"{path}, ") for problem in found.problems]


def test_an_action_gets_one_key_several_or_none(tmp_path: Path) -> None:
    text = '[keys]\n"answer.copy" = "Alt+C"\ntab.new = ["F12", "alt+i"]\n"help.show" = ""\nmessage.fold = "alt+o"\n'
    keys, problems = settle(tmp_path, text)
    assert problems == []
    assert keys.keys("answer.copy") == ("alt+c",)
    assert keys.keys("tab.new") == ("f12", "alt+i")
    assert keys.keys("help.show") == ()
    assert keys.keys("message.fold") == ("alt+o",)
    assert keys.keys("history.open") == ("f3",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"answer.cpoy" = "f5"', 'line 2, keys."answer.cpoy": there is no such action; did you mean answer.copy'),
        ('"zzzz" = "f5"', "line 2, keys.zzzz: there is no such action; they are named like answer.copy"),
        ('"tab.new" = "ctrl-g"', 'line 2, keys."tab.new": “ctrl-g” is no key; keys are written like Ctrl+Y'),
        ('"tab.new" = 7', 'line 2, keys."tab.new": must be a key, a list of keys, or "" for none, not a number'),
        ('"tab.new" = "ctrl+w"', 'line 2, keys."tab.new": Ctrl+W is needed by the prompt (delete one word left)'),
        ('"tab.new" = "g"', 'line 2, keys."tab.new": G is needed to type'),
        ('"tab.new" = "Enter"', 'line 2, keys."tab.new": Enter is needed by the prompt'),
        ('"tab.new" = "Alt+3"', 'line 2, keys."tab.new": Alt+3 is needed by the prompt (goes to tab 3)'),
        ('"tab.go" = "f5"', 'line 2, keys."tab.go": cannot be changed: it takes a name or a number behind it'),
        ('"prompt.send" = "enter"', 'line 2, keys."prompt.send": Enter is settled by enter under [prompt]'),
    ],
)
def test_what_cannot_be_is_said_with_its_line_and_the_rest_works(tmp_path: Path, line: str, problem: str) -> None:
    keys, problems = settle(tmp_path, f'[keys]\n{line}\n"answer.copy" = "alt+c"\n')
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert keys.chosen == {"answer.copy": ("alt+c",)}


def test_of_two_actions_that_want_a_key_the_first_has_it(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"tab.new" = "F12"\n"tab.close" = ["f12", "ctrl+x"]\n')
    assert (keys.keys("tab.new"), keys.keys("tab.close")) == (("f12",), ("ctrl+x",))
    assert problems == ['line 3, keys."tab.close": F12 is bound to tab.new already, line 2; it is not used']


def test_who_loses_a_key_of_the_table_is_told(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"tab.close" = ["ctrl+y", "f8"]\n')
    assert keys.keys("tab.close") == ("ctrl+y", "f8")
    assert keys.keys("answer.copy") == ()
    assert keys.keys("tab.previous") == ("ctrl+pageup",)
    assert len(problems) == 2
    assert "Ctrl+Y was the key of answer.copy, which has lost it and is left with :copy" in problems[0]
    assert "F8 was the key of tab.previous, which has lost it and is left with Ctrl+PageUp" in problems[1]


def test_a_key_that_was_given_away_can_be_taken(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"tab.new" = "ctrl+y"\n"answer.copy" = "ctrl+t"\n')
    assert problems == []
    assert (keys.keys("tab.new"), keys.keys("answer.copy")) == (("ctrl+y",), ("ctrl+t",))


def test_a_key_that_few_terminals_send_is_used_with_a_warning(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"tab.new" = "ctrl+shift+t"\n')
    assert keys.keys("tab.new") == ("ctrl+shift+t",)
    assert len(problems) == 1
    assert "Ctrl+Shift+T is sent only by terminals that speak the kitty protocol" in problems[0]


def test_columns_may_share_keys_with_the_prompt(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"compare.next" = "ctrl+right"\n')
    assert (keys.keys("compare.next"), problems) == (("ctrl+right",), [])


def test_enter_can_make_new_lines(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[prompt]\nenter = "newline"\n')
    assert problems == []
    assert keys.keys("prompt.newline")[0] == "enter"
    assert "enter" not in keys.keys("prompt.send")
    assert keys.keys("prompt.send")[0] == "ctrl+j"
    assert settle(tmp_path, '[prompt]\nenter = "nothing"\n')[1] == [
        'line 2, prompt.enter: must be "send" or "newline", not \'nothing\'; the default is used'
    ]


def test_the_other_keys_of_sending_and_new_lines_can_be_chosen(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"prompt.newline" = "F12"\n"prompt.send" = "ctrl+x"\n')
    assert problems == []
    assert keys.keys("prompt.newline") == ("f12",)
    assert keys.keys("prompt.send") == ("enter", "ctrl+x")


def test_a_table_that_is_none_is_said(tmp_path: Path) -> None:
    assert settle(tmp_path, 'keys = "ctrl+y"\n')[1] == ["line 1, keys: must be a table, not text"]


def test_the_preset_editors_keys_are_its_own(tmp_path: Path) -> None:
    text = '[keys]\n"form.try" = "F7"\n"form.reset" = ["F6", "alt+r"]\n"tab.new" = "F2"\n"form.delete" = "alt+x"\n'
    keys, problems = settle(tmp_path, text)
    assert (keys.keys("form.try"), keys.keys("form.reset")) == (("f7",), ("f6", "alt+r"))
    assert keys.keys("form.delete") == ("alt+x",)
    assert keys.keys("form.save") == ("f2", "ctrl+s")  # F2 elsewhere is another matter
    assert keys.keys("answer.retry") == ("f6",)
    assert [problem[:40] for problem in problems] == ['line 4, keys."tab.new": F2 was the key o']


def test_of_two_of_the_preset_editors_actions_the_first_has_the_key(tmp_path: Path) -> None:
    keys, problems = settle(tmp_path, '[keys]\n"form.try" = "F12"\n"form.own" = "F12"\n"form.request" = "F2"\n')
    assert (keys.keys("form.try"), keys.keys("form.own"), keys.keys("form.save")) == (("f12",), ("f4",), ("ctrl+s",))
    assert problems[0] == 'line 3, keys."form.own": F12 is bound to form.try already, line 2; it is not used'
    assert "F2 was the key of form.save, which has lost it and is left with Ctrl+S" in problems[1]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"form.sve" = "f12"', "there is no such action; did you mean form.save"),
        ('"form.save" = "Down"', "Down is needed by the form (goes from field to field)"),
        ('"form.save" = "PageUp"', "PageUp is needed by the form (goes from field to field)"),
        ('"form.save" = "Ctrl+U"', "Ctrl+U is needed by the form (delete to the start of the line)"),
        ('"form.save" = "Esc"', "Esc is needed by the form (closes the editor)"),
        ('"form.save" = "s"', "S is needed to type"),
        ('"form.own" = "F2"\n"form.save" = ""', ""),
        ('"form.save" = "Ctrl+Q"', "Ctrl+Q was the key of app.leave, which has lost it and is left with :quit"),
        (
            '"app.leave" = "F8"',
            "F8 was the key of form.duplicate, which has lost it and is left with the editor's menu",
        ),
    ],
)
def test_what_the_preset_editor_cannot_have_is_said(tmp_path: Path, line: str, problem: str) -> None:
    problems = settle(tmp_path, f"[keys]\n{line}\n")[1]
    assert any(problem in said for said in problems) if problem else problems == []
