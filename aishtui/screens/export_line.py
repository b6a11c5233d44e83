"""What was typed behind `:export`: which conversations, in which form, and where to."""

from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.portable.forms import Form, form_of_name

_FORMS = {form.value: form for form in Form}
_OTHER_FORMS = frozenset(
    (
        "markdown",
        "text",
        "html",
        "htm",
        "pdf",
        "docx",
        "odt",
        "csv",
        "tsv",
        "xml",
        "yaml",
        "yml",
        "toml",
        "jsonl",
        "rst",
        "org",
    )
)
"""Typed alone, such a word was meant as a form."""


@dataclass(frozen=True, slots=True)
class ExportLine:
    """`path` None: nobody named one."""

    form: Form
    branches: bool
    everything: bool
    path: Path | None
    branches_named: bool = False
    """They were asked for by their word: in a comparison, for the conversation instead."""


class BadPath(Exception):
    """The message is a sentence."""


def read_export_line(argument: str) -> ExportLine:
    """`md`, `json`, `txt`, `all` and `branches` in any order, then a file. Raises BadPath."""
    words: set[str] = set()
    rest = argument.strip()
    while rest:
        word, _, behind = rest.partition(" ")
        if word not in _FORMS and word not in ("all", "branches"):
            break
        words.add(word)
        rest = behind.strip()
    if rest == "-":
        raise BadPath("The screen has no standard output: name a file, or `aishtui export` writes there.")
    if rest.lower().lstrip(".") in _OTHER_FORMS:
        raise BadPath(f"It writes md, json or txt, no {rest.lstrip('.')}. A file of that name is ./{rest}.")
    path = path_of(rest) if rest else None
    everything = "all" in words
    named = form_of_name(path.name) if path is not None else None
    typed = next((form for word, form in _FORMS.items() if word in words), None)
    form = typed or named or (Form.JSON if everything else Form.MARKDOWN)
    named_branches = "branches" in words
    return ExportLine(form, named_branches or form is Form.JSON, everything, path, named_branches)


def path_of(text: str) -> Path:
    """`~` is the home folder; a relative path begins in the current one. Raises BadPath."""
    try:
        return Path.cwd() / Path(text).expanduser()
    except (RuntimeError, OSError, ValueError) as error:
        raise BadPath(f"“{text}” leads to no place ({error}). Name another file.") from error


def free_path(folder: Path, name: str) -> Path:
    """`name` in that folder, with a number where there is such a file already: `…-2.md`."""
    path, number = folder / name, 1
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path
