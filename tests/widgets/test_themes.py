"""The theme files: strict reading, whole in every token, readable in every pair that is drawn."""

import os
import re
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.theme import BUILTIN_THEMES
from textual.widget import Widget

from aishtui.widgets.header import HeaderLine
from aishtui.widgets.theme_file import load_themes
from aishtui.widgets.theme_tokens import OWN_COLORS, OWN_STYLES, variable_defaults
from tests.widgets.demo import Demo
from tests.widgets.host import STYLES, THEMES, our_themes, text_of

OURS = ["contrast", "dusk", "mono", "paper", "plain", "terminal"]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_the_shipped_themes_are_five_and_without_a_flaw() -> None:
    assert load_themes(THEMES)[1] == []
    assert [theme.name for theme in our_themes()] == OURS


@pytest.mark.parametrize("name", OURS)
def test_a_shipped_theme_names_every_token_of_ours(name: str) -> None:
    theme = next(theme for theme in our_themes() if theme.name == name)
    assert {*OWN_COLORS, *OWN_STYLES} <= set(theme.variables)


def test_the_terminal_theme_holds_no_colour_but_the_terminals_own() -> None:
    text = (THEMES / "terminal.toml").read_text()
    assert "#" not in re.sub(r"(?m)^#.*", "", text)


def test_mono_has_no_hue() -> None:
    for found in re.findall(r'"#([0-9a-f]{6})"', (THEMES / "mono.toml").read_text()):
        assert found[:2] == found[2:4] == found[4:]


def test_wrong_keys_are_named_with_file_and_line_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = write(
        tmp_path, "mine.toml",
        'name = "mine"\nshade = 1\n[colors]\nprimary = "#ff0000"\nprimry = "#00ff00"\nerror = "reddish"\n'
        '[variables]\ncode-keyword = "#0000ff"\ncode-keyward = "#0000ff"\nmuted-style = "loud"\nlink = 7\n',
    )  # fmt: skip
    found, problems = load_themes(tmp_path)
    themes = [file.theme for file in found]
    assert [(theme.name, theme.primary, theme.error) for theme in themes] == [("mine", "#ff0000", None)]
    assert themes[0].variables == {"code-keyword": "#0000ff"}
    assert list(map(str, problems)) == [
        f"{path}, line 2, shade: unknown key, which is not used; known are name, dark, ansi, colors, variables",
        f"{path}, line 5, colors.primry: unknown colour, which is not used; did you mean primary?",
        f'{path}, line 6, colors.error: must be a colour ("#rrggbb", "ansi_cyan"), not \'reddish\'',
        f"{path}, line 9, variables.code-keyward: unknown variable, which is not used; did you mean code-keyword?",
        f'{path}, line 10, variables.muted-style: must be a text style ("bold", "dim underline", "none"), not \'loud\'',
        f'{path}, line 11, variables.link: must be a colour ("#rrggbb", "ansi_cyan"), not 7',
    ]


def test_files_that_cannot_be_a_theme_are_left_out_and_named(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "dark = true\nname = \n")
    write(tmp_path, "b.toml", '[colors]\nprimary = "#ff0000"\n')
    write(tmp_path, "c.toml", 'name = "c"\n')
    (tmp_path / "d.toml").write_bytes(b'dark = true\nname = "\xff"\n')
    write(tmp_path, "e.toml", 'name = "e"\ncolors = 3\n')
    write(tmp_path, "f.toml", 'name = "f"\n[colors]\nprimary = "#fff"\n')
    write(tmp_path, "g.toml", 'name = "f"\n[colors]\nprimary = "#000"\n')
    os.mkfifo(tmp_path / "h.toml")
    (tmp_path / "i.toml").write_text("#" * 2_000_000)
    (tmp_path / "j.toml").symlink_to("nowhere")
    themes, problems = load_themes(tmp_path)
    assert [(file.theme.name, file.path.name) for file in themes] == [("f", "f.toml")]
    said = [(problem.path.stem, problem.line, problem.key, problem.problem) for problem in problems]
    assert [(name, line, key) for name, line, key, _ in said] == [
        ("a", 2, ""), ("b", None, "name"), ("c", None, "colors"), ("d", 2, ""), ("e", 2, "colors"), ("e", 2, "colors"),
        ("g", None, "name"), ("h", None, ""), ("i", None, ""), ("j", None, ""),
    ]  # fmt: skip
    assert all(words.endswith("this theme is left out") for name, _, _, words in said if name != "e")


def test_a_theme_of_a_later_folder_stands_in_the_place_of_one_of_the_same_name(tmp_path: Path) -> None:
    mine = write(tmp_path, "mine.toml", 'name = "dusk"\n[colors]\nprimary = "#010203"\n')
    write(tmp_path, "other.toml", 'name = "other"\n[colors]\nprimary = "#010203"\n')
    themes, problems = load_themes(THEMES, tmp_path)
    assert (problems, [file.theme.name for file in themes]) == ([], [*OURS, "other"])
    assert [file.path for file in themes if file.theme.primary == "#010203"] == [mine, tmp_path / "other.toml"]


