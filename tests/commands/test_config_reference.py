"""The reference page and the commented default are what the declarations say: `make reference` writes both anew."""

from aishtui.commands.config_reference import DEFAULT, PAGE, ROOT, reference_page
from aishtui.store.config_default import default_text
from aishtui.store.config_table import SECTIONS


def test_the_reference_page_is_what_the_declarations_make() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == reference_page()


def test_the_default_that_ships_is_what_the_declarations_make() -> None:
    assert (ROOT / DEFAULT).read_text("utf-8") == default_text()


def test_every_setting_stands_in_both() -> None:
    page, default = reference_page(), default_text()
    for setting in (setting for section in SECTIONS for setting in section.settings):
        assert f"| `{setting.path[-1]}` |" in page
        assert f"\n#{setting.path[-1]} = " in default
