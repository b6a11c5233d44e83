"""`aishtui presets …`: the presets as their files make them, without asking anybody."""

from typing import Literal, TextIO

from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.portable.brokers_lua import brokers_lua
from aishtui.chat.preset_book import PresetBook
from aishtui.commands.output import USAGE, json_text, let_go_of
from aishtui.commands.presets_forms import as_object, as_toml, listed_object, shown
from aishtui.commands.settings import Settings
from aishtui.commands.words import unknown_preset
from aishtui.engine.link import EMBEDDED
from aishtui.wire.address import parse_endpoint

ExportForm = Literal["toml", "json", "lua"]


def run_list(settings: Settings, as_json: bool, out: TextIO, notes: TextIO) -> int:
    """Print all presets; returns the exit status: 0, or 1 where that cannot be written."""
    _tell_problems(settings, notes)
    if as_json:
        return _print(json_text(listed_object(settings.book), escaped=out.isatty(), indent=2) + "\n", out, notes)
    return _print(_list(settings.book), out, notes)


def run_show(settings: Settings, name: str, out: TextIO, notes: TextIO) -> int:
    """Print one preset, with where each of its values comes from; status 2 where there is no such preset."""
    _tell_problems(settings, notes)
    preset = settings.book.get(name)
    if preset is None:
        print(f"aishtui: {_unknown(name, settings)}", file=notes)
        return USAGE
    return _print(shown(preset, settings.book), out, notes)


def run_export(settings: Settings, form: ExportForm, out: TextIO, notes: TextIO) -> int:
    """Print all presets in a form for other programs; status 1 where one has to be left out."""
    _tell_problems(settings, notes)
    whole = [preset for preset in settings.presets if not preset.broken]
    for preset in settings.presets:
        if preset.broken:
            print(f"aishtui: {clean_line(preset.name, 60)} is left out: {preset.broken}", file=notes)
    match form:
        case "toml":
            text = as_toml(whole)
        case "json":
            text = json_text(as_object(whole), escaped=out.isatty(), indent=2) + "\n"
        case "lua":
            if settings.choice == EMBEDDED:
                print("aishtui: the embedded broker has another port each time: name one with --endpoint.", file=notes)
                return USAGE
            text = brokers_lua(whole, parse_endpoint(settings.choice).chat_url)
    return _print(text, out, notes) or int(len(whole) < len(settings.presets))


def _tell_problems(settings: Settings, notes: TextIO) -> None:
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)


def _unknown(name: str, settings: Settings) -> str:
    marked = settings.book.deleted.get(name)
    if marked is not None:
        return f"The preset “{clean_line(name, 60)}” is deleted: {marked} says so."
    return unknown_preset(name, settings.presets)


def _list(book: PresetBook) -> str:
    """A line for each: the slot, the name, the model, and what it is for."""
    names = max((len(clean_line(preset.name)) for preset in book.presets), default=0)
    models = max((len(clean_line(preset.model)) for preset in book.presets), default=0)
    lines = []
    for preset in book.presets:
        about = "nothing is sent with it, see above" if preset.broken else preset.description
        cells = (clean_line(preset.name).ljust(names), clean_line(preset.model).ljust(models), clean_line(about))
        lines.append(f"{preset.slot or ' '}  {'  '.join(cells)}".rstrip())
    return "\n".join(lines) + "\n" if lines else ""


def _print(text: str, out: TextIO, notes: TextIO) -> int:
    try:
        out.write(clean_text(text) if out.isatty() else text)
        out.flush()
    except BrokenPipeError:
        let_go_of(out)
        return 1
    except OSError as error:
        print(f"aishtui: the presets could not be written: {error.strerror or error}.", file=notes)
        return 1
    return 0
