"""Presets out of files."""

from pathlib import Path

import pytest

from aishtui.chat.presets import Preset, not_sendable
from aishtui.store.paths import shipped
from aishtui.store.presets_file import LoadedPresets, load_presets


def load(tmp_path: Path, text: str) -> tuple[LoadedPresets, list[str]]:
    """What is in a file, and its problems without the path."""
    path = tmp_path / "presets.toml"
    path.write_text(text, "utf-8")
    loaded = load_presets([path])
    for problem in loaded.problems:
        assert problem.path == path
    return loaded, [str(problem).removeprefix(f"{path}, ") for problem in loaded.problems]


def test_the_presets_that_ship_are_whole() -> None:
    loaded = load_presets([shipped("presets.toml")])
    assert loaded.problems == ()
    assert [(preset.name, preset.model) for preset in loaded.presets] == [
        ("fast", "qwen2.5-coder-1.5b-q4_k_m.gguf"),
        ("chat", "llama-3.1-8b-instruct"),
        ("chat_big", "mistral-nemo-12b-instruct"),
        ("deep", "qwen-coder-7b-32k"),
        ("cloud", "anthropic/claude-sonnet-4.6"),
        ("cloud_opus", "anthropic/claude-opus-4.7"),
        ("cloud_haiku", "anthropic/claude-haiku-4.5"),
    ]


def test_the_user_s_own_go_over_those_that_ship(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text('[presets.fast]\nmodel = "a"\n[presets.deep]\nmodel = "b"\nsystem = "Be brief."\n')
    second.write_text('[presets.mine]\nmodel = "c"\n[presets.fast]\nmodel = "d"\n')
    loaded = load_presets([first, second, tmp_path / "absent.toml"])
    assert loaded.problems == ()
    assert [(p.name, p.model, p.source) for p in loaded.presets] == [
        ("fast", "d", str(second)),
        ("deep", "b", str(first)),
        ("mine", "c", str(second)),
    ]


def test_everything_a_preset_may_say_is_read(tmp_path: Path) -> None:
    loaded, problems = load(
        tmp_path,
        """
        [presets."two words"]
        model = "a/b"
        description = "what for"
        group = "dirac"
        system = "Be brief."
        slot = 3
        refuse_cloud_ids = true
        headers = { X-Team = " lab " }
        [presets."two words".params]
        temperature = 0.2
        stop = ["\\n", "END"]
        response_format = {type = "json_object"}
        """,
    )
    assert problems == []
    params = {"temperature": 0.2, "stop": ["\n", "END"], "response_format": {"type": "json_object"}}
    assert loaded.presets == (
        Preset(
            "two words",
            "a/b",
            "what for",
            "dirac",
            "Be brief.",
            params,
            str(tmp_path / "presets.toml"),
            {"X-Team": "lab"},
            3,
            True,
        ),
    )


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("", 'line 3, presets.x: has no model (model = "…"); the preset is left out'),
        ("model = 5", "line 4, presets.x.model: must be the model's id as text, not a number; the preset is left out"),
        ("model = ' '", "line 4, presets.x.model: must be the model's id as text, not empty; the preset is left out"),
        ("system = 'a'\nmode = 1", None),
    ],
)
def test_a_preset_without_a_model_is_left_out(tmp_path: Path, broken: str, problem: str | None) -> None:
    text = f'[presets.good]\nmodel = "kept"\n[presets.x]\n{broken}\n[presets.last]\nmodel = "kept"\n'
    loaded, problems = load(tmp_path, text)
    assert [preset.name for preset in loaded.presets] == ["good", "last"]
    if problem is not None:
        assert problems == [problem]
    else:
        assert "did you mean model?" in problems[0]
        assert problems[1:] == ['line 3, presets.x: has no model (model = "…"); the preset is left out']


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("system=['a']", "line 5, presets.x.system: must be text, not a list"),
        ("system_file=1", "line 5, presets.x.system_file: must be text, not a number"),
        ("params=1", "line 5, presets.x.params: must be a table, not a number"),
        ("refuse_cloud_ids='yes'", "line 5, presets.x.refuse_cloud_ids: must be true or false, not 'yes'"),
        (
            "[presets.x.params]\na=1\nb=[{c=1979-05-27}]",
            "line 7, presets.x.params.b.c: a date or time cannot be sent in a request",
        ),
        (
            "params.a=inf",
            "line 5, presets.x.params.a: a number that is infinite or none at all cannot be sent in a request",
        ),
        ("headers=[]", "line 5, presets.x.headers: must be a table of texts, not a list"),
        ("headers.X-A=1", "line 5, presets.x.headers.X-A: must be text, not a number"),
        (
            "headers.Accept='x'",
            "line 5, presets.x.headers.Accept: must be headers of your own, not `Accept`, which aishtui sets itself",
        ),
        (
            "headers.X-A='é'",
            "line 5, presets.x.headers.X-A: must be names and values that a header can carry (plain ASCII on one "
            "line), not those of `X-A`",
        ),
        ("headers={X-A='1', x-a='2'}", "line 5, presets.x.headers: is `X-A` once more: case makes no difference"),
    ],
)
def test_with_a_preset_that_would_send_something_else_nothing_is_sent(
    tmp_path: Path, broken: str, problem: str
) -> None:
    text = f"[presets.good]\nmodel = 'kept'\n[presets.x]\nmodel='m'\n{broken}\n[presets.last]\nmodel = 'kept'\n"
    loaded, problems = load(tmp_path, text)
    assert len(problems) == 1
    if "once more" not in problem:
        assert problems == [f"{problem}; nothing is sent with this preset"]
    assert [(preset.name, bool(preset.broken)) for preset in loaded.presets] == [
        ("good", False), ("x", True), ("last", False),
    ]  # fmt: skip
    assert problems[0].removesuffix("; nothing is sent with this preset") in loaded.presets[1].broken
    assert not_sendable(loaded.presets[1])


