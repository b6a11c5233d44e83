"""The real program and its settings: opened in an editor, taken over, and themes of the user's own."""

import stat
from pathlib import Path

from aishtui.store.config_default import default_text
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import aishtui
from tests.stories.scripted_editor import ScriptedEditor
from tests.stories.test_own_keys import mouse_modes

TITLE_TAKEN, TITLE_GIVEN_BACK = b"\x1b[22;2t", b"\x1b[23;2t"
MINE = 'name = "mine"\ndark = true\n[colors]\nprimary = "#102030"\nbackground = "#{}"\n'


def test_settings_are_written_opened_and_hold_when_the_editor_ends(lab: Homelab, tmp_path: Path) -> None:
    text = '[keys]\\n"help.show" = "F5"\\n[terminal]\\nmouse = false\\ntitle = false\\n[store]\\nkeep_days = 9\\n'
    editor = ScriptedEditor(tmp_path, f"""printf '{text}' > "$file"\n""")
    with aishtui(tmp_path, "--endpoint", lab.url, environ=editor.environ) as program:
        program.sees("11 models", "F1 help")
        program.until(lambda: mouse_modes(program) == {b"1000", b"1002", b"1006"})
        program.type(":config")
        editor.opened(program)
        path = tmp_path / "config" / "config.toml"
        assert (editor.found, editor.wrote) == (default_text(), path)
        assert (editor.modes[0], stat.S_IMODE(path.stat().st_mode)) == ("600", 0o600)
        editor.go_on()
        program.sees("Taken over: terminal.title, terminal.mouse and keys", "store.keep_days from the next start on")
        program.sees("F5 help")
        program.until(lambda: mouse_modes(program) == set())
        program.until(lambda: program.received.rindex(TITLE_GIVEN_BACK) > program.received.rindex(TITLE_TAKEN))
        path.write_text("[terminal]\ntitle = true\n[keys\n")
        program.type(":config reload")
        program.sees("line 3: is not TOML", "what held before still holds")
        assert "F5 help" in program.screen
        path.write_text("[terminal]\ntitle = true\n")
        program.type(":config reload")
        program.sees("Taken over: terminal.title, terminal.mouse and keys", "F1 help")
        program.until(lambda: program.received.rindex(TITLE_TAKEN) > program.received.rindex(TITLE_GIVEN_BACK))
        program.until(lambda: mouse_modes(program) == {b"1000", b"1002", b"1006"})
        assert program.quit() == 0


def test_a_theme_of_ones_own_can_be_started_with(lab: Homelab, tmp_path: Path) -> None:
    themes = tmp_path / "config" / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.toml").write_text(MINE.format("000004"))
    (themes / "dusk.toml").write_text(MINE.replace("mine", "dusk").format("000005"))
    (themes / "broken.toml").write_text('name = "broken"\n[colors]\n')
    environ = {"COLORTERM": "truecolor"}
    with aishtui(tmp_path, "--endpoint", lab.url, "--theme", "mine", environ=environ) as program:
        program.sees("broken.toml, line 2, colors", "this theme is left out")
        program.until(lambda: b"48;2;0;0;4m" in program.received)
        program.type(":theme dusk")
        program.until(lambda: b"48;2;0;0;5m" in program.received)
        program.type(":theme broken")
        program.sees("There is no theme “broken”")
