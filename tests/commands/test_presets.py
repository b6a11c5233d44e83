"""`aishtui presets`: what there is, where it comes from, and for other programs."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.portable.brokers_lua import brokers_lua
from aishtui.chat.presets import Preset
from aishtui.commands.presets_forms import as_toml
from aishtui.store.paths import shipped
from aishtui.store.presets_file import load_presets
from tests.commands.program import run, write
from tests.servers.homelab import Homelab

OWN = """\
[presets.deep]
system = "Think."
slot = 2

[presets."my name"]
model = "m-1"
description = "of my own"
refuse_cloud_ids = true
params = { temperature = 0.2 }
"""


def test_the_list_has_slot_name_model_and_description(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", OWN)
    done = run(tmp_path, "presets", "list")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert len(lines) == 8
    assert lines[0] == "1 fast qwen2.5-coder-1.5b-q4_k_m.gguf always up, snappy questions"
    assert lines[3] == "2 deep qwen-coder-7b-32k only when dirac is awake"
    assert lines[7] == "my name m-1 of my own"
    assert not (tmp_path / "data").exists()


def test_json_has_every_value_and_its_place(tmp_path: Path) -> None:
    path = write(tmp_path, "presets.toml", OWN + "[presets.fast]\ndeleted = true\n")
    found = json.loads(run(tmp_path, "presets", "list", "--json").stdout)
    assert found["deleted"] == [{"name": "fast", "file": str(path), "line": 11}]
    deep = next(preset for preset in found["presets"] if preset["name"] == "deep")
    assert list(deep) == [
        "name", "model", "description", "group", "slot", "system", "system_file", "params", "headers",
        "refuse_cloud_ids", "broken", "origins",
    ]  # fmt: skip
    assert (deep["system"], deep["slot"], deep["system_file"], deep["broken"]) == ("Think.", 2, None, None)
    assert deep["origins"]["system"] == {"file": str(path), "line": 2}
    assert deep["origins"]["model"] == {"file": str(shipped("presets.toml")), "line": 21}


def test_one_preset_is_shown_with_the_place_of_each_value(tmp_path: Path) -> None:
    path = write(tmp_path, "presets.toml", OWN)
    (tmp_path / "config" / "presets.d").mkdir()
    (tmp_path / "config" / "kind.md").write_text("Be kind.\nAlways.\n")
    own = write(tmp_path, "presets.d/aishtui.toml", '[presets."my name"]\nsystem_file = "../kind.md"\n')
    done = run(tmp_path, "presets", "show", "my name")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        '[presets."my name"]\n\n'
        f'# {path}, line 6\nmodel = "m-1"\n\n'
        f'# {path}, line 7\ndescription = "of my own"\n\n'
        f'# {own}, line 2\nsystem_file = "{own.parent}/../kind.md"\n# which says:\n#   Be kind.\n#   Always.\n\n'
        f"# {path}, line 8\nrefuse_cloud_ids = true\n\n"
        f'# {path}, line 9\n[presets."my name".params]\ntemperature = 0.2\n\n'
        "# not set: group, slot, system, headers\n"
    )
    assert tomllib.loads(done.stdout)["presets"]["my name"]["params"] == {"temperature": 0.2}


def test_a_preset_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    done = run(tmp_path, "presets", "show", "dep")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "aishtui: There is no preset “dep”. Did you mean deep?\n"
    path = write(tmp_path, "presets.toml", "[presets.deep]\ndeleted = true\n")
    done = run(tmp_path, "presets", "show", "deep")
    assert done.returncode == 2
    assert done.stderr == f"aishtui: The preset “deep” is deleted: {path}, line 2 says so.\n"


def test_what_is_exported_as_toml_is_the_same_where_it_is_read(tmp_path: Path) -> None:
    odd = '[presets.odd]\nmodel = "é\\u0001"\nheaders.X-A = "1"\nsystem = "a\\r\\nb\\n"\n'
    write(tmp_path, "presets.toml", OWN + odd)
    done = run(tmp_path, "presets", "export")
    assert (done.returncode, done.stderr) == (0, "")
    (tmp_path / "again").mkdir()
    write(tmp_path / "again", "presets.toml", done.stdout)
    again = run(tmp_path / "again", "presets", "export", "--format", "toml")
    assert again.stdout == done.stdout
    assert json.loads(run(tmp_path, "presets", "export", "--format", "json").stdout) == tomllib.loads(done.stdout)


def test_a_broken_preset_is_left_out_with_its_reason(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets.a]\nmodel = "m"\nsystem_file = "gone.md"\n')
    done = run(tmp_path, "presets", "export")
    assert done.returncode == 1
    assert "presets.a" not in done.stdout
    assert "a is left out: " in done.stderr
    assert "gone.md cannot be read (No such file or directory)" in done.stderr
    done = run(tmp_path, "presets", "list")
    assert done.returncode == 0
    assert "nothing is sent with it, see above" in done.stdout
    assert run(tmp_path, "presets", "show", "a").stdout.startswith("# ")


def test_ask_and_compare_send_nothing_for_a_preset_of_which_a_part_is_missing(tmp_path: Path, closed_port: int) -> None:
    write(tmp_path, "presets.toml", '[presets.a]\nmodel = "m"\nsystem_file = "gone.md"\n')
    endpoint = ("--endpoint", f"127.0.0.1:{closed_port}")
    asked = run(tmp_path, "ask", "-p", "a", "hello", *endpoint)
    assert asked.returncode == 1
    assert "Nothing was sent, since a part of the preset cannot be used." in asked.stderr
    compared = run(tmp_path, "compare", "-p", "a,fast", "hello", *endpoint)
    assert compared.returncode == 2
    assert "a: Nothing was sent" in compared.stderr
    looked = run(tmp_path, "doctor", "--live", "-p", "a", *endpoint)
    assert looked.returncode == 2
    assert "Nothing was sent" in looked.stderr


# -- Lua


def test_lua_has_the_address_that_is_asked_and_the_model(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets."my name"]\nmodel = "a\\"b"\n[presets.end]\nmodel = "m"\n')
    done = run(tmp_path, "presets", "export", "--format", "lua", "--endpoint", "boltzmann:8083")
    assert (done.returncode, done.stderr) == (0, "")
    url = "http://boltzmann:8083/v1/chat/completions"
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("brokers = {", "}")
    assert lines[1] == f'  fast = {{ url = "{url}", model = "qwen2.5-coder-1.5b-q4_k_m.gguf" }},'
    assert lines[-3:-1] == [
        f'  ["my name"] = {{ url = "{url}", model = "a\\"b" }},',
        f'  ["end"] = {{ url = "{url}", model = "m" }},',
    ]


def test_the_embedded_broker_has_no_address_that_lasts(tmp_path: Path) -> None:
    done = run(tmp_path, "presets", "export", "--format", "lua", "--embedded")
    assert done.returncode == 2
    assert "name one with --endpoint" in done.stderr


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)


@pytest.mark.skipif(shutil.which("lua5.4") is None, reason="no Lua here")
def test_lua_reads_what_is_written_for_it() -> None:
    quoted = ['q"q', "back\\slash", "line\nend", "\0001", "\x7f", "]]", "\t", "--[["]
    odd = ["end", "goto", "a-b", "1a", "_x", "é", *quoted]
    told = 'for _, text in ipairs({name, of.model, of.url}) do io.write(#text, " ", text) end'
    presets = [Preset(name, f"model of {name}") for name in odd]
    program = f"{brokers_lua(presets, 'http://h/v1')}for name, of in pairs(brokers) do {told} end"
    done = subprocess.run(["lua5.4", "-"], input=program.encode(), capture_output=True, timeout=30)
    assert done.stderr == b""
    rest, found = done.stdout, []
    while rest:
        length, _, rest = rest.partition(b" ")
        found.append(rest[: int(length)].decode())
        rest = rest[int(length) :]
    triples = list(zip(found[::3], found[1::3], found[2::3], strict=True))
    assert sorted(triples) == sorted((name, f"model of {name}", "http://h/v1") for name in odd)


@given(st.lists(NAMES, max_size=4, unique=True))
def test_any_name_stays_on_its_line(names: list[str]) -> None:
    lines = brokers_lua([Preset(name, name) for name in names], "u").split("\n")
    assert len(lines) == len(names) + 3


def test_toml_of_any_preset_is_read_as_it_was(tmp_path: Path) -> None:
    preset = Preset('a "b".c', "m", "d", "g", "s\n", {"x": {"y": [1, 2.0, True, "é"]}}, "", {"X-A": "1"}, 3, True)
    path = tmp_path / "a.toml"
    path.write_text(as_toml([preset]))
    (found,) = load_presets([path]).presets
    assert as_toml([found]) == path.read_text()
    assert found.params == preset.params


def test_a_slot_of_any_length_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", f'[presets.a]\nmodel = "m"\nslot = 0x{"f" * 5000}\n')
    assert "not a number of more than 20 digits" in run(tmp_path, "presets", "list").stderr


# -- what must not steer a terminal, nor leave its comment

ODD = r"""
"\u001b[31mtop" = 1
[presets."\u001b[31mRED\n\u0007"]
model = "m\u001b[31m"
headers = { "bad\u001b]0;PWN\u0007\n" = "x" }
"\u001b]0;key\u0007" = 1
[presets."gone\n\u001bx"]
model = "m"
system_file = "go\nne\u001b.md"
"""
ODD_CONFIG = r"""
"\u001b[31mkk" = 1
[endpoint]
headers = { "bad\u001b]0;PWN\u0007\n" = "x" }
"""
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize(
    "arguments",
    [
        ("presets", "list"),
        ("presets", "show", "[31mRED"),
        ("presets", "show", "\x1b[31mRED\n\x07"),
        ("presets", "export"),
        ("presets", "export", "--format", "lua"),
        ("models",),
        ("ask", "-p", "[31mRED", "hello"),
        ("ask", "-p", "\x1b[31mRED\n\x07", "hello"),
        ("compare", "-p", "[31mRED", "hello"),
        ("search", "hello"),
        ("config", "show"),
        ("config", "check"),
        ("doctor",),
    ],
)
def test_what_stands_in_a_file_steers_no_terminal(lab: Homelab, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path, "presets.toml", ODD)
    write(tmp_path, "config.toml", ODD_CONFIG)
    done = run(tmp_path, "--endpoint", lab.url, *arguments)
    assert not STEERING.findall(done.stderr)
    assert not STEERING.findall(done.stdout)
    unmarked = {line for line in done.stderr.splitlines() if not line.startswith("aishtui: ")}
    assert unmarked <= {"failed"}  # how the answer ended


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_name_of_a_preset_that_is_compared_steers_no_terminal(
    lab: Homelab, tmp_path: Path, form: tuple[str, ...]
) -> None:
    write(tmp_path, "presets.toml", '[presets."b\\u0007"]\nmodel = "not\\u001b[31mserved"\n')
    done = run(tmp_path, "--endpoint", lab.url, "compare", "-p", "b\x07", *form, "hello")
    assert done.returncode == 1
    assert "aishtui: b\u2407: " in done.stderr
    assert not STEERING.findall(done.stderr)


def test_what_is_shown_of_a_preset_is_toml_whatever_stands_in_its_comments(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", ODD)
    folder = tmp_path / "config" / "presets.d"
    folder.mkdir()
    (folder / "kind\nmodel = 7.md").write_bytes(b"Be\x1b kind.\rslot = 3\nAlways.")
    name = "\x1b[31mRED\n\x07"
    key = json.dumps(name)
    write(tmp_path, "presets.d/z\nslot = 4.toml", f'[presets.{key}]\nsystem_file = "kind\\nmodel = 7.md"\n')
    shown = tomllib.loads(run(tmp_path, "presets", "show", name).stdout)
    path = str(folder / "kind\nmodel = 7.md")
    assert shown == {"presets": {name: {"model": "m\x1b[31m", "system_file": path}}}
    broken = run(tmp_path, "presets", "show", "gone\n\x1bx").stdout
    assert broken.startswith("# ")
    assert tomllib.loads(broken)["presets"].keys() == {"gone\n\x1bx"}
