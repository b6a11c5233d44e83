"""The forms an export can have, and what a file is called where nobody has named it."""

import re
from enum import StrEnum
from pathlib import PurePath

_LONGEST_NAME = 48


class Form(StrEnum):
    """By the names that are typed, which are the files' suffixes too."""

    MARKDOWN = "md"
    JSON = "json"
    TEXT = "txt"


_SUFFIXES = {".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".json": Form.JSON, ".txt": Form.TEXT}


def form_of_name(name: str) -> Form | None:
    """The form that a file's name asks for by its end."""
    return _SUFFIXES.get(PurePath(name).suffix.lower())


def named_after(title: str, form: Form) -> str:
    """`why-is-the-sky-blue.md`: letters and digits of the title, whatever their script."""
    words = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
    return f"{words[:_LONGEST_NAME].strip('-') or 'conversation'}.{form.value}"
