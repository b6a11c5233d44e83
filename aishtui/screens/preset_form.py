"""A preset as it is typed into a form: a text for each field, what they make together, and what is wrong with each.

Nothing that was typed is lost while it is wrong: the texts are what is kept, the preset is read out of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.parameters import BadValue, text_of, value_of, wrong_kind
from aishtui.chat.presets import Preset, free_name
from aishtui.chat.same_value import same_value
from aishtui.store.header_rules import is_secret_header
from aishtui.store.preset_values import WrongValue, checked
from aishtui.wire.request import OURS

LONGEST_NAME = 100
ON, OFF = "yes", "no"
"""The texts of a switch."""

PLAIN = ("name", "model", "description", "group", "slot", "system", "system_file", "refuse_cloud_ids")
"""The fields that every preset has. Those of parameters and headers are called `params:top_p`."""
MORE_PARAMS, MORE_HEADERS = "params+", "headers+"
"""The fields into which another one is typed: `top_p = 0.9`."""
TABLES = {"params": MORE_PARAMS, "headers": MORE_HEADERS}


def value_name(of: str) -> str:
    """By which name a preset's table has what the field `of` is about: `params` for `params:top_p`."""
    return of.split(":")[0].removesuffix("+")


def inner_name(of: str) -> str:
    """`top_p` for `params:top_p`; empty for others."""
    return of.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What the texts make. Where something is wrong, the preset has what it had before."""

    preset: Preset
    """Its system prompt is empty where it stands in a file that was named just now."""
    mistakes: Mapping[str, str]
    """Sentences, by field."""

    @property
    def new_file(self) -> str:
        """The file whose system prompt is still to be read; empty for none."""
        return self.preset.system_file if not self.preset.system else ""


@dataclass(frozen=True, slots=True)
class PresetForm:
    """`base` is the preset that the texts were made of."""

    base: Preset
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, preset: Preset) -> "PresetForm":
        return cls(preset, _texts_of(preset))

    @property
    def fields(self) -> tuple[str, ...]:
        """In the order in which they are shown."""
        return tuple(self.texts)

    def typed(self, of: str, text: str) -> "PresetForm":
        return replace(self, texts={**self.texts, of: text})

    def changed(self, since: "PresetForm | None" = None) -> tuple[str, ...]:
        """The fields whose texts are others than the preset's, or than those of another form."""
        before = since.texts if since is not None else _texts_of(self.base)
        return tuple(of for of in {**before, **self.texts} if self.texts.get(of, "") != before.get(of, ""))

    def kept(self, since: "PresetForm") -> dict[str, str]:
        """The texts that were changed since then, but for secrets in headers: no preset may have them, and they are
        kept nowhere."""
        return {of: text for of in self.changed(since) if not _secret(of, text := self.texts.get(of, ""))}

    def taken_in(self, table: str) -> tuple["PresetForm", str]:
        """With what stands in the field for another parameter (`params`) or header as a field of its own, and that
        field; the same form and nothing where there is no name and value in it."""
        more = TABLES[table]
        name, text = _name_and_text(self.texts.get(more, ""))
        if not name or not text:
            return self, ""
        own = f"{table}:{name}"
        texts: dict[str, str] = {}
        for of, known in self.texts.items():
            if of == more and own not in self.texts:
                texts[own] = text
            texts[of] = "" if of == more else text if of == own else known
        return replace(self, texts=texts), own

    def rebased(self, preset: Preset) -> "PresetForm":
        """What was changed, on what the preset is now."""
        changed = {of: self.texts.get(of, "") for of in self.changed()}
        return PresetForm.of(preset).with_texts(changed)

    def with_texts(self, texts: Mapping[str, str]) -> "PresetForm":
        form = self
        for table, more in TABLES.items():
            known = [of for of in (*form.texts, *texts) if of.startswith(f"{table}:")]
            others = {of: form.texts.get(of, "") for of in dict.fromkeys(known)}
            rest = {of: text for of, text in form.texts.items() if of not in others}
            ordered: dict[str, str] = {}
            for of, text in rest.items():
                if of == more:
                    ordered |= others
                ordered[of] = text
            form = replace(form, texts=ordered)
        return replace(form, texts={**form.texts, **texts})

    # -- what it makes

    def read(self, taken: Collection[str] = ()) -> ReadForm:
        """`taken` are the names that other presets have."""
        mistakes: dict[str, str] = {}
        whole = self.taken_in("params")[0].taken_in("headers")[0]
        for table, more in TABLES.items():
            if whole.texts.get(more, "").strip():
                mistakes[more] = _HALF[table]
        texts, base = whole.texts, self.base
        before = _texts_of(base)

        def plain(of: str, read: Callable[[str], Any]) -> Any:
            if texts[of] == before[of]:
                return getattr(base, of)
            try:
                return read(texts[of])
            except WrongValue as wrong:
                mistakes[of] = _sentence(wrong)
                return getattr(base, of)

        name = texts["name"].strip()
        if problem := _wrong_name(name, taken):
            mistakes["name"] = problem
            name = base.name
        system, file = texts["system"], texts["system_file"].strip()
        if system and file:
            mistakes["system_file"] = "The system prompt stands above already. Empty one of the two."
        same_file = file == base.system_file and bool(file)
        preset = replace(
            base,
            name=name,
            model=plain("model", lambda text: checked("model", text.strip())),
            description=plain("description", str.strip),
            group=plain("group", str.strip),
            slot=plain("slot", lambda text: checked("slot", _slot(text))),
            system=base.system if same_file else "" if file else system,
            system_file=file,
            params=self._table("params", texts, mistakes),
            headers=self._table("headers", texts, mistakes),
            refuse_cloud_ids=texts["refuse_cloud_ids"] == ON,
        )
        return ReadForm(preset, self._of_this_form(mistakes))

    def _table(self, table: str, texts: Mapping[str, str], mistakes: dict[str, str]) -> dict[str, Any]:
        known: Mapping[str, Any] = getattr(self.base, table)
        read: dict[str, Any] = {}
        for of, text in texts.items():
            if not of.startswith(f"{table}:"):
                continue
            name = inner_name(of)
            try:
                if name in known and text == _text_in(table, known[name]):
                    read[name] = known[name]  # whatever it is: nobody has touched it
                elif text.strip():
                    read[name] = _parameter(name, text) if table == "params" else _header(name, text, read)
            except (BadValue, WrongValue) as wrong:
                mistakes[of] = _sentence(wrong)
                read |= {name: known[name]} if name in known else {}
        return read

    def _of_this_form(self, mistakes: Mapping[str, str]) -> dict[str, str]:
        """A mistake in what is not a field of its own yet is told where it was typed."""
        more = {f"{table}:{_name_and_text(self.texts.get(of, ''))[0]}": of for table, of in TABLES.items()}
        return {of if of in self.texts else more.get(of, of): problem for of, problem in mistakes.items()}