@pytest.mark.parametrize(
    "header",
    ["Authorization", "proxy-authorization", "X-Api-Key", "Cookie", "x-portkey-virtual-key", "X-Auth-Token"],
)
def test_a_header_that_looks_like_a_secret_belongs_to_an_endpoint(tmp_path: Path, header: str) -> None:
    loaded, problems = load(tmp_path, f'[presets.x]\nmodel = "m"\nheaders.{header} = "abc"\n')
    assert loaded.presets[0].broken
    assert "[endpoint] in config.toml" in problems[0]
    assert "abc" not in problems[0]
    loaded, problems = load(tmp_path, '[presets.x]\nmodel="m"\nheaders.X-A = "Bearer abcdef123456"\n')
    assert "[endpoint] in config.toml" in problems[0]
    assert "abcdef" not in problems[0]


@pytest.mark.parametrize("header", ["X-Team", "Helicone-Session-Id", "X-Title", "anthropic-beta", "X-Max-Tokens"])
def test_other_headers_are_taken(tmp_path: Path, header: str) -> None:
    loaded, problems = load(tmp_path, f'[presets.x]\nmodel = "m"\nheaders.{header} = "abc"\n')
    assert problems == []
    assert loaded.presets[0].headers == {header: "abc"}


@pytest.mark.parametrize(
    ("odd", "problem"),
    [
        ("description = 5", "line 3, presets.x.description: must be text, not a number; it is not used"),
        ("group = true", "line 3, presets.x.group: must be text, not true or false; it is not used"),
        ("slot = 10", "line 3, presets.x.slot: must be a number from 1 to 9, or 0 for none, not 10; it is not used"),
        (
            "slot = true",
            "line 3, presets.x.slot: must be a number from 1 to 9, or 0 for none, not true or false; it is not used",
        ),
        ("deleted = 'no'", "line 3, presets.x.deleted: must be true or false, not 'no'; it is not used"),
        ("params.stream = false", "line 3, presets.x.params.stream: is set by aishtui itself, and not used"),
        ("modle = 'a'", "line 3, presets.x.modle: unknown key, which is not used; did you mean model?"),
        (
            "temperature = 1",
            "line 3, presets.x.temperature: unknown key, which is not used; "
            "parameters of the request go into [presets.x.params]",
        ),
    ],
)
def test_a_preset_with_something_odd_is_kept(tmp_path: Path, odd: str, problem: str) -> None:
    loaded, problems = load(tmp_path, f"[presets.x]\nmodel = 'm'\n{odd}\n")
    assert problems == [problem]
    params = {"stream": False} if "stream" in odd else {}
    assert loaded.presets == (Preset("x", "m", source=str(tmp_path / "presets.toml"), params=params),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[preset.x]\nmodel='m'", "line 1, preset: unknown key, which is not used; did you mean presets?"),
        (
            "[zzz]\nmodel='m'",
            "line 1, zzz: unknown key, which is not used; presets are tables called [presets.NAME]",
        ),
        ("presets = 3", "line 1, presets: must hold tables called [presets.NAME], not be a number"),
        (
            "[presets]\nfast = 'm'",
            "line 2, presets.fast: must be a table with a model, not text; the preset is left out",
        ),
        ("[presets.'']\nmodel='m'", 'line 1, presets."": a preset needs a name; the preset is left out'),
    ],
)
def test_what_is_no_preset_is_said(tmp_path: Path, text: str, problem: str) -> None:
    loaded, problems = load(tmp_path, text)
    assert problems == [problem]
    assert loaded.presets == ()


def test_a_broken_file_costs_only_its_own_presets(tmp_path: Path) -> None:
    path = tmp_path / "presets.toml"
    path.write_text('[presets.x]\nmodel = "open\n')
    loaded = load_presets([shipped("presets.toml"), path])
    (problem,) = loaded.problems
    assert (problem.path, problem.line) == (path, 2)
    assert len(loaded.presets) == 7
