"""The model of a preset, chosen from the list of models or typed."""

from pathlib import Path

from aishtui.screens.picker import Picker
from tests.screens.desk import Desk
from tests.screens.preset_desk import Editor, preset_editor
from tests.servers import lan
from tests.servers.homelab import Homelab


async def models_listed(here: Desk, editor: Editor) -> Picker:
    """The list of models, opened from the model's row."""
    await here.until(lambda: here.engine.catalog is not None and bool(here.engine.catalog.entries))
    editor.screen._form.go_to("model")
    await here.press("enter")
    await here.until(lambda: isinstance(here.app.screen, Picker))
    assert isinstance(here.app.screen, Picker)
    return here.app.screen


async def test_the_model_is_picked_from_the_list_and_stands_in_the_form(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        picker = await models_listed(here, editor)
        chosen = picker._list.chosen
        assert chosen is not None
        assert (chosen.key, chosen.current) == (lan.CHAT, True)
        await here.press(*"nemo")
        await here.until(lambda: picker._list.chosen is not None and picker._list.chosen.key == lan.CHAT_BIG)
        await here.press("enter")
        await here.until(lambda: editor.open)
        assert (editor.field, editor.screen.editing.form.texts["model"]) == ("model", lan.CHAT_BIG)
        assert "The broker serves it now" in editor.part("help")
        assert here.active.preset == "mine"
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert saved.model == lan.CHAT_BIG


async def test_an_id_that_nobody_lists_is_typed_in_the_form_or_in_the_list(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("model", "vendor/never-heard-of")
        picker = await models_listed(here, editor)
        assert [entry.key for entry in picker._list.entries] == ["vendor/never-heard-of"]
        await here.press("escape")
        await here.until(lambda: editor.open)
        assert editor.screen.editing.form.texts["model"] == "vendor/never-heard-of"
        picker = await models_listed(here, editor)
        await here.press("-", "2")
        await here.until(lambda: [entry.key for entry in picker._list.entries] == ["vendor/never-heard-of-2"])
        await here.press("enter")
        await here.until(lambda: editor.open)
        assert editor.screen.editing.form.texts["model"] == "vendor/never-heard-of-2"


async def test_the_list_stays_closed_for_a_new_tab_and_leaves_the_form_as_it_was(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        picker = await models_listed(here, editor)
        await here.press("ctrl+t")
        assert here.app.screen is picker
        await here.press("escape")
        await here.until(lambda: editor.open)
        assert (len(here.tabs), editor.screen.editing.unsaved) == (1, False)