def new_form(model: str, taken: Collection[str]) -> PresetForm:
    """A form for a preset of this model, with a name that is free."""
    short = clean_line(model.rsplit("/", 1)[-1].removesuffix(".gguf"), 60)
    name = short if short not in taken else free_name(short, taken)
    blank = PresetForm.of(Preset("", ""))
    return blank.typed("name", name).typed("model", model)


_HALF = {
    "params": "Write a name and a value, such as: top_p = 0.9",
    "headers": "Write a name and a value, such as: X-Title = lab",
}


def _texts_of(preset: Preset) -> dict[str, str]:
    texts = {
        "name": preset.name,
        "model": preset.model,
        "description": preset.description,
        "group": preset.group,
        "slot": str(preset.slot or ""),
        "system": "" if preset.system_file else preset.system,
        "system_file": preset.system_file,
        "refuse_cloud_ids": ON if preset.refuse_cloud_ids else OFF,
    }
    for table, more in TABLES.items():
        texts |= {f"{table}:{name}": _text_in(table, value) for name, value in getattr(preset, table).items()}
        texts[more] = ""
    return texts


def _text_in(table: str, value: Any) -> str:
    return text_of(value) if table == "params" else str(value)


def _secret(of: str, text: str) -> bool:
    if value_name(of) != "headers":
        return False
    return is_secret_header(*((inner_name(of), text) if inner_name(of) else _name_and_text(text)))


def _name_and_text(typed: str) -> tuple[str, str]:
    """`top_p = 0.9`, `top_p: 0.9` and `top_p 0.9` are the same."""
    cut = min((at for sign in "=: " if (at := typed.strip().find(sign)) > 0), default=-1)
    if cut < 0:
        return typed.strip(), ""
    rest = typed.strip()[cut:].strip()
    return typed.strip()[:cut], rest[1:].strip() if rest[:1] in ("=", ":") else rest


def _slot(text: str) -> int | str:
    typed = text.strip()
    return int(typed) if typed.isdecimal() and len(typed) < 9 else typed or 0


def _wrong_name(name: str, taken: Collection[str]) -> str:
    if not name:
        return "A preset needs a name."
    if clean_line(name, LONGEST_NAME) != name:
        return f"Must be one line of at most {LONGEST_NAME} ordinary characters."
    return f"There is a preset {name} already. Choose another name." if name in taken else ""


def _parameter(name: str, text: str) -> Any:
    if name in OURS:
        raise BadValue(f"`{name}` is set by aishtui itself. Empty, it is not sent.")
    value = checked("params", {name: value_of(text)})[name]
    if problem := wrong_kind(name, value):
        raise BadValue(problem)
    return value


def _header(name: str, text: str, others: Mapping[str, str]) -> str:
    same = next((other for other in others if other.lower() == name.lower()), None)
    if same is not None:
        raise BadValue(f"This is {same} once more: case makes no difference in headers.")
    return str(checked("headers", {name: text})[name])


def _sentence(wrong: Exception) -> str:
    words = str(wrong)
    return f"{words[:1].upper()}{words[1:]}".removesuffix(".") + "."


def same_preset(one: Preset, other: Preset) -> bool:
    """Whether both say the same, wherever it stands."""
    names = ("name", "model", "description", "group", "slot", "system", "system_file", "params", "headers")
    pairs = ((getattr(one, name), getattr(other, name)) for name in (*names, "refuse_cloud_ids"))
    return all(same_value(a, b) for a, b in pairs)
