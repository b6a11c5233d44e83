"""What stands in the preset editor and is not saved outlives the program."""

from pathlib import Path

from aishtui.screens.system_text import SystemText
from aishtui.store.form_drafts import FOLDER
from aishtui.widgets.long_text import LongText
from tests.screens.desk import Desk
from tests.screens.preset_desk import preset_desk
from tests.servers import lan
from tests.servers.homelab import Homelab


def on_disk(folder: Path) -> str:
    return "".join(path.read_text() for path in (folder / FOLDER).glob("*.json"))


async def kept(here: Desk, folder: Path, words: str) -> None:
    await here.until(lambda: words in on_disk(folder))


async def test_what_is_typed_is_on_disk_and_there_in_the_next_run_until_it_is_discarded(
    lab: Homelab, written: Path, tmp_path: Path
) -> None:
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        await editor.type("system", "Be brief.")
        await editor.type("params+", "top_p = half")
        await kept(here, tmp_path, "top_p = half")  # and the program ends while the editor is open
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        texts = editor.screen.editing.form.texts
        assert (texts["system"], texts["params+"]) == ("Be brief.", "top_p = half")
        assert editor.said.startswith("Unsaved changes from ")
        assert "F7 discards them." in editor.said
        assert "2 changes, not saved" in editor.part("head")
        assert here.engine.presets["mine"].system == "Be kind."
        await here.press("f7")
        await here.until(lambda: not on_disk(tmp_path))
        assert editor.screen.editing.form.texts["system"] == "Be kind."
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        assert editor.said == ""
        assert not editor.screen.editing.unsaved


async def test_a_new_preset_that_was_not_saved_is_there_again_and_gone_once_it_is(
    lab: Homelab, config: Path, tmp_path: Path
) -> None:
    async with preset_desk(lab.url, config, data_dir=tmp_path) as (here, editor):
        await here.enter(f":preset new {lan.CHAT}")
        await editor.opened()
        await editor.type("name", "sharp")
        await editor.type("params+", "top_k = 5")
        await here.press("enter")
        await here.press("escape")
        await editor.closed()
        await kept(here, tmp_path, "params:top_k")
    async with preset_desk(lab.url, config, data_dir=tmp_path) as (here, editor):
        await here.enter(f":preset new {lan.CHAT}")
        await editor.opened()
        assert editor.screen.editing.form.texts["name"] == "sharp"
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("sharp")
        assert saved is not None
        assert saved.params == {"top_k": 5}
        await here.until(lambda: not on_disk(tmp_path))


async def test_a_long_system_prompt_is_kept_while_it_is_written(lab: Homelab, written: Path, tmp_path: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        editor.screen._form.go_to("system")
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, SystemText))
        here.app.screen.query_one(LongText).insert("\nAnd be quick.")
        await kept(here, tmp_path, "Be kind.\\nAnd be quick.")


async def test_a_secret_in_a_header_is_kept_nowhere(lab: Homelab, written: Path, tmp_path: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        await editor.type("headers+", "Authorization: Bearer abcdefgh12345678")
        await editor.type("group", "lab")
        await kept(here, tmp_path, "lab")
        assert "abcdefgh" not in on_disk(tmp_path)


async def test_that_it_cannot_be_kept_is_said_in_the_editor(lab: Homelab, written: Path, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    async with preset_desk(lab.url, written, ["mine"], data_dir=tmp_path) as (here, editor):
        await here.press("f5")
        await editor.opened()
        await editor.type("group", "lab")
        await here.until(lambda: editor.said.startswith("What is not saved here is kept for this run only."))
