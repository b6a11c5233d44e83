"""`aishtui config`: init, check, show, path, theme."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from aishtui.store.config_default import default_text
from aishtui.store.config_table import SETTINGS
from tests.commands.program import run, write

BROKEN = """\
theme = "dsuk"
mouse = false

[endpoint]
url = "http://ada:s3cret@host"
headers = "X-Key: s3cret"
token_command = ["echo", "s3cret", ""]
clod_prefixes = []

[engine]
on_hangup = "finnish"

[keys]
"tab.nwe" = "F12"

[quantum]
entangled = true
"""


def shown(folder: Path, *options: str, environ: dict[str, str] | None = None) -> dict[str, Any]:
    """What `config show --json` says, by key."""
    done = run(folder, *options, "config", "show", "--json", environ=environ)
    assert done.returncode == 0
    return {row["key"]: row for row in json.loads(done.stdout)["settings"]}


def origin(row: dict[str, Any]) -> tuple[object, ...]:
    return row["value"], row["from"], row["name"] or row["line"]


# -- init


def test_init_writes_the_commented_default_for_the_user_alone(tmp_path: Path) -> None:
    done = run(tmp_path, "config", "init")
    path = tmp_path / "config" / "config.toml"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{path}: every setting is in it, in a comment\n", "")
    assert path.read_text() == default_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run(tmp_path, "config", "check").returncode == 0


def test_init_leaves_what_is_there_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "config.toml", "mine")
    done = run(tmp_path, "config", "init")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{path} is there already and was left as it is" in done.stderr
    assert path.read_text() == "mine"


def test_init_prints_the_default_beside_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path, "config.toml", "mine")
    done = run(tmp_path, "config", "init", "--print")
    assert (done.returncode, done.stdout, path.read_text()) == (0, default_text(), "mine")


def test_init_says_where_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(tmp_path, "config", "init", "--config-dir", str(tmp_path / "file" / "deeper"))
    assert done.returncode == 1
    assert "Not a directory" in done.stderr


def test_path_is_printed_whether_the_file_is_there_or_not(tmp_path: Path) -> None:
    assert run(tmp_path, "config", "path").stdout == f"{tmp_path}/config/config.toml\n"
    elsewhere = run(tmp_path, "config", "path", "--config-dir", str(tmp_path / "other"))
    assert elsewhere.stdout == f"{tmp_path}/other/config.toml\n"


# -- check


def test_check_names_each_problem_with_file_line_key_and_the_nearest_that_is_known(tmp_path: Path) -> None:
    path = write(tmp_path, "config.toml", BROKEN)
    done = run(tmp_path, "config", "check")
    assert (done.returncode, done.stderr) == (1, "")
    lines = [line.removeprefix(f"{path}, ") for line in done.stdout.splitlines()]
    assert lines[0] == "line 1, theme: there is no theme “dsuk”. Did you mean dusk?"
    assert lines[1] == "line 2, mouse: is not known here and not used; it belongs under [terminal]"
    assert lines[2].startswith("line 5, endpoint.url: The address has a user name or password in it.")
    assert lines[3] == "line 6, endpoint.headers: must be a table of texts, not text; the default is used"
    assert lines[4].startswith("line 7, endpoint.token_command: must be a command: text, or a list of its words, not a")
    assert lines[5].startswith("line 8, endpoint.clod_prefixes: unknown key, which is not used; did you mean cloud_pre")
    assert lines[6].startswith('line 11, engine.on_hangup: must be "finish" or "stop" (did you mean finish?)')
    assert lines[7].startswith('line 14, keys."tab.nwe": there is no such action; did you mean tab.new')
    assert lines[8].startswith("line 16, quantum: unknown key, which is not used; known are theme, endpoint,")
    assert lines[9:] == [f"{tmp_path}/config: config.toml; 9 problems"]
    assert "s3cret" not in done.stdout


def test_check_looks_into_presets_the_brokers_file_and_themes_too(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets.mine]\nmodle = "m"\n')
    write(tmp_path, "broker.toml", '[[backends]]\nname = "a"\n')
    (tmp_path / "config" / "themes").mkdir()
    write(tmp_path, "themes/mine.toml", 'name = "mine"\n[colors]\nprimary = "#fff"\nprimry = "#fff"\n')
    for options in ((), ("--embedded",)):
        done = run(tmp_path, *options, "config", "check", "--json")
        found = json.loads(done.stdout)
        assert done.returncode == 1
        assert [Path(file).name for file in found["files"]] == ["presets.toml", "broker.toml", "mine.toml"]
        places = [(Path(it["path"]).name, it["line"], it["key"]) for it in found["problems"]]
        assert sorted(places) == [
            ("broker.toml", 1, "backends[1]"), ("mine.toml", 4, "colors.primry"), ("presets.toml", 1, "presets.mine"),
            ("presets.toml", 2, "presets.mine.modle"),
        ]  # fmt: skip
        assert any(it["problem"] == "unknown key, which is not used; did you mean model?" for it in found["problems"])


def test_check_of_a_file_that_is_no_toml_says_where_it_stops(tmp_path: Path) -> None:
    path = write(tmp_path, "config.toml", "theme = 'dusk'\n[endpoint\n")
    done = run(tmp_path, "config", "check")
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}, line 2: is not TOML: ")


def test_check_where_nothing_is_wrong_or_there_is_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, "config", "check")
    assert (done.returncode, done.stdout) == (
        0, f"{tmp_path}/config: there is no file of yours, so all is as shipped\n",
    )  # fmt: skip
    write(tmp_path, "config.toml", "theme = 'paper'\n")
    done = run(tmp_path, "config", "check")
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/config: config.toml; nothing is wrong\n")


def test_check_with_an_address_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert run(tmp_path, "config", "check", "--endpoint", "http://a b").returncode == 2


# -- show


def test_show_says_of_every_key_what_holds_and_where_it_comes_from(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", 'theme = "paper"\n[endpoint]\nurl = "one:1"\n[terminal]\nmouse = false\n')
    found = shown(tmp_path)
    assert set(found) == {setting.name for setting in SETTINGS} | {"endpoint.fallbacks", "keys"}
    assert origin(found["theme"]) == ("paper", "file", 1)
    assert origin(found["endpoint.url"]) == ("http://one:1", "file", 3)
    assert origin(found["terminal.mouse"]) == (False, "file", 5)
    assert origin(found["notice.after_seconds"]) == (20, "default", None)
    assert origin(found["engine.hangup_limit_minutes"]) == (15, "default", None)
    assert (found["terminal.mouse"]["at_once"], found["store.keep_days"]["at_once"]) == (True, False)


def test_options_come_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", 'theme = "paper"\n[endpoint]\nurl = "one:1"\n')
    environ = {"AISHTUI_ENDPOINT": "two:1"}
    assert origin(shown(tmp_path, environ=environ)["endpoint.url"]) == (
        "http://two:1",
        "environment",
        environ.popitem()[0],
    )
    found = shown(tmp_path, "--endpoint", "three:1", "--theme", "mono", "--plain-output")
    assert origin(found["endpoint.url"]) == ("http://three:1", "option", "--endpoint")
    assert origin(found["theme"]) == ("mono", "option", "--theme")
    assert origin(found["terminal.plain_output"]) == (True, "option", "--plain-output")
    assert origin(shown(tmp_path, "--embedded")["endpoint.url"]) == ("embedded", "option", "--embedded")


def test_the_default_theme_is_the_one_without_colours_where_none_are_wanted(tmp_path: Path) -> None:
    assert origin(shown(tmp_path, environ={"NO_COLOR": "1"})["theme"]) == ("plain", "default", None)
    assert origin(shown(tmp_path, environ={"NO_COLOR": "", "TERM": "xterm"})["theme"]) == ("dusk", "default", None)


def test_what_is_wrong_is_the_default_and_says_why(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", BROKEN)
    found = shown(tmp_path, environ={"TERM": "xterm", "NO_COLOR": ""})
    assert origin(found["theme"]) == ("dusk", "default", 1)
    assert origin(found["endpoint.url"]) == ("http://hossenfelder.fritz.box:8082", "default", 5)
    assert origin(found["engine.on_hangup"]) == ("finish", "default", 11)
    assert "did you mean finish?" in found["engine.on_hangup"]["problems"][0]
    assert origin(found['keys."tab.nwe"']) == (None, "default", 14)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_secret_is_shown(tmp_path: Path, options: tuple[str, ...]) -> None:
    write(tmp_path, "token", "s3cret\n")
    text = (
        '[endpoint]\nurl = "one:1"\ntoken_file = "token"\nheaders = { "X-Key" = "s3cret" }\n'
        '[[endpoint.fallbacks]]\nname = "b"\nurl = "two:2"\nmodels = ["m"]\n'
        'token_command = "echo s3cret"\nheaders = { Cookie = "s3cret" }\n'
    )
    write(tmp_path, "config.toml", text)
    done = run(tmp_path, "config", "show", *options, environ={"AISHTUI_TOKEN": "s3cret"})
    assert done.returncode == 0
    assert "s3cret" not in done.stdout + done.stderr
    assert all(word in done.stdout for word in ("X-Key", "Cookie", "AISHTUI_TOKEN", "http://two:2", "echo …"))


@pytest.mark.parametrize(
    ("text", "environ", "wanted"),
    [
        ("", {}, None),
        ("", {"AISHTUI_TOKEN": "t"}, "AISHTUI_TOKEN"),
        ("[endpoint]\ntoken_file = 'token'\n", {}, "token_file"),
        ("[endpoint]\ntoken_command = 'echo t'\n", {}, "token_command"),
        ("[endpoint]\nurl = 'one:1'\ntoken_command = 'echo t'\n", {"AISHTUI_ENDPOINT": "two:2"}, None),
        ("[endpoint]\nurl = 'http://a b'\ntoken_command = 'echo t'\n", {"AISHTUI_TOKEN": "t"}, None),
    ],
)
def test_whose_token_is_sent_is_said(tmp_path: Path, text: str, environ: dict[str, str], wanted: str | None) -> None:
    write(tmp_path, "token", "t\n")
    write(tmp_path, "config.toml", text)
    assert json.loads(run(tmp_path, "config", "show", "--json", environ=environ).stdout)["token_from"] == wanted


def test_show_is_a_table_to_read(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[keys]\n"tab.new" = ["f12", "alt+t"]\n')
    lines = run(tmp_path, "config", "show", environ={"AISHTUI_ENDPOINT": "two:2"}).stdout.splitlines()
    assert lines[:3] == [f"{tmp_path}/config/config.toml", f"data folder: {tmp_path}/data", "token: none is sent"]
    cells = {line.split()[0]: " ".join(line.split()[1:]) for line in lines[3:]}
    assert cells["endpoint.url"] == 'AISHTUI_ENDPOINT "http://two:2"'
    assert cells['keys."tab.new"'] == 'config.toml, line 2 ["F12", "Alt+T"]'
    assert cells["terminal.low_bandwidth"] == "default true over SSH, else false"
    assert len({line.index("  ") < 40 for line in lines[3:]}) == 1


# -- themes


def test_a_theme_of_ones_own_begins_as_a_copy_and_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "config" / "themes" / "mine.toml"
    done = run(tmp_path, "config", "theme", "dusk", "mine")
    assert (done.returncode, done.stdout) == (0, f"{path}: change it, and `:theme mine` shows it\n")
    printed = run(tmp_path, "config", "theme", "dusk").stdout
    assert path.read_text() == printed.replace('name = "dusk"', 'name = "mine"')
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    listed = dict(line.split() for line in run(tmp_path, "config", "theme").stdout.splitlines())
    assert (listed["mine"], listed["dusk"], listed["nord"]) == (str(path), "aishtui", "Textual")
    assert origin(shown(tmp_path, "--theme", "mine")["theme"]) == ("mine", "option", "--theme")
    assert run(tmp_path, "config", "check").returncode == 0


def test_a_theme_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "config" / "themes").mkdir(parents=True)
    path = write(tmp_path, "themes/mine.toml", "mine")
    done = run(tmp_path, "config", "theme", "dusk", "mine")
    assert done.returncode == 1
    assert "is there already and was left as it is. Choose another name." in done.stderr
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dsk",), "there is no theme “dsk”. Did you mean dusk?"),
        (("nord",), "nord is one of Textual's own, which have no file"),
        (("dusk", "../mine"), "letters, digits, - and _"),
        (("dusk", 'a"b'), "letters, digits, - and _"),
    ],
)
def test_what_is_no_theme_or_no_name_of_one_is_said(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, "config", "theme", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "config" / "themes").exists()
