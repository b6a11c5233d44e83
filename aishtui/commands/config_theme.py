"""`aishtui config theme`: the themes there are, and a copy of one as a theme of one's own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from aishtui.commands.output import USAGE
from aishtui.commands.themes import Themes, no_such_theme, own_themes, read_themes
from aishtui.store.errors import AlreadyThere, StoreError
from aishtui.store.paths import make_private
from aishtui.store.whole_file import whole_file

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_NAME_LINE = re.compile(r'(?m)^name\s*=\s*("[^"\n]*"|\'[^\'\n]*\')')


def run_theme(config_dir: Path, theme: str | None, copy: str | None, out: TextIO, notes: TextIO) -> int:
    """List the themes, print the file of `theme`, or make a `copy` of it; the exit status (0, 1 not done, 2 usage)."""
    themes = read_themes(config_dir)
    for problem in themes.problems:
        print(f"aishtui: {problem}", file=notes)
    try:
        if theme is None:
            out.writelines(f"{line}\n" for line in _list(themes, config_dir))
            return 0
        found = themes.file_of(theme)
        if found is None:
            print(f"aishtui: {_no_file(theme, themes)}", file=notes)
            return USAGE
        text = found.path.read_text("utf-8")
        if copy is None:
            out.write(text)
            return 0
    except OSError as error:
        print(f"aishtui: it could not be read or written: {error.strerror or error}.", file=notes)
        return 1
    return _copy(text, copy, config_dir, out, notes)


def _copy(text: str, name: str, config_dir: Path, out: TextIO, notes: TextIO) -> int:
    if not _NAME.fullmatch(name):
        print("aishtui: a theme's name here is letters, digits, - and _: it is the file's too.", file=notes)
        return USAGE
    path = own_themes(config_dir) / f"{name}.toml"
    try:
        make_private(path.parent)
        with whole_file(path, replace=False) as file:
            file.write(_NAME_LINE.sub(f'name = "{name}"', text, count=1).encode())
    except AlreadyThere:
        print(f"aishtui: {path} is there already and was left as it is. Choose another name.", file=notes)
        return 1
    except StoreError as error:
        print(f"aishtui: {error}", file=notes)
        return 1
    print(f"{path}: change it, and `:theme {name}` shows it", file=out)
    return 0


def _list(themes: Themes, config_dir: Path) -> Iterator[str]:
    files = {file.theme.name: file.path for file in themes.files}
    own = own_themes(config_dir)
    for name in themes.names:
        path = files.get(name)
        yield f"{name:<24} {'Textual' if path is None else path if path.parent == own else 'aishtui'}"


def _no_file(theme: str, themes: Themes) -> str:
    if theme in themes.names:
        return f"{theme} is one of Textual's own, which have no file. Begin with one of aishtui's, for example dusk."
    return no_such_theme(theme, [file.theme.name for file in themes.files])
