"""The commented default `config.toml`: every setting, each a line whose # can be taken out."""

import textwrap
from collections.abc import Iterator
from pathlib import Path

from aishtui.store.config_table import SECTIONS, Section, Setting
from aishtui.store.paths import make_private
from aishtui.store.toml_lines import dotted
from aishtui.store.whole_file import whole_file

_WIDTH = 120
_HEAD = (
    "What aishtui's config.toml may hold. Its place is ~/.config/aishtui, where `aishtui config init` puts it. Take "
    "the # from the lines that you want: each shows what holds without it, or an example. All of it is optional. "
    "`aishtui config check` says what is wrong in it, `aishtui config show` what holds; "
    ":config in aishtui opens it, and takes over what you save."
)


def write_default(path: Path) -> None:
    """Put it at `path`, for the user alone; folders that are missing are made. Raises StoreError: AlreadyThere where
    there is anything."""
    make_private(path.parent)
    with whole_file(path, replace=False) as file:
        file.write(default_text().encode())


def default_text() -> str:
    return "\n".join([*_comment(_HEAD), *(line for section in SECTIONS for line in _section(section))]) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield ""
    if section.help and (section.many or section.lines):
        yield from _comment(section.help)
    if section.path:
        yield f"#[[{dotted(section.path)}]]" if section.many else f"[{dotted(section.path)}]"
    for setting in section.settings:
        yield from _comment(setting.help)
        yield from _value(setting)
    yield from (f"#{line}" for line in section.lines)


def _value(setting: Setting[object]) -> Iterator[str]:
    line = f"#{setting.path[-1]} = {setting.example}"
    if len(line) <= _WIDTH:
        yield line
        return
    yield f"#{setting.path[-1]} = ["
    items = textwrap.wrap(setting.example.strip("[]"), _WIDTH - 5, break_on_hyphens=False)
    yield from (f"#{items}" for items in items)
    yield "#]"


def _comment(words: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(words, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)]
