"""Presets out of several files: each value of the last file that gives it, and where it comes from."""

import os
from pathlib import Path

import pytest

from aishtui.chat.preset_book import Origin
from aishtui.chat.slots import slots_of
from aishtui.store.paths import shipped
from aishtui.store.presets_file import LoadedPresets, load_config_presets, load_presets
from aishtui.store.system_file import MOST_BYTES


def write(folder: Path, **files: str) -> list[Path]:
    """Files called after their keywords, in order."""
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.toml")
        paths[-1].write_text(text)
    return paths


def told(loaded: LoadedPresets) -> list[str]:
    """The problems, with the files' names alone."""
    return [str(problem).removeprefix(f"{problem.path.parent}/") for problem in loaded.problems]


def test_a_later_file_says_one_value_and_leaves_the_others(tmp_path: Path) -> None:
    (mine,) = write(tmp_path, mine='[presets.deep]\n\nsystem = "Think."\n')
    loaded = load_presets([shipped("presets.toml"), mine])
    deep = loaded.book.get("deep")
    assert deep is not None
    assert (deep.model, deep.system, deep.description) == ("qwen-coder-7b-32k", "Think.", "only when dirac is awake")
    assert loaded.problems == ()
    assert loaded.book.origin("deep", "system") == Origin(str(mine), 3)
    assert loaded.book.origin("deep", "model") == Origin(str(shipped("presets.toml")), 21)
    assert loaded.book.origin("deep", "params") is None
    assert len(loaded.presets) == 7


def test_a_table_of_parameters_is_replaced_as_a_whole(tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        a='[presets.x]\nmodel = "m"\nparams = { temperature = 1, top_p = 1 }\nheaders = { A = "1", B = "2" }\n',
        b="[presets.x]\nparams.top_k = 5\nheaders.C = '3'\n",
    )
    (preset,) = load_presets(paths).presets
    assert preset.params == {"top_k": 5}
    assert preset.headers == {"C": "3"}


def test_a_wrong_value_that_a_later_file_replaces_is_told_and_stops_nothing(tmp_path: Path) -> None:
    paths = write(tmp_path, a='[presets.x]\nmodel = "m"\nparams = 1\n', b="[presets.x]\nparams.top_k = 5\n")
    loaded = load_presets(paths)
    assert told(loaded) == ["a.toml, line 3, presets.x.params: must be a table, not a number; it is not used"]
    assert (loaded.presets[0].params, loaded.presets[0].broken) == ({"top_k": 5}, "")


def test_a_wrong_model_over_a_right_one_stops_the_preset(tmp_path: Path) -> None:
    loaded = load_presets(write(tmp_path, a='[presets.x]\nmodel = "m"\n', b="[presets.x]\nmodel = 5\n"))
    assert told(loaded) == [
        "b.toml, line 2, presets.x.model: must be the model's id as text, not a number; "
        "nothing is sent with this preset"
    ]
    assert (loaded.presets[0].model, bool(loaded.presets[0].broken)) == ("m", True)


def test_no_model_is_a_problem_only_where_no_file_gives_one(tmp_path: Path) -> None:
    paths = write(tmp_path, a='[presets.x]\nsystem = "s"\n', b='[presets.x]\nmodel = "m"\n')
    assert load_presets(paths).problems == ()
    assert told(load_presets(paths[:1])) == [
        'a.toml, line 1, presets.x: has no model (model = "…"); the preset is left out'
    ]


def test_a_preset_that_is_marked_as_deleted_is_not_there_until_a_later_file_says_so(tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        a='[presets.x]\nmodel = "m"\n[presets.y]\nmodel = "m"\n',
        b="[presets.x]\ndeleted = true\n",
        c='[presets.x]\nsystem = "s"\n',
        d="[presets.x]\ndeleted = false\n",
    )
    without = load_presets(paths[:3])
    assert without.book.names == ("y",)
    assert without.book.deleted == {"x": Origin(str(paths[1]), 2)}
    assert without.problems == ()
    again = load_presets(paths)
    assert again.book.names == ("x", "y")
    assert again.presets[0].system == "s"


def test_a_slot_that_is_wanted_twice_goes_to_the_last_file_and_there_to_the_first(tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        a='[presets.w]\nmodel = "m"\nslot = 3\n',
        b='[presets.x]\nmodel = "m"\nslot = 3\n[presets.y]\nmodel = "m"\nslot = 3\n',
    )
    loaded = load_presets(paths)
    assert [(preset.name, preset.slot) for preset in loaded.presets] == [("w", None), ("x", 3), ("y", None)]
    assert loaded.book.in_slot(3) == loaded.book.get("x")
    holder = f"slot 3 is that of x already ({paths[1]}, line 3); it is not used"
    assert told(loaded) == [f"b.toml, line 6, presets.y.slot: {holder}", f"a.toml, line 3, presets.w.slot: {holder}"]
    assert loaded.book.origin("y", "slot") is None


