"""Presets changed in aishtui: saved, duplicated, deleted, and each of that undone.

Only `presets.d/aishtui.toml` is written. Every change reads all files again, while other aishtui on the same folder
wait."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset, free_name
from aishtui.chat.same_value import same_value
from aishtui.store.errors import ChangedMeanwhile, NotSaved, StoreError
from aishtui.store.one_at_a_time import one_at_a_time
from aishtui.store.own_presets_file import Table, not_written, own_text, read_own, write_own
from aishtui.store.paths import make_private
from aishtui.store.preset_changes import changes, put_value, values_of
from aishtui.store.preset_tables import TOP, PresetTables, Said, read_tables, tables_in
from aishtui.store.preset_values import DELETED, WrongValue, checked
from aishtui.store.presets_file import (
    FOLDER,
    OWN_FILE,
    LoadedPresets,
    load_config_presets,
    merged,
    preset_files,
    said_of,
)  # fmt: skip
from aishtui.store.system_file import NoSystemPrompt, system_path
from aishtui.store.toml_lines import dotted

_PATIENCE_S = 5.0
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class PresetChange:
    """A change that was made: what is in force since, and what `OwnPresets.undo` needs."""

    name: str
    """The preset that was saved, made or deleted."""
    loaded: LoadedPresets
    before: Mapping[str, Table | None]
    """What aishtui's own file said of each preset that was touched; None: nothing."""
    after: Mapping[str, Table | None]
    text_before: str
    text_after: str


@dataclass(slots=True)
class _Desk:
    """All files as they are while a change is made."""

    written: Sequence[PresetTables]
    """Those that people write."""
    text: str
    tables: Table
    loaded: LoadedPresets

    @property
    def own(self) -> dict[str, Table]:
        presets: dict[str, Table] = self.tables[TOP]
        return presets

    def said(self, name: str) -> dict[str, Said]:
        """What the others say of a preset."""
        return said_of(name, self.written)

    def make_room(self, name: str, now: Preset | None) -> None:
        """For a new preset: what is left of a deleted one of its name does not count."""
        if now is not None:
            raise NotSaved(f"There is a preset {name} already: choose another name.")
        entry = self.own.setdefault(name, {})
        entry.pop(DELETED, None)
        marked = self.said(name).get(DELETED)
        if marked is not None and marked.value:
            entry[DELETED] = False

    def put(self, name: str, values: Mapping[str, Any]) -> set[str]:
        """Have the preset say these, and give the names of those whose tables that has changed. What the other files
        say already is not said once more."""
        touched = {name}
        slot = values.get("slot")
        holder = self.loaded.book.in_slot(slot) if slot is not None else None
        if holder is not None and holder.name != name:
            touched |= self.put(holder.name, {"slot": None})
        entry, said = self.own.setdefault(name, {}), self.said(name)
        for key, value in values.items():
            put_value(entry, key, value, said)
        if not entry:
            del self.own[name]
        return touched