@pytest.mark.parametrize("style", ["r", "none bold", "not", "loud", ""])
async def test_a_text_style_that_style_sheets_do_not_know_is_refused(tmp_path: Path, style: str) -> None:
    write(tmp_path, "x.toml", f'name = "x"\n[colors]\nprimary = "#fff"\n[variables]\nmuted-style = "{style}"\n')
    (file,), (problem,) = load_themes(tmp_path)
    assert (problem.line, problem.key, file.theme.variables) == (5, "variables.muted-style", {})


@pytest.mark.parametrize("style", ["none", "bold", "b i u", "dim underline strike reverse italic"])
async def test_a_text_style_that_is_taken_can_be_drawn(tmp_path: Path, style: str) -> None:
    names = "\n".join(f'{name} = "{style}"' for name in OWN_STYLES)
    write(tmp_path, "x.toml", f'name = "x"\n[colors]\nprimary = "#fff"\n[variables]\n{names}\n')
    (file,), problems = load_themes(tmp_path)
    assert problems == []
    app = Demo()
    app.register_theme(file.theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "x"
        await pilot.pause()
        assert any("hossenfelder" in row for row in text_of(app.query_one(HeaderLine)))


def test_no_folder_means_no_themes(tmp_path: Path) -> None:
    assert load_themes(tmp_path / "nowhere") == ([], [])


@pytest.mark.parametrize("name", BUILTIN_THEMES)
def test_every_theme_of_textual_gets_all_our_tokens(name: str) -> None:
    defaults = variable_defaults(BUILTIN_THEMES[name])
    assert defaults.keys() >= {*OWN_COLORS, *OWN_STYLES}
    for token in OWN_COLORS:
        Color.parse(defaults[token])


async def test_all_widgets_draw_in_themes_of_textual_too() -> None:
    app = Demo()
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("textual-light", "nord", "ansi-dark"):
            app.theme = name
            await pilot.pause()
            assert any("hossenfelder" in row for row in text_of(app.query_one(HeaderLine)))


def drawn(widget: Widget) -> set[tuple[str, Style]]:
    """Every piece of text a widget draws with its style; lines of frames are no text."""
    strips = widget.render_lines(Region(0, 0, widget.size.width, widget.size.height))
    return {
        (segment.text.strip(), segment.style)
        for strip in strips
        for segment in strip
        if segment.style is not None and segment.text.strip(" ─│┃")
    }


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    lights = []
    for rich_color in (style.color, style.bgcolor):
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in Color.from_rich_color(rich_color).normalized
        )
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    darker, lighter = sorted(lights)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("theme", "least"), [("dusk", 4.5), ("paper", 4.5), ("contrast", 7.0), ("mono", 4.5)])
async def test_every_text_drawn_stands_out_from_its_background(theme: str, least: float) -> None:
    app = Demo(theme)
    pairs: set[tuple[str, Style]] = set()
    async with app.run_test(size=(100, 30)) as pilot:
        for key in ("f10", "f2", "down", "slash", "x", "escape", "escape", "f3", "f4", "f5"):
            await pilot.press(key)
            await pilot.pause()
            for widget in app.screen.query("HeaderLine, Banner, Sidebar, TabBar, Notice, Prompt, StatusBar"):
                if widget.display:
                    pairs |= drawn(widget)
    assert len(pairs) > 25
    weak = {(text, str(style), round(contrast(style), 2)) for text, style in pairs if contrast(style) < least}
    assert weak == set()


@pytest.mark.parametrize("name", ["dusk", "paper", "contrast", "mono"])
def test_code_and_transcript_colours_stand_out_too(name: str) -> None:
    theme = next(theme for theme in our_themes() if theme.name == name)
    least = 7.0 if name == "contrast" else 4.5
    on = {token: "code-background" for token in OWN_COLORS if token.startswith("code-") and token != "code-background"}
    values = {**theme.to_color_system().generate(), **theme.variables}
    on |= dict.fromkeys(("link", "quote", "heading", "user-header", "answer-header", "foot"), "background")
    on |= dict.fromkeys(("text-muted", "primary", "secondary", "accent", "success", "warning", "error"), "background")
    on |= {"selected-foreground": "selected-background", "input-selection-foreground": "input-selection-background"}
    for token, background in on.items():
        style = Style.from_color(Color.parse(values[token]).rich_color, Color.parse(values[background]).rich_color)
        assert contrast(style) >= least, token


async def test_the_terminal_theme_sends_no_truecolour() -> None:
    app = Demo("terminal")
    async with app.run_test(size=(100, 30)) as pilot:
        for key in ("f10", "f2", "slash", "x", "f3", "f4"):
            await pilot.press(key)
            await pilot.pause()
            for widget in app.screen.query("HeaderLine, Banner, Sidebar, TabBar, Notice, Prompt, StatusBar"):
                for _, style in drawn(widget) if widget.display else ():
                    for color in (style.color, style.bgcolor):
                        assert color is None or color.triplet is None, style


def test_style_sheets_name_tokens_and_never_colours() -> None:
    for sheet in STYLES:
        for rule in re.findall(r"(?:color|background|border|tint)[a-z-]*:\s*([^;]+);", sheet.read_text()):
            assert all(word.startswith("$") or word in {"none", "solid"} for word in rule.split()), (sheet.name, rule)