def test_a_slot_of_ones_own_takes_that_of_a_shipped_preset_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "presets.toml").write_text('[presets.mine]\nmodel = "m"\nslot = 3\n\n[presets.deep]\nslot = 1\n')
    loaded = load_config_presets(tmp_path)
    assert loaded.problems == ()
    slots = {preset.name: preset.slot for preset in loaded.presets}
    assert slots == {
        "fast": None, "chat": 2, "chat_big": None, "deep": 1, "cloud": 5, "cloud_opus": 6, "cloud_haiku": 7, "mine": 3,
    }  # fmt: skip
    assert slots_of(loaded.presets) == {
        "deep": 1, "chat": 2, "mine": 3, "fast": 4, "cloud": 5, "cloud_opus": 6, "cloud_haiku": 7, "chat_big": 8,
    }  # fmt: skip


def test_a_slot_that_is_given_away_is_free(tmp_path: Path) -> None:
    paths = write(
        tmp_path,
        a='[presets.w]\nmodel = "m"\nslot = 3\n',
        b='[presets.w]\nslot = 0\n[presets.x]\nmodel = "m"\nslot = 3\n',
    )
    loaded = load_presets(paths)
    assert loaded.problems == ()
    assert [preset.slot for preset in loaded.presets] == [None, 3]


def test_a_file_from_a_newer_version_is_used_as_far_as_it_is_known(tmp_path: Path) -> None:
    (path,) = write(tmp_path, a='version = 7\n[presets.x]\nmodel = "m"\nmood = "kind"\n[palette]\n')
    loaded = load_presets([path])
    assert told(loaded) == [
        "a.toml, line 1, version: the file is from a newer aishtui (its version is 7, this one knows 1); "
        "what this one knows of it is used"
    ]
    assert loaded.book.names == ("x",)
    (path,) = write(tmp_path, a='version = "new"\n[presets.x]\nmodel = "m"\n')
    assert told(load_presets([path])) == ["a.toml, line 1, version: must be a whole number, not text"]


# -- what is not TOML

TWICE = """\
version = 1

[presets.a]
model = "first"

[presets.b]
model = "b"

[presets.a]   # again
system = "second"
[presets.a.params]
top_k = 1

[presets.c]
model = "c"
"""


def test_of_two_presets_of_one_name_in_one_file_the_first_is_used(tmp_path: Path) -> None:
    loaded = load_presets(write(tmp_path, a=TWICE))
    assert told(loaded) == [
        "a.toml, line 9, presets.a: stands here again; the one on line 3 is used, and nothing of this one"
    ]
    assert [(preset.name, preset.model, preset.system, preset.params) for preset in loaded.presets] == [
        ("a", "first", "", {}), ("b", "b", "", {}), ("c", "c", "", {}),
    ]  # fmt: skip
    assert loaded.book.origin("c", "model") == Origin(str(tmp_path / "a.toml"), 15)


def test_what_is_no_toml_costs_its_own_preset_alone(tmp_path: Path) -> None:
    whole = '[presets.b]\nmodel = "b"\nparams.stop = [\n  "]",\n]\n[presets.b.headers]\nA = "1"\n'
    text = f'[presets.a]\nmodel = "open\n{whole}'
    loaded = load_presets(write(tmp_path, a=text))
    (problem,) = told(loaded)
    assert problem.startswith("a.toml, line 2, presets.a: is not TOML: ")
    assert [(preset.name, preset.headers) for preset in loaded.presets] == [("b", {"A": "1"})]


def test_a_value_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    loaded = load_presets(write(tmp_path, a='[presets.a]\nmodel = "1"\n\nmodel = "2"\n[presets.b]\nmodel = "b"\n'))
    assert told(loaded) == [
        "a.toml, line 4, presets.a: is not TOML: presets.a.model stands here again; it is on line 2 already"
    ]
    assert loaded.book.names == ("b",)


def test_a_preset_whose_overlay_cannot_be_read_is_not_sent_without_it(tmp_path: Path) -> None:
    paths = write(tmp_path, a='[presets.x]\nmodel = "m"\n', b='[presets.x]\nsystem = "open\n[presets.y]\nmodel = "y"\n')
    loaded = load_presets(paths)
    (problem,) = told(loaded)
    assert [(preset.name, bool(preset.broken)) for preset in loaded.presets] == [("x", True), ("y", False)]
    assert problem in loaded.presets[0].broken


def test_lists_of_tables_may_stand_there_several_times(tmp_path: Path) -> None:
    text = (
        '[presets.a]\nmodel = "a"\n[[presets.a.params.tools]]\ntype = "function"\n[presets.a.params.tools.function]\n'
        'name = "f"\n[[presets.a.params.tools]]\ntype = "function"\n[presets.a.params.tools.function]\nname = "g"\n'
        "[presets.b]\nmodel = open\n"
    )
    loaded = load_presets(write(tmp_path, a=text))
    assert len(loaded.problems) == 1
    tools = loaded.presets[0].params["tools"]
    assert [tool["function"]["name"] for tool in tools] == ["f", "g"]


