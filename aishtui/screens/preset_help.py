"""What the preset editor says of each field: what it is for, and what is known here and now of its value."""

from collections.abc import Collection, Mapping
from dataclasses import field

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.model_words import model_facts
from aishtui.chat.nearest import NearestIds, or_list
from aishtui.chat.parameters import PARAMETERS, known_parameter, unsupported
from aishtui.chat.preset_book import PresetBook
from aishtui.chat.presets import Preset, is_cloud_id
from aishtui.screens.preset_form import MORE_HEADERS, MORE_PARAMS, PresetForm, inner_name

_PLAIN: Mapping[str, str] = {
    "description": "A few words for lists and for whoever else uses the preset. They are not sent.",
    "group": "What presets share, such as one machine. Until it is known who answers for each, a comparison asks "
    "presets of one group one after another.",
    "system_file": "The system prompt is read from this file instead, whenever the presets are read. A path without a "
    "/ in front begins at the config folder; ~ is your home folder.",
    "refuse_cloud_ids": "Space switches. With yes, nothing is sent where the model's id has a cloud prefix. That stops "
    "only aishtui's own request: a broker that passes a local model's request on to a cloud is not stopped by it.",
    MORE_HEADERS: "A header for this preset's requests alone: name = value. No secrets: those belong to one endpoint, "
    "under [endpoint] in config.toml.",
}
_SHOWN_NAMES = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the form itself."""

    book: PresetBook
    entries: Mapping[str, CatalogEntry] | None = None
    """The catalogue by its ids; None where none is known."""
    near: NearestIds = field(default_factory=lambda: NearestIds(()))
    cloud_prefixes: tuple[str, ...] = ()
    shown: Preset | None = None
    """The preset as it is; None: the form is for a new one."""
    editor_key: str = ""
    """What opens the user's own editor; empty: no key does."""

    @classmethod
    def of(
        cls, catalog: Catalog | None, cloud_prefixes: tuple[str, ...], shown: Preset | None, editor_key: str
    ) -> "Known":
        """What is known before the files are read."""
        entries = {entry.id: entry for entry in catalog.entries} if catalog is not None else None
        return cls(PresetBook(), entries, NearestIds(tuple(entries or ())), cloud_prefixes, shown, editor_key)

    def entry(self, model: str) -> CatalogEntry | None:
        return (self.entries or {}).get(model)

    @property
    def others(self) -> tuple[str, ...]:
        """The names that are taken."""
        own = self.shown.name if self.shown is not None else None
        return tuple(name for name in self.book.names if name != own)


def help_of(of: str, form: PresetForm, known: Known) -> str:
    """What is said of a field while it is written in."""
    match of:
        case "name":
            own = known.shown.name if known.shown is not None else ""
            another = f" Another name makes another preset, and {own} stays as it is." if own else ""
            return f"What you choose it by: :preset NAME.{another} Ctrl+U empties it. Up and Down: the other fields."
        case "model":
            return f"{_model(form.texts['model'].strip(), known)} Enter lists the models."
        case "slot":
            return _slots(known)
        case "system":
            outside = f", {known.editor_key} your own editor" if known.editor_key else ""
            return (
                "Sent before every conversation. Enter opens it with room for many lines; Ctrl+J is a new line "
                f"here{outside}."
            )
        case str() if of == MORE_PARAMS:
            return _more_params(form, known)
        case str() if of.startswith("params:"):
            parameter = known_parameter(inner_name(of))
            about = f"{parameter.about[:1].upper()}{parameter.about[1:]}. " if parameter is not None else ""
            kinds = f"It is {' or '.join(parameter.kinds)}, such as {parameter.example}. " if parameter else ""
            return f"{about}{kinds}Empty, it is not sent, and the server's own default holds."
        case str() if of.startswith("headers:"):
            return "Goes with this preset's requests and no others. Empty, it is not sent."
        case _:
            return _PLAIN.get(of, "")


def warning_of(of: str, form: PresetForm, preset: Preset, known: Known) -> str:
    """What may be wrong with a field, and stops nothing; `preset` is what the form makes."""
    match of:
        case "slot" if preset.slot is not None:
            holder = known.book.in_slot(preset.slot)
            own = known.shown.name if known.shown is not None else None
            return f"{holder.name} has slot {preset.slot} now, and loses it." if holder and holder.name != own else ""
        case "refuse_cloud_ids" if preset.refuse_cloud_ids and is_cloud_id(preset.model, known.cloud_prefixes):
            return f"With {preset.model}, nothing is sent: its id has a cloud prefix."
        case "name" if known.shown is not None and preset.name != known.shown.name:
            return f"Saved, it is a new preset beside {known.shown.name}."
        case str() if of.startswith("params:") and form.texts[of].strip():
            entry = known.entry(preset.model)
            takes = entry.parameters if entry is not None else ()
            if unsupported({inner_name(of): None}, takes):
                return "By the catalogue, this model does not take it."
            return ""
        case _:
            return ""


def completion_of(of: str, form: PresetForm, known: Known) -> str:
    """What the text of a field may become; empty for nothing."""
    text = form.texts.get(of, "")
    if not text:
        return ""
    if of == MORE_PARAMS:
        found = _begun(text, [f"{name} = " for name in _names(form, known) if f"params:{name}" not in form.texts])
    elif of == "model":
        found = _begun(text, known.entries or ())
    elif of == "group":
        found = _begun(text, [preset.group for preset in known.book.presets])
    else:
        return ""
    return found if found != text else ""


def _begun(text: str, choices: Collection[str]) -> str:
    return next((choice for choice in choices if choice.startswith(text)), "")


def _names(form: PresetForm, known: Known) -> list[str]:
    """Parameters by name, those of the model's own entry first."""
    entry = known.entry(form.texts["model"].strip())
    listed = entry.parameters if entry is not None else ()
    return list(dict.fromkeys((*listed, *(parameter.name for parameter in PARAMETERS))))


def _more_params(form: PresetForm, known: Known) -> str:
    entry = known.entry(form.texts["model"].strip())
    takes = ""
    if entry is not None and entry.parameters:
        some = ", ".join(entry.parameters[:_SHOWN_NAMES])
        more = len(entry.parameters) - _SHOWN_NAMES
        takes = f" By the catalogue this model takes {some}{f' and {more} more' if more > 0 else ''}."
    return f"Another field of the request: name = value. Values are JSON, or text as it stands.{takes}"


def _model(model: str, known: Known) -> str:
    if known.entries is None:
        return "The exact id that the broker lists; the list is not known yet."
    entry = known.entry(model)
    if entry is not None:
        facts = ", ".join(model_facts(entry))
        return f"The broker serves it now{f': {facts}' if facts else ''}."
    if not model:
        some = or_list(list(known.entries)[:3])
        return f"The exact id that the broker lists, such as {some}." if some else "The broker lists no model now."
    near = known.near.to(model)
    hint = f" Near it: {or_list(near)}." if near else ""
    return f"The broker does not list it now; it can be sent all the same.{hint}"


def _slots(known: Known) -> str:
    taken = ", ".join(f"{preset.slot} {preset.name}" for preset in known.book.presets if preset.slot is not None)
    return f"A number from 1 to 9, or nothing. Taken: {taken or 'none'}."
