"""`config.toml` and the token file."""

from pathlib import Path
from typing import Any

import pytest

from aishtui.chat.file_problem import FileProblem
from aishtui.store.clipboard_config import ClipboardConfig
from aishtui.store.config import ChosenKeys, Config, FallbackConfig, Secrets
from aishtui.store.config_file import load_config
from aishtui.store.config_table import SETTINGS, Setting
from aishtui.store.errors import BadFile
from aishtui.store.token_file import read_token, token_file_problem

WHOLE = """\
theme = "paper"

[endpoint]
url = "http://hossenfelder.fritz.box:8082"
token_file = "token"
cloud_prefixes = ["a/", "b/"]
headers = { "X-Team" = "lab" }

[engine]
on_hangup = "stop"
hangup_limit_minutes = 2.5

[store]
keep_days = 365
deleted_days = 7

[keys]
"answer.copy" = "ctrl+k"
tab.new = ["f12", "alt+t"]
help.show = ""

[clipboard]
route = "osc52"
limit = 1000

[[endpoint.fallbacks]]
name = "boltzmann"
url = "http://boltzmann.fritz.box:8083"
models = ["llama-3.1-8b-instruct"]
token_command = "pass show 'llm token'"

[terminal]
title = false
low_bandwidth = true
mouse = false
plain_output = true

[notice]
when_done = "osc9"
after_seconds = 5

[prompt]
enter = "newline"
"""


def problems_of(tmp_path: Path, text: str) -> tuple[Config, list[str]]:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    loaded = load_config(path)
    return loaded.config, [str(problem).removeprefix(f"{path}, ") for problem in loaded.problems]


def test_everything_is_read(tmp_path: Path) -> None:
    config, problems = problems_of(tmp_path, WHOLE)
    assert problems == []
    assert config == Config(
        "http://hossenfelder.fritz.box:8082",
        Secrets(tmp_path / "token", (), {"X-Team": "lab"}),
        (
            FallbackConfig(
                "boltzmann",
                "http://boltzmann.fritz.box:8083",
                ("llama-3.1-8b-instruct",),
                Secrets(None, ("pass", "show", "llm token"), {}),
                FileProblem(tmp_path / "config.toml", 28, "endpoint.fallbacks.url", ""),
            ),
        ),
        ("a/", "b/"),
        "paper",
        "stop",
        150.0,
        365,
        7,
        clipboard=ClipboardConfig("osc52", 1000),
        title=False,
        low_bandwidth=True,
        when_done="osc9",
        notice_after_s=5.0,
        keys=(
            ChosenKeys("answer.copy", ("ctrl+k",), problem(tmp_path, 18, 'keys."answer.copy"')),
            ChosenKeys("tab.new", ("f12", "alt+t"), problem(tmp_path, 19, "keys.tab.new")),
            ChosenKeys("help.show", (), problem(tmp_path, 20, "keys.help.show")),
        ),
        enter="newline",
        mouse=False,
        plain_output=True,
    )


def problem(tmp_path: Path, line: int, key: str) -> FileProblem:
    return FileProblem(tmp_path / "config.toml", line, key, "")


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    loaded = load_config(tmp_path / "config.toml")
    assert loaded.config == Config()
    assert loaded.problems == ()