# -- files of the config folder


def test_the_files_of_the_folder_come_by_their_names_and_aishtui_s_own_last(tmp_path: Path) -> None:
    folder = tmp_path / "presets.d"
    folder.mkdir()
    write(tmp_path, presets='[presets.x]\nmodel = "own"\n')
    write(folder, b='[presets.x]\nmodel = "b"\n', a='[presets.x]\nmodel = "a"\n[presets.y]\nmodel = "a"\n')
    (folder / ".hidden.toml").write_text("[presets.z]\nmodel = 'z'\n")
    (folder / "notes.txt").write_text("no TOML at all")
    loaded = load_config_presets(tmp_path)
    assert loaded.problems == ()
    assert [loaded.book.get(name).model for name in ("x", "y")] == ["b", "a"]  # type: ignore[union-attr]
    assert "z" not in loaded.book.names
    write(folder, aishtui='[presets.x]\nmodel = "aishtui"\n')
    assert load_config_presets(tmp_path).book.get("x").model == "aishtui"  # type: ignore[union-attr]


def test_without_a_config_folder_there_is_what_ships(tmp_path: Path) -> None:
    loaded = load_config_presets(tmp_path / "absent")
    assert (len(loaded.presets), loaded.problems) == (7, ())


# -- system prompts in files


def system_of(tmp_path: Path, written: str) -> tuple[str, list[str]]:
    """The system prompt, and the problems, of a preset with this system_file."""
    loaded = load_presets(write(tmp_path, a=f'[presets.x]\nmodel = "m"\nsystem_file = "{written}"\n'))
    if loaded.problems:
        assert loaded.presets[0].broken
    return loaded.presets[0].system, told(loaded)


def test_a_system_prompt_is_read_from_a_file_beside_the_one_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "kind.md").write_bytes("\ufeffBe kind.\r\nÄlways.\r\n\n".encode())
    assert system_of(tmp_path, "prompts/kind.md") == ("Be kind.\nÄlways.", [])
    assert system_of(tmp_path, str(tmp_path / "prompts" / "kind.md")) == ("Be kind.\nÄlways.", [])


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "kind.md").write_text("Be kind.")
    assert system_of(tmp_path, "~/kind.md") == ("Be kind.", [])
    _, (problem,) = system_of(tmp_path, "~nobody-here/kind.md")
    assert "is in a home folder that does not exist; nothing is sent" in problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"\x89PNG\0\0", "is not text, but binary"),
        (b"one\ntwo \xff\n", "is not UTF-8: byte 0xff in line 2"),
        (b" \n", "is empty"),
        (b"x" * (MOST_BYTES + 1), "is larger than 1 MB, which no system prompt is"),
    ],
    ids=["gone", "binary", "encoding", "empty", "size"],
)
def test_what_is_wrong_with_it_is_said_with_its_place(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "kind.md"
    if content is not None:
        path.write_bytes(content)
    text, problems = system_of(tmp_path, "kind.md")
    assert text == ""
    assert problems == [f"a.toml, line 3, presets.x.system_file: {path} {words}; nothing is sent with this preset"]


def test_a_pipe_or_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe, and no file that could be read" in system_of(tmp_path, "pipe")[1][0]
    assert "is a folder, and no file that could be read" in system_of(tmp_path, ".")[1][0]


def test_a_later_file_may_say_the_text_instead_of_the_file_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "kind.md").write_text("Be kind.")
    paths = write(
        tmp_path,
        a='[presets.x]\nmodel = "m"\nsystem_file = "gone.md"\n',
        b='[presets.x]\nsystem = "Be brief."\n',
        c='[presets.x]\nsystem_file = "kind.md"\n',
    )
    two = load_presets(paths[:2])
    assert (two.presets[0].system, two.presets[0].system_file, two.problems) == ("Be brief.", "", ())
    three = load_presets(paths)
    assert (three.presets[0].system, three.presets[0].system_file) == ("Be kind.", str(tmp_path / "kind.md"))
    assert three.book.origin("x", "system") is None


def test_of_a_text_and_a_file_in_one_table_the_file_is_used(tmp_path: Path) -> None:
    (tmp_path / "kind.md").write_text("Be kind.")
    loaded = load_presets(write(tmp_path, a='[presets.x]\nmodel = "m"\nsystem = "s"\nsystem_file = "kind.md"\n'))
    assert loaded.presets[0].system == "Be kind."
    assert told(loaded) == ["a.toml, line 3, presets.x.system: stands beside system_file, which is used; leave one out"]
