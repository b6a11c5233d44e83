"""The user's own editor in the middle of a run: what is saved comes back, and the terminal comes back whole."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.chat.answers import Status
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import CTRL_C, ENTER, UP, Aishtui, aishtui
from tests.stories.scripted_editor import ScriptedEditor
from tests.stories.stored import last_answers, newest_answer

CTRL_G = "\x07"


@contextmanager
def editing(lab: Homelab, folder: Path, editor: ScriptedEditor, draft: str = "") -> Iterator[Aishtui]:
    """aishtui with the editor open on what stands in the prompt."""
    with aishtui(folder, "--endpoint", lab.url, environ=editor.environ) as program:
        program.sees("11 models")
        if draft:
            program.press(draft)
            program.sees(draft)
        program.press(CTRL_G)
        editor.opened(program)
        yield program


def folders(folder: Path) -> list[Path]:
    return list((folder / "data" / "editor").iterdir())


def test_what_is_saved_stands_in_the_prompt_and_is_not_sent(lab: Homelab, tmp_path: Path) -> None:
    editor = ScriptedEditor(tmp_path, """printf 'one\\n  two\\nthree “3”\\n' > "$file"\n""")
    with editing(lab, tmp_path, editor, "a draft") as program:
        assert editor.arguments[:2] == ["--flag", "two words"]
        assert (editor.found, editor.wrote.suffix) == ("a draft\n", ".md")
        assert editor.modes == ["600", "700"]
        editor.go_on()
        program.sees("> one two three “3”")
        assert lab.chats == []
        assert folders(tmp_path) == []
        program.press(ENTER)
        program.sees("complete")
        assert lab.chats[-1].body["messages"][-1]["content"] == "one\n  two\nthree “3”"
        assert program.quit() == 0
        assert program.terminal_attributes == program.attributes


def test_an_answer_goes_on_while_the_editor_is_open(lab: Homelab, tmp_path: Path) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four\n", hold_after=2, release=released))
    editor = ScriptedEditor(tmp_path, """echo next > "$file"\n""")
    with aishtui(tmp_path, "--endpoint", lab.url, environ=editor.environ) as program:
        program.sees("11 models")
        program.type("count")
        program.sees("one two", "writing")
        program.press(CTRL_G)
        editor.opened(program)
        released.set()
        program.until(lambda: newest_answer(tmp_path)[:2] == ("complete", "one two three four\n"))
        editor.go_on()
        program.sees("three four", "complete", "> next")


def test_a_failed_editor_leaves_the_prompt_as_it_was_and_what_it_saved_is_kept(lab: Homelab, tmp_path: Path) -> None:
    editor = ScriptedEditor(tmp_path, """echo half a thought > "$file"; exit 3\n""")
    with editing(lab, tmp_path, editor, "as it was") as program:
        editor.go_on()
        program.sees("ended with status 3: the prompt stays as it was", "> as it was")
        assert folders(tmp_path) == []
        program.press(CTRL_C)
        program.sees("Draft cleared")
        program.press(UP + UP)
        program.sees("> half a thought")


def test_an_editor_that_leaves_the_terminal_in_disorder_and_dies_does_no_harm(lab: Homelab, tmp_path: Path) -> None:
    disorder = "stty raw -echo; printf '\\033[?1049h\\033[5;9r\\033(0\\033[?1h'; kill -9 $$\n"
    editor = ScriptedEditor(tmp_path, disorder)
    with editing(lab, tmp_path, editor, "as it was") as program:
        editor.go_on()
        program.sees("was ended by signal 9", "> as it was", "11 models")
        assert "─" in program.tab_line
        program.press(CTRL_C)
        program.pause()
        assert program.quit() == 0
        assert program.terminal_attributes == program.attributes


def test_an_answer_is_read_in_the_editor_and_stays_as_it_is(lab: Homelab, tmp_path: Path) -> None:
    answer = "# Title\n\n- `code`\n\n日本語\n"
    lab.script(lan.FAST, Behaviour(text=answer))
    editor = ScriptedEditor(tmp_path, """chmod u+w "$file"; echo scribble > "$file"\n""")
    with aishtui(tmp_path, "--endpoint", lab.url, environ=editor.environ) as program:
        program.sees("11 models")
        program.type("tell me")
        program.sees("complete")
        program.type(":view")
        editor.opened(program)
        assert (editor.found, editor.wrote.name, editor.modes) == (answer + "\n", "answer.md", ["400", "700"])
        editor.go_on()
        program.sees("The answer stays as it is")
        assert program.quit() == 0
    assert last_answers(tmp_path) == [(Status.COMPLETE, answer)]
    assert folders(tmp_path) == []


def test_ctrl_c_in_the_editor_is_for_the_editor(lab: Homelab, tmp_path: Path) -> None:
    editor = ScriptedEditor(tmp_path, """trap 'echo interrupted > "$file"; exit 0' INT; echo now; sleep 60 & wait\n""")
    with editing(lab, tmp_path, editor) as program:
        editor.go_on()
        program.sees("now")
        program.press(CTRL_C)
        program.sees("> interrupted", "11 models")


def test_a_hang_up_while_the_editor_is_open_loses_neither_the_answer_nor_what_was_saved(
    lab: Homelab, tmp_path: Path
) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four\n", hold_after=2, release=released))
    editor = ScriptedEditor(tmp_path, """echo a long thought > "$file"; echo saved; sleep 60\n""")
    with aishtui(tmp_path, "--endpoint", lab.url, environ=editor.environ) as program:
        program.sees("11 models")
        program.type("count")
        program.sees("one two", "writing")
        program.press(CTRL_G)
        editor.opened(program)
        editor.go_on()
        program.sees("saved")
        program.hang_up()
        program.until(lambda: Path(f"/proc/{program.pid}/fd/1").readlink() == Path("/dev/null"))
        released.set()
        assert program.ended() == 129
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("one two three four")
        program.until(lambda: folders(tmp_path) == [])
        program.press(UP)
        program.sees("> a long thought")


def test_what_was_saved_when_aishtui_was_killed_is_there_at_the_next_start(lab: Homelab, tmp_path: Path) -> None:
    editor = ScriptedEditor(tmp_path, """echo a long thought > "$file"; echo saved; sleep 60\n""")
    with editing(lab, tmp_path, editor) as program:
        editor.go_on()
        program.sees("saved")
        program.kill()
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("What stood in your editor when aishtui ended is kept; Up brings it back")
        assert folders(tmp_path) == []
        program.press(UP)
        program.sees("> a long thought")


def test_a_signal_to_end_ends_the_editor_too(lab: Homelab, tmp_path: Path) -> None:
    editor = ScriptedEditor(tmp_path, """trap 'touch "$box/heard"; exit 0' HUP; echo now; sleep 60 & wait\n""")
    with editing(lab, tmp_path, editor) as program:
        editor.go_on()
        program.sees("now")
        program.signal(signal.SIGTERM)
        assert program.ended() == 143
        program.until(lambda: (tmp_path / "editor's box" / "heard").exists())


def test_an_editor_that_is_not_there_is_said_and_nothing_changes(lab: Homelab, tmp_path: Path) -> None:
    environ = {"VISUAL": "nowhere-to-be-found -x", "EDITOR": "true"}
    with aishtui(tmp_path, "--endpoint", lab.url, environ=environ) as program:
        program.press("a draft" + CTRL_G)
        program.sees("$VISUAL names “nowhere-to-be-found -x”, and there is no such program here", "> a draft")


def test_an_editor_that_does_not_wait_for_its_window_is_told_how_to(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url, environ={"VISUAL": "", "EDITOR": "true"}) as program:
        program.press(CTRL_G)
        program.sees("true has ended at once.", "code --wait")