def test_a_path_may_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert problems_of(tmp_path, '[endpoint]\ntoken_file = "~/t"')[0].secrets.token_file == Path("/home/ada/t")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = 5", "line 1, theme: must be text, not a number; the default is used"),
        ("[endpoint]\nurl = ''", "line 2, endpoint.url: must be text, not ''; the default is used"),
        ("[endpoint]\ntoken_file = []", "line 2, endpoint.token_file: must be the path of a file, not a list"),
        (
            "[endpoint]\ntoken_file = '~nobody_of_that_name/t'",
            "line 2, endpoint.token_file: must be the path of a file in a home folder that exists, not",
        ),
        ("[endpoint]\ntoken_command = ''", "line 2, endpoint.token_command: must be a command: text, or a list of its"),
        (
            '[endpoint]\ntoken_command = "it\'s"',
            "line 2, endpoint.token_command: must be a command: text, or a list of its words, not text; the default",
        ),
        ("[endpoint]\nheaders = 'a'", "line 2, endpoint.headers: must be a table of texts, not text; the default"),
        ("[endpoint]\nheaders = { 'a b' = 'c' }", "line 2, endpoint.headers: must be names and values that a header"),
        ('[endpoint]\nheaders = { A = "b\\nC: d" }', "line 2, endpoint.headers: must be names and values that a"),
        (
            "[endpoint]\nheaders = { Host = 'c' }",
            "line 2, endpoint.headers: must be headers of your own, not `Host`, which aishtui sets itself",
        ),
        ("[endpoint]\nheaders = { A = 3 }", "line 2, endpoint.headers: must be a table of texts, not a number for `A`"),
        (
            "[endpoint]\nheaders = { A = 'ü' }",
            "line 2, endpoint.headers: must be names and values that a header can carry (plain ASCII on one line), not",
        ),
        (
            "[endpoint]\nfallbacks = 'a'",
            "line 2, endpoint.fallbacks: must be tables, each under a heading [[endpoint.fa",
        ),
        (
            "[[endpoint.fallbacks]]\nname = 'a'\nmodels = ['m']",
            "line 1, endpoint.fallbacks: needs url; it is not used",
        ),
        ("[endpoint]\ncloud_prefixes = [1]", "line 2, endpoint.cloud_prefixes: must be a list of texts, not a list"),
        ("[engine]\non_hangup = 'die'", """line 2, engine.on_hangup: must be "finish" or "stop", not 'die'; """),
        (
            "[engine]\nhangup_limit_minutes = 0",
            "line 2, engine.hangup_limit_minutes: must be a number of minutes above",
        ),
        ("[terminal]\ntitle = 1", "line 2, terminal.title: must be true or false, not a number; the default is used"),
        (
            "[notice]\nwhen_done = 'ring'",
            """line 2, notice.when_done: must be "bell", "osc9", "osc777" or "off", not""",
        ),
        (
            "[notice]\nafter_seconds = -1",
            "line 2, notice.after_seconds: must be a number of seconds, 0 or more, not -1;",
        ),
        ("[engine]\nhangup_limit_minutes = true", "line 2, engine.hangup_limit_minutes: must be a number of minutes"),
        ("[engine]\nhangup_limit_minutes = nan", "line 2, engine.hangup_limit_minutes: must be a number of minutes"),
        (
            "[store]\nkeep_days = -1",
            "line 2, store.keep_days: must be a whole number of days, 0 to 100000, not -1; the default is used",
        ),
        ("[terminal]\nplain_output = 1", "line 2, terminal.plain_output: must be true or false, not a number"),
        (
            "[store]\nkeep_days = true",
            "line 2, store.keep_days: must be a whole number of days, 0 to 100000, not true or",
        ),
        ("[store]\nkeep_days = 1.5", "line 2, store.keep_days: must be a whole number of days, 0 to 100000, not 1.5;"),
        ("[store]\ndeleted_days = 0", "line 2, store.deleted_days: must be a whole number of days, 1 to 100000"),
        ("\n[endpiont]\n", "line 2, endpiont: unknown key, which is not used; did you mean endpoint?"),
        ("[endpoint]\nuri = ''", "line 2, endpoint.uri: unknown key, which is not used; did you mean url?"),
        ("[endpoint]\nzzzz = 1", "line 2, endpoint.zzzz: unknown key, which is not used; known are url, token_file,"),
        ("zzzz = 1", "line 1, zzzz: unknown key, which is not used; known are theme, endpoint, engine, prompt,"),
        ("[keys]\ntab.new = 1", 'line 2, keys.tab.new: must be a key, a list of keys, or "" for none, not a number'),
        ("[keys]\ntab.new = [1]", 'line 2, keys.tab.new: must be a key, a list of keys, or "" for none, not a list'),
        ("[terminal]\nmouse = 1", "line 2, terminal.mouse: must be true or false, not a number"),
        ("[prompt]\nenter = true", 'line 2, prompt.enter: must be "send" or "newline", not true or false'),
        ("url = 'http://x'", "line 1, url: is not known here and not used; it belongs under [endpoint]"),
        (
            "[terminal]\nwhen_done = 'off'",
            "line 2, terminal.when_done: is not known here and not used; it belongs under [notice]",
        ),
        ("[terminal]\ntheme = 'dusk'", "line 2, terminal.theme: is not known here and not used; it belongs above all"),
        ("endpoint = 'http://x'", "line 1, endpoint: must be a table, not text"),
        (
            "[clipboard]\nroute = 'osc_52'",
            'line 2, clipboard.route: must be "auto", "tmux", "osc52", "osc52-tmux", "osc52-screen", "desktop" or '
            '"file" '
            "(did you mean osc52, osc52-tmux or osc52-screen?), not 'osc_52'; the default is used",
        ),
        (
            "[clipboard]\nroute = 5",
            'line 2, clipboard.route: must be "auto", "tmux", "osc52", "osc52-tmux", "osc52-scr',
        ),
        (
            "[clipboard]\nlimit = -1",
            "line 2, clipboard.limit: must be a whole number of bytes (0: no limit), not -1;",
        ),
        (
            "[clipboard]\nlimit = true",
            "line 2, clipboard.limit: must be a whole number of bytes (0: no limit), not true",
        ),
        ("[clipboard]\nrouet = 'tmux'", "line 2, clipboard.rouet: unknown key, which is not used; did you mean route?"),
        ("keys = 1", "line 1, keys: must be a table, not a number"),
        ("theme = 'open", "line 1: is not TOML: "),
    ],
)
def test_what_is_wrong_is_said_and_the_default_is_used(tmp_path: Path, text: str, problem: str) -> None:
    config, problems = problems_of(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert config == Config()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("-1", "-1"),
        ("1.5", "1.5"),
        ("1e999", "an infinite number"),
        ("nan", "nan"),
        (f"0x{'f' * 5000}", "a number of more than 20 digits"),
        ("true", "true or false"),
        ("'x'", "'x'"),
        ("[1]", "a list"),
    ],
    ids=lambda value: value[:20],
)
def test_a_number_that_is_wrong_is_named_itself(tmp_path: Path, value: str, words: str) -> None:
    _, problems = problems_of(tmp_path, f"[store]\nkeep_days = {value}")
    wanted = "a whole number of days, 0 to 100000"
    assert problems == [f"line 2, store.keep_days: must be {wanted}, not {words}; the default is used"]


