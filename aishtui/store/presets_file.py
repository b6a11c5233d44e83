"""The presets out of all their files: those that ship, the user's `presets.toml` and what lies in `presets.d`. Each
file goes over the ones before it, value by value."""

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.preset_book import VALUES, Origin, PresetBook
from aishtui.chat.presets import Preset
from aishtui.store import paths
from aishtui.store.preset_tables import NOT_READ, PresetTable, PresetTables, Said, read_tables, stops_sending
from aishtui.store.preset_values import DELETED
from aishtui.store.system_file import NoSystemPrompt, read_system

FOLDER = "presets.d"
OWN_FILE = "aishtui.toml"
"""In `presets.d`: what aishtui itself writes. It comes last, whatever the others are called, so that what is changed in
aishtui is what is used."""

_LEFT_OUT = "the preset is left out"
_NOT_SENT = "nothing is sent with this preset"
_NOT_USED = "it is not used"


@dataclass(frozen=True, slots=True)
class LoadedPresets:
    """The presets as they are in force, and what is wrong with their files."""

    book: PresetBook
    problems: tuple[FileProblem, ...]

    @property
    def presets(self) -> tuple[Preset, ...]:
        return self.book.presets


def preset_files(config_dir: Path) -> tuple[Path, ...]:
    """The files that people write, in the order in which each goes over the ones before: the shipped one, the user's
    own, those in `presets.d` by their names. aishtui's own is not among them. A folder that cannot be read has none."""
    folder = config_dir / FOLDER
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix == ".toml" and path.name != OWN_FILE)
    except OSError:
        names = []
    written = (folder / name for name in names if not name.startswith("."))
    return (paths.shipped("presets.toml"), config_dir / "presets.toml", *written)


def load_config_presets(config_dir: Path) -> LoadedPresets:
    """Everything there is for this config folder."""
    return load_presets((*preset_files(config_dir), own_presets_path(config_dir)))


def own_presets_path(config_dir: Path) -> Path:
    """Of the file that aishtui itself writes."""
    return config_dir / FOLDER / OWN_FILE


def load_presets(files: Iterable[Path]) -> LoadedPresets:
    """Reads the files in order, each over the ones before. A file that is not there is no problem."""
    return merged([read_tables(path) for path in files])


def merged(files: Sequence[PresetTables]) -> LoadedPresets:
    """What the files make together."""
    merging = _Merging()
    for number, file in enumerate(files):
        merging.problems += file.problems
        for name, table in file.tables.items():
            merging.drafts.setdefault(name, _Draft(name)).take(table, number)
    return merging.finish()


def said_of(name: str, files: Sequence[PresetTables]) -> dict[str, Said]:
    """What the files make together of one preset, value by value, also where they mark it as deleted; empty where none
    of them names it."""
    draft = _Draft(name)
    for number, file in enumerate(files):
        if name in file.tables:
            draft.take(file.tables[name], number)
    return {key: said for key, (_, said) in draft.values.items()}


@dataclass(slots=True)
class _Draft:
    """A preset on its way: each value as the last file gives it, with that file's number."""

    name: str
    values: dict[str, tuple[int, Said]] = field(default_factory=dict)
    replaced: list[tuple[str, Said]] = field(default_factory=list)
    """What is wrong, and not used since a later file says something else."""
    model: str = ""
    """The last one that is right."""
    last: FileProblem | None = None
    """Where the last file that names it does so."""

    def take(self, table: PresetTable, number: int) -> None:
        self.last = table.place
        for key, said in table.values.items():
            if said.wrong and not stops_sending(key):
                self.replaced.append((key, said))
                continue
            for other in ("system", "system_file") if key in ("system", "system_file") else (key,):
                before = self.values.pop(other, None)
                if before is not None and before[1].wrong:
                    self.replaced.append((other, before[1]))
            self.values[key] = (number, said)
            if key == "model" and not said.wrong:
                self.model = said.value

    def get(self, key: str, otherwise: Any) -> Any:
        said = self.values.get(key)
        return otherwise if said is None or said[1].wrong else said[1].value

    def wrong(self) -> list[Said]:
        return [said for _, said in self.values.values() if said.wrong]

    def origins(self) -> dict[str, Origin]:
        right = ((key, self.values[key][1]) for key in VALUES if key in self.values)
        return {key: Origin(str(said.place.path), said.place.line) for key, said in right if not said.wrong}