class OwnPresets:
    """The presets of a config folder. Each call reads and writes files: not for a thread that must not wait."""

    def __init__(self, config_dir: Path, patience_s: float = _PATIENCE_S) -> None:
        self._config_dir = config_dir
        self._patience_s = patience_s
        self.path = config_dir / FOLDER / OWN_FILE

    def load(self) -> LoadedPresets:
        """What is in force now."""
        return load_config_presets(self._config_dir)

    def save(self, wanted: Preset, shown: Preset | None) -> PresetChange:
        """Have the preset say what `wanted` says. `shown` is the preset as it was when somebody began to change it:
        what is the same in both stays as it is now. None: it is a new one. Of `wanted` the values of VALUES count; with
        a `system_file` its `system` does not; a relative path starts at the config folder. Another preset that has its
        slot loses that.

        Raises ChangedMeanwhile where others have changed the same, and NotSaved for a new one whose name is taken, for
        values that cannot be, and where the file cannot be written.
        """
        values = self._checked(wanted)
        seen = values_of(shown) if shown is not None else None

        def act(desk: _Desk) -> set[str]:
            now = desk.loaded.book.get(wanted.name)
            if seen is None:
                desk.make_room(wanted.name, now)
                changed = values
            else:
                changed = changes(wanted.name, now, seen, values)
            return desk.put(wanted.name, changed)

        return self._change(wanted.name, act)

    def duplicate(self, name: str, as_name: str = "") -> PresetChange:
        """A copy of the preset, without its slot, under another name (empty: a free one like it). Raises as `save`."""
        book = self.load().book
        preset = book.get(name)
        if preset is None:
            raise NotSaved(f"There is no preset {name}.")
        taken = {*book.names, *book.deleted}
        return self.save(replace(preset, name=as_name or free_name(name, taken), slot=None), None)

    def delete(self, name: str) -> PresetChange:
        """A preset that is named in a file that people write is marked as deleted in aishtui's. Raises NotSaved."""

        def act(desk: _Desk) -> set[str]:
            if desk.loaded.book.get(name) is None:
                raise NotSaved(f"There is no preset {name}.")
            if desk.said(name):
                desk.own.setdefault(name, {})[DELETED] = True
            else:
                del desk.own[name]
            return {name}

        return self._change(name, act)

    def undo(self, change: PresetChange) -> PresetChange:
        """Have the file say what it said before: byte for byte, if nothing else has changed in it. To undo what this
        gives is to do it again. Raises ChangedMeanwhile where the same presets were changed since, and NotSaved."""

        def act(desk: _Desk) -> set[str]:
            for name, table in change.after.items():
                if not same_value(desk.own.get(name), table):
                    raise ChangedMeanwhile(name, "was changed")
            for name, table in change.before.items():
                if table is None:
                    desk.own.pop(name, None)
                else:
                    desk.own[name] = deepcopy(table)
            return set(change.before)

        return self._change(change.name, act, undone=change)

    def _change(self, name: str, act: Callable[[_Desk], set[str]], undone: PresetChange | None = None) -> PresetChange:
        """`act` changes the desk's own tables, and gives the names of those it has touched."""
        with self._alone():
            desk = self._desk()
            before = deepcopy(desk.own)
            touched = act(desk)
            exactly = undone is not None and desk.text == undone.text_after
            text = undone.text_before if undone is not None and exactly else own_text(desk.tables)
            loaded = merged([*desk.written, tables_in(self.path, text)])
            if undone is None:
                _refuse_broken(name, desk.loaded, loaded)
            self._write(text)
        return PresetChange(
            name,
            loaded,
            {each: before.get(each) for each in touched},
            {each: deepcopy(desk.own.get(each)) for each in touched},
            desk.text,
            text,
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            make_private(self._config_dir)
            folder = make_private(self.path.parent)
        except StoreError as error:
            raise not_written(self.path, error) from error
        with one_at_a_time(folder, self._patience_s):
            yield

    def _desk(self) -> _Desk:
        text, tables = read_own(self.path)
        written = [read_tables(path) for path in preset_files(self._config_dir)]
        return _Desk(written, text, tables, merged([*written, tables_in(self.path, text)]))

    def _write(self, text: str) -> None:
        if text:
            write_own(self.path, text)
            return
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise NotSaved(f"{self.path} cannot be taken away ({error.strerror or error}).") from error

    def _checked(self, preset: Preset) -> dict[str, Any]:
        """Its values, each as it must be. Raises NotSaved."""
        if not preset.name.strip() or clean_line(preset.name, _LONGEST_NAME) != preset.name:
            raise NotSaved(f"A preset's name is one line of at most {_LONGEST_NAME} ordinary characters.")
        values = values_of(preset)
        for key, value in values.items():
            if value is None:
                continue
            try:
                values[key] = checked(key, value)
            except WrongValue as wrong:
                raise NotSaved(f"{dotted((key, *wrong.inner))} {wrong}.") from wrong
        if values["system_file"]:
            try:
                values["system_file"] = str(system_path(values["system_file"], self._config_dir))
            except NoSystemPrompt as problem:
                raise NotSaved(f"{values['system_file'][:60]!r} {problem}.") from problem
        return values


def _refuse_broken(name: str, before: LoadedPresets, after: LoadedPresets) -> None:
    """A change that would leave a preset which cannot be sent, where it could be before. Raises NotSaved."""
    was, is_now = before.book.get(name), after.book.get(name)
    if is_now is not None and is_now.broken and (was is None or not was.broken):
        raise NotSaved(is_now.broken)
