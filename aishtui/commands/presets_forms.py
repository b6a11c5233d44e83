"""Presets as TOML and JSON: all of them to be read somewhere else, or one with the place of each value."""

from collections.abc import Iterable
from typing import Any

import tomli_w

from aishtui.chat.clean import clean_text
from aishtui.chat.preset_book import VALUES, Origin, PresetBook
from aishtui.chat.presets import Preset
from aishtui.store.toml_lines import dotted

_TABLES = ("params", "headers")


def values_set(preset: Preset) -> dict[str, Any]:
    """What is not as it is where nobody says anything, by the names of a preset's table. A system prompt that is in a
    file is that file."""
    bare = Preset(preset.name, "")
    values = {key: getattr(preset, key) for key in VALUES}
    if preset.system_file:
        del values["system"]
    return {key: value for key, value in values.items() if value != getattr(bare, key)}


def as_toml(presets: Iterable[Preset]) -> str:
    return tomli_w.dumps({"presets": {preset.name: values_set(preset) for preset in presets}})


def as_object(presets: Iterable[Preset]) -> dict[str, Any]:
    """The same as JSON."""
    return {"presets": {preset.name: values_set(preset) for preset in presets}}


def listed_object(book: PresetBook) -> dict[str, Any]:
    """All that is known of all: each with all its values, and where those come from that some file gives."""
    return {
        "presets": [
            {
                "name": preset.name,
                **{key: getattr(preset, key) for key in VALUES},
                "system_file": preset.system_file or None,
                "broken": preset.broken or None,
                "origins": {key: _place(origin) for key, origin in book.origins[preset.name].items()},
            }
            for preset in book.presets
        ],
        "deleted": [{"name": name, **_place(origin)} for name, origin in book.deleted.items()],
    }


def _place(origin: Origin) -> dict[str, Any]:
    return {"file": origin.file, "line": origin.line}


def shown(preset: Preset, book: PresetBook) -> str:
    """TOML with a comment above each value: the place it comes from. What no file says is named at the end."""
    origins = book.origins[preset.name]
    lines = [f"# {preset.broken}"] if preset.broken else []
    lines.append(f"[{dotted(('presets', preset.name))}]")
    known = [key for key in VALUES if key in origins]
    for key in sorted(known, key=lambda key: key in _TABLES):  # which stand behind everything else in TOML
        lines += ["", f"# {origins[key]}", _value(preset, key)]
        if key == "system_file" and preset.system:
            lines += ["# which says:", *(f"#   {line}" for line in clean_text(preset.system).split("\n"))]
    unset = [key for key in VALUES if key not in origins]
    return "\n".join([*lines, "", f"# not set: {', '.join(unset)}", ""])


def _value(preset: Preset, key: str) -> str:
    value = getattr(preset, key)
    said: dict[str, Any] = {key: value if value is not None else 0}
    if key in _TABLES:
        said = {"presets": {preset.name: said}}
    return tomli_w.dumps(said, multiline_strings=True).rstrip("\n")
