"""The rows of the preset editor: each field with its text, what is wrong with it, and where its value comes from."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from aishtui.chat.preset_book import Origin
from aishtui.chat.presets import Preset
from aishtui.screens.preset_form import (
    MORE_HEADERS,
    MORE_PARAMS,
    OFF,
    ON,
    PLAIN,
    PresetForm,
    inner_name,
    value_name,
)  # fmt: skip
from aishtui.screens.preset_help import Known, completion_of, warning_of
from aishtui.store import paths
from aishtui.widgets.form_view import FormRow

LABELS: Mapping[str, str] = {
    "name": "Name",
    "model": "Model",
    "description": "Description",
    "group": "Group",
    "slot": "Slot",
    "system": "System prompt",
    "system_file": "System file",
    "refuse_cloud_ids": "Refuse cloud ids",
    MORE_PARAMS: "another",
    MORE_HEADERS: "another",
}
_BLANK: Mapping[str, str] = {
    "model": "the id that the broker lists",
    "description": "none",
    "group": "none",
    "slot": "none",
    "system": "none",
    "system_file": "none: the text above",
    MORE_PARAMS: "name = value",
    MORE_HEADERS: "name = value",
}
LONGEST_TEXT = 200_000
_LONGEST = 20_000
CHANGED = "changed"
THIS_TAB = "this tab only"


def rows_of(
    form: PresetForm, preset: Preset, mistakes: Mapping[str, str], known: Known, own: Collection[str], folder: Path
) -> list[FormRow]:
    """`preset` and `mistakes` are what the form makes; `own` are the fields that one tab alone has otherwise."""
    changed = set(form.changed())

    def row(of: str, label: str, indent: int = 0) -> FormRow:
        return FormRow(
            of,
            label,
            form.texts[of],
            blank=_blank(of, form),
            note=_note(of, changed, own, known, folder),
            mistake=mistakes.get(of, ""),
            warning=warning_of(of, form, preset, known),
            indent=indent,
            choices=(OFF, ON) if of == "refuse_cloud_ids" else (),
            lines=of == "system",
            longest=LONGEST_TEXT if of == "system" else _LONGEST,
            completion=completion_of(of, form, known),
        )

    return [
        *(row(of, LABELS[of]) for of in PLAIN),
        *_of_table("params", "Parameters, sent as they are", form, row),
        *_of_table("headers", "Headers", form, row),
    ]


def _of_table(table: str, heading: str, form: PresetForm, row: Callable[[str, str, int], FormRow]) -> Iterator[FormRow]:
    yield FormRow("", heading)
    for of in form.fields:
        if of.startswith(f"{table}:"):
            yield row(of, inner_name(of), 1)
    yield row(f"{table}+", LABELS[f"{table}+"], 1)


def _blank(of: str, form: PresetForm) -> str:
    if of == "system" and form.texts["system_file"]:
        return "in the file below"
    return _BLANK.get(of, "not sent" if ":" in of else "")


def _note(of: str, changed: Collection[str], own: Collection[str], known: Known, folder: Path) -> str:
    if of in changed:
        return "" if known.shown is None else THIS_TAB if of in own else CHANGED
    origin = origin_of(of, known)
    return short_place(origin, folder) if origin is not None and not of.endswith("+") else ""


def origin_of(of: str, known: Known) -> Origin | None:
    """Where the value of a field comes from; None where no file says it."""
    return known.book.origin(known.shown.name, value_name(of)) if known.shown is not None else None


def place_of(of: str, changed: Collection[str], own: Collection[str], known: Known) -> str:
    """The same in words, with the whole path."""
    origin = origin_of(of, known)
    before = f"; it is from {origin}" if origin is not None else ""
    if of in changed:
        saved = "Not saved yet" if known.shown is None else f"Changed here, not saved{before}"
        return f"This tab's own{before}" if of in own else saved
    if origin is None or of.endswith("+"):
        return "" if known.shown is None or of == "name" else "No file says it."
    return f"From {origin}"


def short_place(origin: Origin, folder: Path) -> str:
    """`presets.toml:12` for the user's own, `shipped presets.toml:12`, `presets.d/aishtui.toml:3`."""
    path = Path(origin.file)
    if path.is_relative_to(folder):
        name = str(path.relative_to(folder))
    else:
        name = f"shipped {path.name}" if path == paths.shipped("presets.toml") else path.name
    return f"{name}:{origin.line}" if origin.line else name
