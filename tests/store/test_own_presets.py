"""Presets changed in aishtui: what is written, what is never written, and what is in force afterwards."""

import shutil
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.chat.presets import Preset
from aishtui.store.errors import ChangedMeanwhile, NotSaved
from aishtui.store.own_presets import OwnPresets
from aishtui.store.preset_changes import values_of
from tests.store.children import run

WRITTEN = """\
# my own
[presets.deep]
system = "Think."   # twice

[presets.mine]
model = "m-1"
slot = 4
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "presets.d").mkdir()
    (tmp_path / "presets.toml").write_text(WRITTEN)
    return tmp_path


@pytest.fixture
def own(config: Path) -> OwnPresets:
    return OwnPresets(config)


def of(own: OwnPresets, name: str) -> Preset:
    preset = own.load().book.get(name)
    assert preset is not None
    return preset


def text_of(own: OwnPresets) -> str:
    """What aishtui has written, without its comment."""
    return own.path.read_text().split("\n\n", 1)[-1] if "[presets" in own.path.read_text() else ""


def test_only_what_is_different_is_written(own: OwnPresets, config: Path) -> None:
    deep = of(own, "deep")
    change = own.save(replace(deep, params={"top_k": 5}, description="mine now"), deep)
    assert text_of(own) == (
        'version = 1\n\n[presets.deep]\ndescription = "mine now"\n\n[presets.deep.params]\ntop_k = 5\n'
    )
    assert own.path.read_text().startswith("# aishtui writes this file: ")
    now = of(own, "deep")
    assert change.loaded.book.get("deep") == now
    assert (now.system, now.params, now.model) == ("Think.", {"top_k": 5}, "qwen-coder-7b-32k")
    assert (config / "presets.toml").read_text() == WRITTEN


def test_the_file_and_its_folder_are_for_the_user_alone(tmp_path: Path) -> None:
    own = OwnPresets(tmp_path / "new" / "config")
    own.save(Preset("a", "m"), None)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (own.path, own.path.parent, own.path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]


def test_what_is_put_back_is_not_written_any_more(own: OwnPresets) -> None:
    deep = of(own, "deep")
    own.save(replace(deep, system="", params={"a": 1}), deep)
    changed = of(own, "deep")
    assert (changed.system, changed.params) == ("", {"a": 1})
    own.save(deep, changed)
    assert text_of(own) == ""
    assert values_of(of(own, "deep")) == values_of(deep)


def test_a_new_preset_has_a_name_of_its_own(own: OwnPresets) -> None:
    own.save(Preset("two words", "x", system="one\r\ntwo\n", headers={"X-A": " 1 "}), None)
    made = of(own, "two words")
    assert (made.system, made.headers) == ("one\r\ntwo\n", {"X-A": "1"})
    with pytest.raises(NotSaved, match="There is a preset mine already: choose another name"):
        own.save(Preset("mine", "x"), None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Preset(" ", "m"), "A preset's name is one line"),
        (Preset("a\nb", "m"), "A preset's name is one line"),
        (Preset("a", ""), "model must be the model's id as text, not empty."),
        (Preset("a", "m", slot=12), "slot must be a number from 1 to 9, or 0 for none, not 12."),
        (Preset("a", "m", params={"stop": None}), "params.stop something else cannot be sent in a request."),
        (Preset("a", "m", params={"a": float("nan")}), "params.a a number that is infinite or none at all"),
        (Preset("a", "m", headers={"Authorization": "x"}), "headers.Authorization must be headers without secrets"),
        (Preset("a", "m", system="half \ud800"), "A text with half a character in it"),
        (Preset("a", "m", system_file="gone.md"), "gone.md cannot be read (No such file or directory)"),
        (Preset("a", "m", system_file="~nobody-here/x"), "is in a home folder that does not exist"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(own: OwnPresets, wrong: Preset, words: str) -> None:
    with pytest.raises(NotSaved) as refused:
        own.save(wrong, None)
    assert words in str(refused.value)
    assert not own.path.exists()


def test_a_system_prompt_in_a_file_is_named_by_its_whole_path(own: OwnPresets, config: Path) -> None:
    (config / "kind.md").write_text("Be kind.")
    deep = of(own, "deep")
    own.save(replace(deep, system_file="kind.md"), deep)
    now = of(own, "deep")
    assert (now.system, now.system_file) == ("Be kind.", str(config / "kind.md"))
    own.save(replace(now, system="Be brief.", system_file=""), now)
    assert (of(own, "deep").system, of(own, "deep").system_file) == ("Be brief.", "")
    assert "kind.md" not in own.path.read_text()


def test_a_slot_goes_from_one_preset_to_another_without_a_word(own: OwnPresets) -> None:
    deep = of(own, "deep")
    change = own.save(replace(deep, slot=4), deep)
    assert change.loaded.problems == ()
    assert (of(own, "deep").slot, of(own, "mine").slot) == (4, None)
    own.undo(change)
    assert (of(own, "deep").slot, of(own, "mine").slot) == (None, 4)


def test_a_copy_has_all_but_the_slot_and_a_name_that_is_free(own: OwnPresets) -> None:
    first, second = own.duplicate("mine"), own.duplicate("mine")
    assert (first.name, second.name) == ("mine-2", "mine-3")
    assert values_of(of(own, "mine-2")) == {**values_of(of(own, "mine")), "slot": None}
    named = own.duplicate("deep", "deeper")
    assert of(own, "deeper").system == "Think."
    own.undo(named)
    assert own.load().book.get("deeper") is None
    with pytest.raises(NotSaved, match="There is no preset nobody"):
        own.duplicate("nobody")


def test_a_preset_of_a_file_that_people_write_is_only_marked_as_deleted(own: OwnPresets, config: Path) -> None:
    deep = of(own, "deep")
    own.save(replace(deep, group="g"), deep)
    before = own.path.read_bytes()
    deleted = own.delete("deep")
    assert own.load().book.get("deep") is None
    assert list(own.load().book.deleted) == ["deep"]
    assert (config / "presets.toml").read_text() == WRITTEN
    own.undo(deleted)
    assert own.path.read_bytes() == before
    assert of(own, "deep").group == "g"


def test_one_of_aishtui_s_own_is_taken_out_and_put_back(own: OwnPresets) -> None:
    made = own.save(Preset("a", "m", params={"x": [1, {"y": True}]}), None)
    with_it = own.path.read_bytes()
    deleted = own.delete("a")
    assert "presets.a" not in own.path.read_text()
    again = own.undo(deleted)
    assert own.path.read_bytes() == with_it
    own.undo(again)
    assert own.load().book.get("a") is None
    with pytest.raises(ChangedMeanwhile):
        own.undo(made)  # which is not there any more


def test_the_first_change_undone_leaves_no_file(own: OwnPresets) -> None:
    change = own.save(Preset("a", "m"), None)
    own.undo(change)
    assert not own.path.exists()


def test_a_new_one_may_have_the_name_of_a_deleted_one(own: OwnPresets) -> None:
    own.delete("deep")
    own.save(Preset("deep", "other"), None)
    now = of(own, "deep")
    assert values_of(now) == values_of(Preset("deep", "other"))


def test_a_hand_written_mark_is_taken_back_in_aishtui_s_own_file(own: OwnPresets, config: Path) -> None:
    (config / "presets.d" / "x.toml").write_text("[presets.deep]\ndeleted = true\n")
    own.save(Preset("deep", "other"), None)
    assert of(own, "deep").model == "other"


# -- others on the same folder


def test_what_another_aishtui_has_saved_meanwhile_stays(own: OwnPresets, config: Path) -> None:
    deep, other = of(own, "deep"), OwnPresets(config)
    other.save(replace(deep, params={"top_k": 5}), deep)
    own.save(replace(deep, description="d"), deep)
    assert (of(own, "deep").params, of(own, "deep").description) == ({"top_k": 5}, "d")


def test_what_both_have_changed_is_said_and_not_overwritten(own: OwnPresets, config: Path) -> None:
    deep, other = of(own, "deep"), OwnPresets(config)
    other.save(replace(deep, params={"top_k": 5}), deep)
    with pytest.raises(ChangedMeanwhile) as told:
        own.save(replace(deep, params={"top_k": 7}, description="d"), deep)
    assert told.value.values == ("params",)
    assert "The preset deep was changed (params) meanwhile" in str(told.value)
    assert of(own, "deep").params == {"top_k": 5}
    other.delete("deep")
    with pytest.raises(ChangedMeanwhile, match="was deleted meanwhile"):
        own.save(replace(deep, description="d"), deep)


def test_undo_keeps_what_was_done_to_other_presets_since(own: OwnPresets, config: Path) -> None:
    change = own.save(Preset("a", "m"), None)
    OwnPresets(config).save(Preset("b", "m"), None)
    own.undo(change)
    assert own.load().book.names[-1] == "b"
    assert own.load().book.get("a") is None


def test_undo_does_not_take_away_what_others_did_to_the_same(own: OwnPresets, config: Path) -> None:
    change = own.save(Preset("a", "m"), None)
    a = of(own, "a")
    OwnPresets(config).save(replace(a, model="n"), a)
    with pytest.raises(ChangedMeanwhile):
        own.undo(change)
    assert of(own, "a").model == "n"


def test_what_is_edited_by_hand_in_between_is_read_again(own: OwnPresets, config: Path) -> None:
    own.save(Preset("a", "m"), None)
    text = own.path.read_text().replace('model = "m"', 'model = "by hand"\nmood = "kind"\ncolours = ["red"]')
    own.path.write_text(f'{text}\n[palette]\ndark = true\n[presets.b]\nmodel = "b"\n')
    (config / "presets.d" / "later.toml").write_text("[presets.a]\ngroup = 'g' # mine\n")
    a = of(own, "a")
    assert (a.model, a.group) == ("by hand", "g")
    own.save(replace(a, description="d"), a)
    written = own.path.read_text()
    assert all(words in written for words in ('mood = "kind"', '"red"', "[palette]", "dark = true", "[presets.b]"))
    assert (config / "presets.d" / "later.toml").read_text() == "[presets.a]\ngroup = 'g' # mine\n"
    assert of(own, "a").description == "d"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[presets.a]\nmodel = "open\n', "line 2: is not TOML"),
        ("version = 9\n", "is from a newer aishtui, and left as it is"),
        ("presets = 3\n", "presets must hold tables called [presets.NAME], not a number"),
        ("[presets]\na = 3\n", "presets must hold tables"),
    ],
)
def test_a_file_that_is_not_understood_is_never_written_over(own: OwnPresets, text: str, words: str) -> None:
    own.path.write_text(text)
    for act in (lambda: own.save(Preset("z", "m"), None), lambda: own.delete("deep")):
        with pytest.raises(NotSaved) as refused:
            act()
        assert words in str(refused.value)
    assert own.path.read_text() == text


def test_many_at_once_lose_nothing(config: Path) -> None:
    def make(number: int) -> None:
        own = OwnPresets(config)
        for each in range(6):
            own.save(Preset(f"p{number}-{each}", "m"), None)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = OwnPresets(config).load().book.names
    assert {f"p{number}-{each}" for number in range(4) for each in range(6)} <= set(names)


# -- where it cannot be written


def test_a_link_to_a_file_elsewhere_stays_one(own: OwnPresets, config: Path) -> None:
    elsewhere = config / "dotfiles.toml"
    elsewhere.write_text("")
    own.path.symlink_to(elsewhere)
    own.save(Preset("a", "m"), None)
    assert own.path.is_symlink()
    assert "[presets.a]" in elsewhere.read_text()


def test_a_preset_that_is_broken_elsewhere_can_be_changed_and_stays_broken(own: OwnPresets, config: Path) -> None:
    (config / "presets.toml").write_text('[presets.mine]\nmodel = "m"\nparams = 1\n')
    mine = of(own, "mine")
    own.save(replace(mine, description="d"), mine)
    assert of(own, "mine").broken
    now = of(own, "mine")
    own.save(replace(now, params={"top_k": 1}), now)
    assert not of(own, "mine").broken


_FULL = 'cp -r "$0" /tmp/$$; mount -t tmpfs -o size=1m none "$0" && cp -r /tmp/$$/. "$0"; rm -r /tmp/$$; exec "$@"'
_READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


@pytest.mark.parametrize(
    ("mounts", "fill", "reason"),
    [(_FULL, "1", "No space left on device"), (_READ_ONLY, "0", "Read-only file system")],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing_is_said_and_nothing_is_lost(
    own: OwnPresets, config: Path, mounts: str, fill: str, reason: str
) -> None:
    if shutil.which("unshare") is None or run("this", through=("unshare", "-Urm", "true")).returncode:
        pytest.skip("no mount namespaces here")
    own.save(Preset("a", "m"), None)
    through = ("unshare", "-Urm", "sh", "-c", mounts, str(config))
    child = run("tests.store.preset_child", str(config), fill, through=through)
    assert child.returncode == 0, child.stderr
    said, same = child.stdout.splitlines()
    assert said == f"{own.path} cannot be written ({reason}). The presets are as they were."
    assert same == "True ['aishtui.toml']"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved, match=r"cannot be written \(Not a directory\)\. The presets are as they were\."):
        OwnPresets(tmp_path / "file" / "config").save(Preset("a", "m"), None)