class _Merging:
    def __init__(self) -> None:
        self.problems: list[FileProblem] = []
        self.drafts: dict[str, _Draft] = {}

    def finish(self) -> LoadedPresets:
        presets: list[Preset] = []
        origins: dict[str, dict[str, Origin]] = {}
        deleted: dict[str, Origin] = {}
        present = [draft for draft in self.drafts.values() if not draft.get(DELETED, False)]
        for draft in self.drafts.values():
            self.problems += [replace(said.place, problem=f"{said.wrong}; {_NOT_USED}") for _, said in draft.replaced]
            if draft.get(DELETED, False):
                place = draft.values[DELETED][1].place
                deleted[draft.name] = Origin(str(place.path), place.line)
        self._share_slots([draft for draft in present if draft.model])
        for draft in present:
            preset = self._preset(draft)
            if preset is not None:
                presets.append(preset)
                origins[draft.name] = draft.origins()
        return LoadedPresets(PresetBook(tuple(presets), origins, deleted), tuple(self.problems))

    def _preset(self, draft: _Draft) -> Preset | None:
        """None where there is no model: nothing could be sent, and nothing shown."""
        ending = _NOT_SENT if draft.model else _LEFT_OUT
        mistakes = []
        for key, (_, said) in draft.values.items():
            if said.wrong:
                mistakes.append(replace(said.place, problem=said.wrong))
                # What is no TOML has been told of, with the words of the parser.
                told = key == NOT_READ and said.wrong == said.place.problem
                self.problems += [] if told else [replace(said.place, problem=f"{said.wrong}; {ending}")]
        if not draft.model:
            if not mistakes and draft.last is not None:
                self.problems.append(replace(draft.last, problem=f'has no model (model = "…"); {_LEFT_OUT}'))
            return None
        system, mistake = self._system(draft)
        if mistake is not None:
            mistakes.append(mistake)
        return Preset(
            draft.name,
            draft.model,
            description=draft.get("description", ""),
            group=draft.get("group", ""),
            system=system,
            params=draft.get("params", {}),
            source=str(draft.last.path) if draft.last is not None else "",
            headers=draft.get("headers", {}),
            slot=draft.get("slot", None),
            refuse_cloud_ids=draft.get("refuse_cloud_ids", False),
            system_file=str(draft.get("system_file", "") or ""),
            broken=" ".join(f"{mistake}." for mistake in mistakes),
        )

    def _system(self, draft: _Draft) -> tuple[str, FileProblem | None]:
        """The system prompt, read now if it stands in a file, and what is wrong with that file."""
        path = draft.get("system_file", None)
        if not path:
            return draft.get("system", ""), None
        try:
            return read_system(path), None
        except NoSystemPrompt as problem:
            place = draft.values["system_file"][1].place
            self.problems.append(replace(place, problem=f"{path} {problem}; {_NOT_SENT}"))
            return "", replace(place, problem=f"{path} {problem}")

    def _share_slots(self, drafts: Sequence[_Draft]) -> None:
        """Each slot has one preset: the one of the last file that says so, of those the first."""
        holders: dict[int, _Draft] = {}
        wanting = [draft for draft in drafts if draft.get("slot", None) is not None]
        for draft in sorted(wanting, key=lambda draft: -draft.values["slot"][0]):  # which keeps the order otherwise
            slot = draft.get("slot", None)
            holder = holders.setdefault(slot, draft)
            if holder is draft:
                continue
            of = holder.values["slot"][1].place
            where = Origin(str(of.path), of.line)
            mine = draft.values.pop("slot")[1].place
            if mine.path == paths.shipped("presets.toml"):
                continue  # what ships gives way to whatever the user wants
            self.problems.append(
                replace(mine, problem=f"slot {slot} is that of {holder.name} already ({where}); {_NOT_USED}")
            )
