"""The reference page of `config.toml` in `docs/`, made of the declarations. `make reference` writes it, and the
commented default file."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from aishtui.store.config_default import default_text
from aishtui.store.config_table import SECTIONS, Section, Setting
from aishtui.store.toml_lines import dotted
from aishtui.widgets.actions import ALL_ACTIONS
from aishtui.widgets.bound_keys import TABLE, can_choose
from aishtui.widgets.theme_tokens import COLOR_FIELDS, OWN_COLORS, OWN_STYLES

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path("docs") / "configuration.md"
DEFAULT = Path("config.default.toml")

_HEAD = """\
# Configuration

<!-- Made by `make reference` of `aishtui/store/config_table.py`: change it there. -->

`config.toml` lies in the config folder (`~/.config/aishtui`; `--config-dir` or `AISHTUI_CONFIG_DIR` choose another) and
need not exist. An option comes before an environment variable, that before the file, and the file before the default.

| command | does |
|---|---|
| `aishtui config init` | writes it, with every setting in a comment; never over one that is there |
| `aishtui config check` | says what is wrong in it, in presets, `broker.toml` and themes, with file, line and key |
| `aishtui config show` | says what holds, and where each value comes from |
| `aishtui config path` | prints where it lies: `$EDITOR "$(aishtui config path)"` |
| `aishtui config theme` | lists the themes; `aishtui config theme dusk mine` makes one of your own |
| `:config` in the workbench | opens it in your editor, and takes over what you save |
| `:config presets` | the same with your `presets.toml` |
| `:config reload` | takes over what stands in them now, and your themes |

A value that is wrong is named with its line; at the start its default holds instead, and after `:config` what held
before. A key that this aishtui does not know, perhaps of a newer one, is named with the nearest that it knows. All
others hold. Of a file that is not TOML nothing is taken.

"At once" are the settings that a running aishtui takes over by `:config`; the others, by the next start.
"""

_THEMES = """\
## Themes of your own

A theme is a TOML file in `themes/` in the config folder. `aishtui config theme dusk mine` makes `themes/mine.toml`, a
copy of `dusk` called `mine`; `:theme mine`, `--theme mine` or `theme = "mine"` choose it, and `:config reload` reads it
again. One that is called like another (`name = "dusk"`) stands in its place. What is wrong in a file is named with its
line; all else in it holds, except that a theme without `name` or `primary` is left out.

```toml
name = "mine"
dark = true
ansi = false

[colors]
primary = "#e9a97a"

[variables]
heading = "#b9a5e2"
muted-style = "none"
```
"""


def reference_page() -> str:
    return "\n".join([_HEAD, *(line for section in SECTIONS for line in _section(section)), *_themes()])


def _section(section: Section) -> Iterator[str]:
    name = dotted(section.path)
    heading = f"`[[{name}]]`" if section.many else f"`[{name}]`" if name else "Before all tables"
    yield f"## {heading}\n"
    if section.help:
        yield f"{section.help}\n"
    if section.settings:
        yield "| key | must be | without it | at once | |\n|---|---|---|---|---|"
        yield from map(_row, section.settings)
        yield ""
    if section.lines:
        yield "```toml\n" + "\n".join(section.lines) + "\n```\n"
        yield from _actions()


def _row(setting: Setting[object]) -> str:
    without = setting.without or f"`{setting.example}`"
    cells = (f"`{setting.path[-1]}`", setting.kind.words, without, "yes" if setting.live else "no", setting.help)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _actions() -> Iterator[str]:
    yield "| action | does | keys as shipped |\n|---|---|---|"
    for action in ALL_ACTIONS:
        if can_choose(action):
            shown = TABLE.shown(action)
            yield f"| `{action.id}` | {action.label} | {f'`{shown}`' if shown else ''} |"
    yield ""


def _themes() -> Iterator[str]:
    yield _THEMES
    yield f"`[colors]` may hold {_list(COLOR_FIELDS)}: `primary` must be there, the others are made from it.\n"
    yield (
        f"`[variables]` may hold {_list(OWN_COLORS)}, which are colours, {_list(OWN_STYLES)}, which are styles such as "
        '`"bold"` or `"none"`, and every variable of a theme of Textual. Colours are `"#rrggbb"`, or in a theme with '
        '`ansi = true` the terminal\'s own, such as `"ansi_cyan"`.\n'
    )


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> None:
    (ROOT / PAGE).write_text(reference_page(), "utf-8")
    (ROOT / DEFAULT).write_text(default_text(), "utf-8")


if __name__ == "__main__":
    main()