def test_one_wrong_value_leaves_the_others(tmp_path: Path) -> None:
    config, problems = problems_of(tmp_path, WHOLE.replace('"paper"', "1").replace('"stop"', "2"))
    assert len(problems) == 2
    assert (config.theme, config.on_hangup) == (None, "finish")
    assert config.hangup_limit_s == 150.0


def test_a_token_is_read_without_the_space_around_it(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("\n  sk-123 \n")
    path.chmod(0o600)
    assert read_token(path) == "sk-123"
    assert token_file_problem(path) is None


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"sk-secret\nsecond", b"sk-s\xc3\xa9cret", b"sk-\x00secret", b"sk-secret" * 10_000],
    ids=["empty", "blank", "lines", "letters", "nul", "size"],
)
def test_what_is_no_token_is_said_without_repeating_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "token"
    path.write_bytes(content)
    with pytest.raises(BadFile) as wrong:
        read_token(path)
    assert str(path) in str(wrong.value)
    assert "sk-" not in str(wrong.value)


def test_a_token_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"the token cannot be read \(No such file or directory\)"):
        read_token(tmp_path / "absent")
    assert token_file_problem(tmp_path / "absent") is None


def test_a_token_others_may_read_is_a_problem_only(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("sk-123")
    path.chmod(0o640)
    assert read_token(path) == "sk-123"
    assert str(token_file_problem(path)) == f"{path}: others may read the token (mode 0640); chmod 600 keeps it private"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[endpoint]\ntoken_file = 'a'\ntoken_command = 'b'",
            "line 3, endpoint.token_command: stands beside token_file, which is used; leave one out",
        ),
        (
            "[[endpoint.fallbacks]]\nname = 'a'\nurl = 'u'\nmodels = ['m']\n"
            "[[endpoint.fallbacks]]\nurl = 'u'\nmodels = ['m']\nname = 'a'",
            "line 8, endpoint.fallbacks.name: `a` is an entry above already; it is not used",
        ),
        (
            "[[endpoint.fallbacks]]\nname = 'a'\nurl = 'u'\nmodels = ['m']\n"
            "[[endpoint.fallbacks]]\nname = 'b'\nurl = 'u'\nmodels = []",
            "line 8, endpoint.fallbacks.models: must be a list of the ids it may answer for (none: it would never be",
        ),
        (
            "[[endpoint.fallbacks]]\nname = 'a'\nurl = 'u'\nmodels = ['m']\nmodel = 'n'",
            "line 5, endpoint.fallbacks.model: unknown key, which is not used; did you mean models?",
        ),
    ],
)
def test_beside_what_is_wrong_all_else_is_used(tmp_path: Path, text: str, problem: str) -> None:
    config, problems = problems_of(tmp_path, text)
    assert [found[: len(problem)] for found in problems] == [problem]
    assert config != Config()


