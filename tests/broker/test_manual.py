"""The manual is true: it names every key, command, option and variable there is, and none that is not."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from aishtui.broker.manual import read_manual, split_sections
from aishtui.cli import cli
from aishtui.store.config_file import load_config
from aishtui.store.config_table import SECTIONS as SETTINGS
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.command_line import command_names
from aishtui.widgets.form_actions import FORM_ACTIONS
from tests.broker.client import MANUAL

SECTIONS = read_manual(MANUAL)
TEXT = "\n".join(section.text for section in SECTIONS)
CODE = re.findall(r"`([^`\n]+)`", TEXT)


def section(heading: str) -> str:
    return next(section.text for section in SECTIONS if section.heading == heading)


def test_every_key_is_named() -> None:
    shown = [key for action in ACTIONS for key in re.split(r" or |…", action.shown) if key]
    missing = [key for key in shown if f"`{key}`" not in section("All keys") and f"`Alt+{key}`" not in TEXT]
    assert missing == []
    of_editor = section("Make and change presets in aishtui")
    assert [action.shown for action in FORM_ACTIONS if f"`{action.shown}`" not in of_editor and action.shown] == []


def test_every_command_is_named_and_no_other() -> None:
    said = {code[1:].split(" ")[0] for code in CODE if re.match(r":[a-z]", code)}
    assert said == set(command_names())


def test_every_option_is_named_and_no_other() -> None:
    commands: list[click.Command] = [cli, *cli.commands.values()]
    for group in [command for command in commands[1:] if isinstance(command, click.Group)]:
        commands += group.commands.values()
    options = [option for command in commands for option in command.params if isinstance(option, click.Option)]
    shown = {
        name
        for option in options
        if not option.hidden
        for name in (*option.opts, *option.secondary_opts)
        if name.startswith("--")
    }
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT))
    assert shown - said == set()
    assert said - shown - {"--version", "--help"} == set()


def test_no_heading_stands_twice() -> None:
    headings = [section.heading for section in SECTIONS]
    assert len(set(headings)) == len(headings)


def test_every_section_has_text_and_a_chapter() -> None:
    assert all(section.chapter and len(section.text) > 60 for section in SECTIONS)


def test_paragraphs_and_list_items_flow_and_everything_else_keeps_its_lines() -> None:
    source = (
        "# Chapter\n## Heading\n\nOne\nparagraph.\n- an item\n  of two lines\n- another\n\n"
        "```\nkept\nas it is\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n1. first\n2. second\n"
    )
    (found,) = split_sections(source)
    assert found.text == (
        "One paragraph.\n- an item of two lines\n- another\n\n"
        "```\nkept\nas it is\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n1. first\n2. second"
    )


def test_every_setting_is_named_and_no_other(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", section("config.toml"), re.DOTALL)
    assert block is not None
    tables = tomllib.loads(block.group(1))
    said = {".".join(path) for path in leaves(tables)}
    known = {".".join(setting.path) for place in SETTINGS for setting in place.settings}
    assert said - {"keys.answer.copy"} == known
    path = tmp_path / "config.toml"
    path.write_text(block.group(1))
    assert {problem.problem for problem in load_config(path).problems} == {
        "stands beside token_file, which is used; leave one out"
    }


def leaves(table: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The ways to all values; of tables in a list, those of the first."""
    for name, value in table.items():
        inner = value[0] if isinstance(value, list) and isinstance(value[0], dict) else value
        if isinstance(inner, dict) and name != "headers":
            yield from ((name, *way) for way in leaves(inner))
        else:
            yield (name,)
