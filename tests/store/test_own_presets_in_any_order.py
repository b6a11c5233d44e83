"""Whatever is done to presets in aishtui, in whatever order: what people have written stays as it is byte for byte, and
what is in force is what was shown."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from aishtui.chat.presets import Preset
from aishtui.store.errors import NotSaved
from aishtui.store.own_presets import OwnPresets, PresetChange
from aishtui.store.paths import shipped
from aishtui.store.preset_changes import values_of

OWN = """\
# what somebody has written
[presets.deep]
system = 'one'
params = { temperature = 1, stop = ["a"] }
slot = 2
[presets.mine]
model = "m"  # local
headers.X-A = "1"
refuse_cloud_ids = true
[presets.broken]
model = "b"
params = 7
"""
OTHERS = """\
[presets.mine]
system_file = "../kind.md"
[presets.fast]
deleted = true
[presets."two words"]
model = "x"
slot = 2
"""
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.booleans() | NUMBERS | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
PARAMS = st.dictionaries(TEXT, JSON, max_size=3)
HEADERS = st.dictionaries(st.sampled_from(["X-A", "X-B", "anthropic-beta"]), st.sampled_from(["1", "two"]), max_size=2)
NAMES = st.sampled_from(["deep", "mine", "fast", "broken", "two words", "cloud", "new", "end", 'a"b', "aishtui.toml"])
SOME_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "model": TEXT.filter(str.strip),
    "description": TEXT,
    "group": TEXT,
    "slot": st.none() | st.integers(1, 9),
    "system": st.just("") | TEXT,
    "system_file": st.sampled_from(["", "kind.md"]),
    "params": st.just({}) | PARAMS,
    "headers": st.just({}) | HEADERS,
    "refuse_cloud_ids": st.booleans(),
}
CHANGES = st.fixed_dictionaries({}, optional=SOME_VALUES)


class AnyEdits(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        config = Path(self.folder.name)
        (config / "presets.d").mkdir()
        (config / "presets.toml").write_text(OWN)
        (config / "presets.d" / "zz.toml").write_text(OTHERS)
        (config / "kind.md").write_text("Be kind.\n")
        self.config = config
        self.own = OwnPresets(config)
        self.written = self.all_written()
        self.done: list[tuple[PresetChange, dict[str, Any], bytes | None]] = []

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def all_written(self) -> dict[Path, tuple[bytes, int]]:
        """Every file but aishtui's own, with when it was changed last."""
        paths = [path for path in self.config.rglob("*") if path.is_file() and path != self.own.path]
        everything = (*paths, shipped("presets.toml"))
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in everything}

    def in_force(self) -> dict[str, Any]:
        return {preset.name: values_of(preset) for preset in self.own.load().presets}

    def text(self) -> bytes | None:
        return self.own.path.read_bytes() if self.own.path.exists() else None

    def do(self, before: dict[str, Any], text: bytes | None, change: PresetChange) -> None:
        assert change.loaded == self.own.load()
        self.done.append((change, before, text))

    def whole(self, preset: Preset) -> dict[str, Any]:
        values = values_of(preset)
        if preset.system_file:
            values["system_file"] = str(self.config / preset.system_file)
        return values

    def others_are_the_same(self, before: dict[str, Any], after: dict[str, Any], but: str) -> None:
        """All of them but for a slot that one has lost to the preset `but`, or has got from it."""
        given = [before.get(but, {}).get("slot"), after.get(but, {}).get("slot")]
        for other in before.keys() - {but}:
            slots = before[other]["slot"], after[other]["slot"]
            assert slots[0] == slots[1] or (slots[0] or slots[1]) in given
            assert {**before[other], "slot": 0} == {**after[other], "slot": 0}
        taken = [values["slot"] for values in after.values() if values["slot"] is not None]
        assert len(taken) == len(set(taken))

    @rule(name=NAMES, changes=CHANGES)
    def save(self, name: str, changes: dict[str, Any]) -> None:
        before, text, shown = self.in_force(), self.text(), self.own.load().book.get(name)
        wanted = replace(shown or Preset(name, "some model"), **changes)
        try:
            change = self.own.save(wanted, shown)
        except NotSaved:
            assert self.text() == text
            return
        self.do(before, text, change)
        after = self.in_force()
        assert after[name] == self.whole(wanted)
        self.others_are_the_same(before, after, name)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        before, text = self.in_force(), self.text()
        if name not in before:
            return
        self.do(before, text, self.own.delete(name))
        after = self.in_force()
        assert after.keys() == before.keys() - {name}
        self.others_are_the_same(before, after, name)

    @rule(name=NAMES)
    def duplicate(self, name: str) -> None:
        before, text = self.in_force(), self.text()
        if name not in before or self.own.load().book.get(name).broken:  # type: ignore[union-attr]
            return
        change = self.own.duplicate(name)
        self.do(before, text, change)
        assert self.in_force() == {**before, change.name: {**before[name], "slot": None}}

    @rule()
    def undo_the_last(self) -> None:
        if not self.done:
            return
        change, before, text = self.done.pop()
        self.own.undo(change)
        assert self.in_force() == before
        assert self.text() == text

    @invariant()
    def what_people_have_written_is_as_it_was(self) -> None:
        if hasattr(self, "written"):
            assert self.all_written() == self.written


TestAnyEdits = AnyEdits.TestCase
TestAnyEdits.settings = settings(max_examples=20, stateful_step_count=15, deadline=None)