def test_what_is_wrong_leaves_what_held_before(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WHOLE, "utf-8")
    held = load_config(path).config
    path.write_text("theme = 5\n[notice]\nwhen_done = 'ring'\nafter_seconds = 7\n[terminal]\ntitle = 1\n", "utf-8")
    loaded = load_config(path, held)
    assert loaded.config == Config(theme="paper", when_done="osc9", notice_after_s=7.0, title=False)
    assert all(str(problem).endswith("; what held before still holds") for problem in loaded.problems)
    assert len(loaded.problems) == 3


def test_of_a_file_that_is_no_toml_nothing_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("theme = 'paper'\n[", "utf-8")
    loaded = load_config(path, Config(theme="mono"))
    assert (loaded.config, loaded.readable) == (Config(theme="mono"), False)
    assert [problem.line for problem in loaded.problems] == [2]


@pytest.mark.parametrize("held", [None, Config("http://old", Secrets(Path("/old")))])
def test_what_was_meant_for_an_address_that_cannot_be_read_goes_to_no_other(
    tmp_path: Path, held: Config | None
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[endpoint]\nurl = 5\ntoken_file = 'token'\nheaders = { A = 'b' }\n", "utf-8")
    config = load_config(path, held).config
    assert (config.endpoint_url, config.secrets) == (
        ("http://old", Secrets(Path("/old"))) if held else (None, Secrets())
    )


def test_every_setting_is_read_from_its_place(tmp_path: Path) -> None:
    other = {
        "theme": "'x'", "endpoint.url": "'x'", "endpoint.cloud_prefixes": "[]", "engine.on_hangup": "'stop'",
        "engine.hangup_limit_minutes": "1", "prompt.enter": "'newline'", "store.keep_days": "5",
        "store.deleted_days": "5", "clipboard.route": "'tmux'", "clipboard.limit": "5", "terminal.title": "false",
        "terminal.plain_output": "true", "terminal.mouse": "false", "notice.when_done": "'off'",
        "notice.after_seconds": "5",
    }  # fmt: skip
    for setting in SETTINGS:
        value = other.get(setting.name, setting.example)
        config, problems = problems_of(tmp_path, f"{setting.name} = {value}")
        assert problems == [], setting
        assert setting.of(config) != setting.of(Config()), setting


@pytest.mark.parametrize("setting", [it for it in SETTINGS if not it.without], ids=lambda it: it.name)
def test_an_example_is_the_default_unless_something_else_is_said(tmp_path: Path, setting: Setting[Any]) -> None:
    config, problems = problems_of(tmp_path, f"{setting.name} = {setting.example}")
    assert (setting.of(config), problems) == (setting.of(Config()), [])
