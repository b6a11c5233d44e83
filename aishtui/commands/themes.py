"""The themes there are: aishtui's, over them the user's own, and Textual's; and which one to begin with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from textual.theme import BUILTIN_THEMES

from aishtui.chat.clean import clean_line
from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest, or_list
from aishtui.store.paths import shipped
from aishtui.widgets.theme_file import ThemeFile, load_themes

DEFAULT_THEME, THEME_WITHOUT_COLOURS = "dusk", "plain"


@dataclass(frozen=True, slots=True)
class Themes:
    """`files` are aishtui's and the user's own."""

    files: tuple[ThemeFile, ...]
    problems: tuple[FileProblem, ...]

    @property
    def names(self) -> list[str]:
        """Of all themes, Textual's too."""
        ours = [file.theme.name for file in self.files]
        return [*ours, *(name for name in BUILTIN_THEMES if name not in ours)]

    def file_of(self, name: str) -> ThemeFile | None:
        return next((file for file in self.files if file.theme.name == name), None)


def own_themes(config_dir: Path) -> Path:
    """The folder of the user's own."""
    return config_dir / "themes"


def read_themes(config_dir: Path) -> Themes:
    files, found = load_themes(shipped("themes"), own_themes(config_dir))
    problems = (FileProblem(known.path, known.line, known.key, known.problem) for known in found)
    return Themes(tuple(files), tuple(problems))


def first_theme(
    names: Sequence[str], by_option: str | None, by_file: str | None, colours: bool
) -> tuple[str | None, str]:
    """The theme to begin with and what is wrong with the one that was named; None: the option named no theme.
    `colours`: the terminal has some, and they are wanted."""
    wanted: tuple[tuple[str | None, Literal["--theme", "config.toml"]], ...] = (
        (by_option, "--theme"), (by_file, "config.toml"),
    )  # fmt: skip
    for name, where in wanted:
        if name in names:
            return name, ""
        if name is not None:
            return (None if where == "--theme" else DEFAULT_THEME), f"{where}: {no_such_theme(name, names)}"
    # A theme that somebody has named comes before NO_COLOR, as https://no-color.org has it.
    return (DEFAULT_THEME if colours else THEME_WITHOUT_COLOURS), ""


def no_such_theme(name: str, names: Sequence[str]) -> str:
    near = or_list(nearest(name, names) or names[:5])
    return f"there is no theme “{clean_line(name, 60)}”. Did you mean {near}?"
