"""The preset editor: presets made, changed, tried, for one tab only, deleted and had back."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from aishtui.chat.presets import Preset
from aishtui.screens.preset_form import same_preset
from aishtui.screens.reader import Reader
from aishtui.screens.system_text import SystemText
from aishtui.store.own_presets import OwnPresets
from aishtui.store.presets_file import load_config_presets
from aishtui.widgets.long_text import LongText
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_rows import RowKind
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.text_reader import TextReader
from tests.screens.desk import Desk
from tests.screens.preset_desk import WRITTEN, Editor, preset_desk, preset_editor
from tests.servers import lan
from tests.servers.homelab import Homelab
from tests.widgets.host import text_of


def sent(lab: Homelab) -> dict[str, Any]:
    """The body of the last request."""
    body = lab.chats[-1].body
    assert isinstance(body, dict)
    return body


def roles(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in body["messages"]]


async def go_to_model(here: Desk, model: str) -> None:
    """The sidebar's cursor on a model in the list below the presets."""
    sidebar = here.workbench.query_one(Sidebar)
    await here.until(lambda: any(row.kind is RowKind.MODEL for row in sidebar._list.shown))
    await here.press("f2")
    for _ in sidebar._list.shown:
        row = sidebar.under_cursor
        if row is not None and (row.kind, row.key) == (RowKind.MODEL, model):
            return
        await here.press("down")
    raise AssertionError(f"{model} is not in the sidebar")


async def test_from_nothing_a_preset_is_made_of_a_model_gets_a_system_prompt_and_is_asked(
    lab: Homelab, config: Path
) -> None:
    async with preset_desk(lab.url, config) as (here, editor):
        await go_to_model(here, lan.CHAT_BIG)
        await here.press("e")
        await editor.opened()
        assert editor.screen.editing.form.texts["model"] == lan.CHAT_BIG
        assert "The broker serves it now" in await help_at(here, editor, "model")
        await editor.type("name", "sharp")
        await editor.type("system", "Be brief.")
        await here.press("f2")
        await editor.closed()
        assert "sharp is saved; this tab asks it now" in here.notice
        assert (here.active.preset, here.active.own) == ("sharp", None)
        assert "sharp" in here.sidebar
        await here.ask("why?")
        assert (sent(lab)["model"], roles(sent(lab))) == (lan.CHAT_BIG, [("system", "Be brief."), ("user", "why?")])
        assert [path.name for path in config.rglob("*.toml")] == ["aishtui.toml"]


async def help_at(here: Desk, editor: Editor, field: str) -> str:
    editor.screen._form.go_to(field)
    await here.until(lambda: editor.field == field)
    await here.pilot.pause()
    return editor.part("help")


async def test_each_value_says_where_it_comes_from(lab: Homelab, written: Path) -> None:
    (written / "presets.d").mkdir()
    (written / "presets.d" / "more.toml").write_text('[presets.mine]\n\ngroup = "lab"\n')
    async with preset_editor(lab.url, written) as (here, editor):
        assert f"From {written}/presets.toml, line 4" in await help_at(here, editor, "system")
        assert f"From {written}/presets.d/more.toml, line 3" in await help_at(here, editor, "group")
        assert "No file says it." in await help_at(here, editor, "description")
        assert "Group lab presets.d/more.toml:3" in editor.part("form")
        await editor.type("group", "other")
        assert "Changed here, not saved; it is from" in editor.part("help")
        assert "1 change, not saved" in editor.part("head")


WRONG = [
    ("temperature", "warm", "Must be a number, such as 0.7, not text."),
    ("temperature", "0,2", "Write a number like 0.2"),
    ("top_k", "1.5", "Must be a whole number, such as 40, not a number."),
    ("top_k", "true", "Must be a whole number, such as 40, not true or false."),
    ("stop", "3", "Must be text or a list"),
    ("response_format", '{"type":', "This begins like JSON and is none"),
    ("seed", "null", "A preset cannot say nothing with null."),
    ("think", "True", "Write true; as text it would be in quotes."),
    ("messages", "[]", "`messages` is set by aishtui itself."),
]


@pytest.mark.parametrize(("name", "typed", "words"), WRONG)
async def test_a_parameter_of_the_wrong_kind_is_said_beside_it_and_nothing_is_lost(
    lab: Homelab, written: Path, name: str, typed: str, words: str
) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("system", "Be brief.")
        await editor.type("params+", f"{name} = {typed}")
        await here.press("enter", "f2")
        await here.until(lambda: editor.said.startswith("Not yet"))
        assert words in editor.part("form")
        assert editor.field == f"params:{name}"
        assert editor.screen.editing.form.texts[f"params:{name}"] == typed
        assert editor.screen.editing.form.texts["system"] == "Be brief."
        assert not (written / "presets.d").exists()
        await editor.type(f"params:{name}", "")
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert saved.system == "Be brief."
        assert saved.params == ({"temperature": 0.2} if name != "temperature" else {})


async def test_what_is_wrong_with_other_fields_is_said_too(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        for field, text, words in (
            ("name", "fast", "There is a preset fast already."),
            ("name", "", "A preset needs a name."),
            ("model", "", "Must be the model's id as text, not empty."),
            ("slot", "12", "Must be a number from 1 to 9, or 0 for none, not 12."),
            ("slot", "one", "not 'one'."),
            ("system_file", "x.md", "The system prompt stands above already."),
            ("headers+", "Authorization: Bearer abcdefgh", "headers without secrets"),
            ("headers+", "half", "Write a name and a value, such as: X-Title = lab"),
        ):
            before = editor.screen.editing.form.texts[field]
            await editor.type(field, text)
            await here.until(lambda words=words: words in editor.part("form"))
            await here.press("f2")
            await here.until(lambda: editor.said.startswith("Not yet"))
            await editor.type(field, before)
        assert not (written / "presets.d").exists()


async def test_a_system_file_that_is_gone_is_said_and_one_that_is_there_is_read(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("system", "")
        await editor.type("system_file", "prompts/review.md")
        await here.press("f2")
        await here.until(lambda: "This file cannot be read (No such file" in editor.part("form"))
        (written / "prompts").mkdir()
        (written / "prompts" / "review.md").write_text("You review.\n")
        await here.press("f4")
        await editor.closed()
        await here.ask("this?")
        assert roles(sent(lab)) == [("system", "You review."), ("user", "this?")]


async def test_what_is_for_one_tab_only_is_sent_there_seen_there_and_taken_back(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine", "mine"]) as (here, editor):
        await here.press("f5")
        await editor.opened()
        await editor.type("system", "Be brief.")
        await editor.type("params+", "top_k = 5")
        await here.press("f4")
        await editor.closed()
        assert "This tab alone has its own system prompt and parameters" in here.notice
        assert "1 mine+own" in here.tab_line
        assert "2 mine " in here.tab_line
        assert "its own system prompt and parameters" in here.shows(StatusBar)
        await here.ask("one")
        assert roles(sent(lab))[0] == ("system", "Be brief.")
        assert (sent(lab)["temperature"], sent(lab)["top_k"]) == (0.2, 5)
        assert (written / "presets.toml").read_text() == WRITTEN
        assert not (written / "presets.d").exists()

        await here.press("f5")
        await editor.opened()
        assert "Be brief. this tab only" in editor.part("form")
        await here.press("escape")
        await editor.closed()
        await here.enter(":preset own")
        assert "without its own system prompt and parameters" in here.notice
        assert "+own" not in here.tab_line
        await here.ask("two")
        assert roles(sent(lab))[0] == ("system", "Be kind.")
        assert "top_k" not in sent(lab)
        await here.enter(":preset own")
        assert "This tab has nothing of its own" in here.notice


async def test_the_editor_takes_back_what_is_a_tab_s_own(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("system", "Be brief.")
        await here.press("f4")
        await editor.closed()
        await here.press("f5")
        await editor.opened()
        await here.press("f7", "f4")
        await editor.closed()
        assert here.notice == "This tab sends what mine says."
        assert here.active.own is None


async def test_what_is_a_tab_s_own_can_be_saved_and_is_then_the_preset_s(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("system", "Be brief.")
        await here.press("f4")
        await editor.closed()
        await here.press("f5")
        await editor.opened()
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert (saved.system, here.active.own) == ("Be brief.", None)


async def test_it_is_tried_without_being_saved_and_the_next_try_is_another_version(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        await here.type("which one?")
        await here.press("f5")
        await editor.opened()
        await editor.type("system", "Be brief.")
        await here.press("f6")
        await editor.closed()
        await here.until(lambda: len(here.path) == 2 and here.at_rest)
        assert (len(here.tabs), here.active.position) == (2, 1)
        assert roles(sent(lab)) == [("system", "Be brief."), ("user", "which one?")]
        assert here.tabs[0].draft == "which one?"
        assert not (written / "presets.d").exists()

        await here.press("f5")
        await editor.opened()
        assert "Unsaved changes from " in editor.said
        await editor.type("system", "Be long.")
        await here.press("f6")
        await editor.closed()
        await here.until(lambda: len(lab.chats) == 2 and here.at_rest)
        assert roles(sent(lab)) == [("system", "Be long."), ("user", "which one?")]
        assert len(here.tabs) == 2
        assert "‹2/2›" in here.shows(type(here.pane))

        await here.press("f5")
        await editor.opened()
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert (saved.system, here.active.own) == ("Be long.", None)


async def test_a_new_preset_is_tried_too_and_its_tab_asks_it_once_it_is_saved(lab: Homelab, config: Path) -> None:
    async with preset_desk(lab.url, config) as (here, editor):
        await here.enter(f":preset new {lan.CHAT}")
        await editor.opened()
        await editor.type("name", "sharp")
        await editor.type("system", "Be sharp.")
        await here.press("f6")
        assert "There is no prompt to try it with" in editor.said
        await here.press("escape")
        await editor.closed()
        await here.type("hm?")
        here.workbench.new_preset(lan.CHAT)
        await editor.opened()
        assert editor.screen.editing.form.texts["system"] == "Be sharp."
        await here.press("f6")
        await editor.closed()
        await here.until(lambda: len(here.path) == 2 and here.at_rest)
        assert roles(sent(lab)) == [("system", "Be sharp."), ("user", "hm?")]
        await here.press("f5")
        await editor.opened()
        await here.press("f2")
        await editor.closed()
        assert (here.active.preset, here.active.own) == ("sharp", None)


async def test_deleting_is_undone_and_a_hand_written_file_stays(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.choose("d")
        await here.until(lambda: here.notice.startswith("Deleted the preset mine"))
        assert "mine" not in here.engine.presets
        assert editor.saved("mine") is None
        await here.enter(":undo")
        await here.until(lambda: here.notice == "mine is back.")
        assert here.engine.presets["mine"].system == "Be kind."
        assert (written / "presets.toml").read_text() == WRITTEN
        assert not (written / "presets.d" / "aishtui.toml").exists()
        await here.ask("there?")
        assert roles(sent(lab))[0] == ("system", "Be kind.")


async def test_by_command_one_is_duplicated_deleted_and_each_taken_back(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        await here.enter(":preset duplicate")
        await editor.opened()
        assert editor.screen.editing.form.texts["name"] == "mine-2"
        assert editor.screen.editing.form.texts["slot"] == ""
        await here.press("escape")
        await editor.closed()
        await here.enter(":preset delete mine-2")
        await here.until(lambda: "mine-2" not in here.engine.presets)
        await here.enter(":undo")
        await here.until(lambda: here.notice == "mine-2 is back.")
        await here.enter(":undo")
        await here.until(lambda: here.notice == "mine-2 is gone again.")
        assert "mine-2" not in here.engine.presets
        await here.enter(":preset edit mien")
        assert "There is no preset “mien”. Did you mean mine?" in here.notice


async def test_under_another_name_it_is_another_preset_without_the_slot(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("system", "Be new.")
        await here.press("f9")
        assert editor.field == "name"
        assert editor.screen.editing.form.texts["name"] == "mine-2"
        await here.press("f2")
        await editor.closed()
        old, new = editor.saved("mine"), editor.saved("mine-2")
        assert old is not None
        assert new is not None
        assert (old.system, old.slot) == ("Be kind.", 3)
        assert (new.system, new.slot, new.params) == ("Be new.", None, {"temperature": 0.2})
        assert here.active.preset == "mine-2"


async def test_what_is_not_saved_is_there_again(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        await editor.type("params:temperature", "half a thou")
        await here.press("escape")
        await editor.closed()
        assert "What you typed for mine is not saved; F5 has it again" in here.notice
        await here.press("f5")
        await editor.opened()
        assert editor.screen.editing.form.texts["params:temperature"] == "half a thou"
        await here.press("f7", "escape")
        await editor.closed()
        await here.press("f5")
        await editor.opened()
        assert editor.screen.editing.form.texts["params:temperature"] == "0.2"


async def test_what_others_changed_meanwhile_is_not_written_over_unseen(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        own = OwnPresets(written)
        now = own.load().book.get("mine")
        assert now is not None
        own.save(Preset("mine", lan.CHAT, system="Theirs.", group="theirs", slot=3, params=now.params), now)
        await editor.type("system", "Ours.")
        await here.press("f2")
        await here.until(lambda: "meanwhile" in editor.said)
        texts = editor.screen.editing.form.texts
        assert (texts["system"], texts["group"]) == ("Ours.", "theirs")
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert (saved.system, saved.group) == ("Ours.", "theirs")


async def test_a_preset_changed_by_hand_is_shown_as_it_is_now_and_asked_so(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        (written / "presets.toml").write_text(WRITTEN.replace("Be kind.", "Be wild."))
        await here.press("f5")
        await editor.opened()
        assert editor.screen.editing.form.texts["system"] == "Be wild."
        await here.press("escape")
        await editor.closed()
        await here.ask("so?")
        assert roles(sent(lab))[0] == ("system", "Be wild.")


async def test_what_the_catalogue_does_not_list_for_the_model_is_marked(lab: Homelab, written: Path) -> None:
    entry = {"id": lan.CHAT, "supported_parameters": ["top_p", "max_tokens"]}
    lab.catalogue_body = json.dumps({"data": [entry]}).encode()
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        await here.enter(":refresh")
        await here.until(lambda: here.engine.catalog is not None)
        await here.press("f5")
        await editor.opened()
        assert "By the catalogue, this model does not take it." in editor.part("form")
        assert "this model takes top_p, max_tokens" in await help_at(here, editor, "params+")
        await editor.type("params+", "top_p = 1")
        await here.press("enter")
        assert editor.part("form").count("does not take it") == 1
        await editor.type("model", "llama-3.1-8b-instrukt")
        assert f"does not list it now; it can be sent all the same. Near it: {lan.CHAT}" in editor.part("help")


async def test_the_request_is_shown_as_json_without_secrets(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        await here.type("hello")
        await here.press("f5")
        await editor.opened()
        beside = editor.screen._request._reading.text
        assert '"temperature": 0.2' in beside
        assert '"content": "hello"' in beside
        await here.pilot.resize_terminal(80, 24)
        await editor.type("params+", "api_key = hunter2")
        await here.press("enter", "f3")
        await here.until(lambda: isinstance(here.app.screen, Reader))
        shown = here.app.screen.query_one(TextReader)._reading.text
        assert "the token among them" in shown
        assert '"api_key": "…"' in shown
        assert "hunter2" not in shown


async def test_a_system_prompt_of_many_lines_has_a_screen_of_its_own(lab: Homelab, written: Path) -> None:
    async with preset_editor(lab.url, written) as (here, editor):
        editor.screen._form.go_to("system")
        await here.press("enter")
        await here.until(lambda: isinstance(here.app.screen, SystemText))
        await here.press("enter", *"Also")
        await here.until(lambda: here.app.screen.query_one(LongText).text == "Be kind.\nAlso")
        await here.press("escape")
        await here.until(lambda: editor.open)
        assert editor.screen.editing.form.texts["system"] == "Be kind.\nAlso"
        assert "Be kind.¶Also" in editor.part("form")
        await here.press("f2")
        await editor.closed()
        saved = editor.saved("mine")
        assert saved is not None
        assert saved.system == "Be kind.\nAlso"


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36), (200, 50)])
@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast", "terminal", "mono", "plain"])
async def test_every_field_is_reached_and_seen_in_every_size_and_theme(
    lab: Homelab, written: Path, size: tuple[int, int], theme: str
) -> None:
    async with preset_desk(lab.url, written, ["mine"], size) as (here, editor):
        here.workbench.use_theme(theme)
        await here.press("f5")
        await editor.opened()
        for field in editor.screen.editing.form.fields:
            assert editor.field == field
            assert any(line.startswith(">") for line in text_of(editor.screen.query_one("#preset-form")))
            await here.press("down")
        assert "F2 saves" in editor.part("keys")
        assert "Esc closes" in editor.part("keys")


async def test_the_welcome_names_the_preset_that_is_chosen_also_after_a_dialog(lab: Homelab, written: Path) -> None:
    async with preset_desk(lab.url, written) as (here, editor):
        await here.until(lambda: "goes to fast" in here.shows(type(here.pane)))
        await here.enter(":preset mine")
        await here.until(lambda: "goes to mine" in here.shows(type(here.pane)))
        await here.press("f5")
        await editor.opened()
        await here.press("escape")
        await editor.closed()
        assert "goes to mine" in here.shows(type(here.pane))


TEXTS = ("", "Be brief.", "two\nlines", 'quotes "and" \\ more', "ünïcode ∂", "= [x]", "  blanks  ")
PARAMS = ("0.5", "3", "true", "low", '{"a": [1, "b"]}', '"5"', "", "wrong,", "1e3", '"a\\nb"')


async def edit_once(here: Desk, editor: Editor, chance: random.Random) -> None:
    """One edit by somebody who tries this and that; it may be refused."""
    name = chance.choice(sorted(here.engine.presets))
    what = chance.choice(("edit", "edit", "edit", "delete", "duplicate", "undo", "own"))
    await here.until(lambda: not editor.open)
    here.workbench._clear_prompt()  # a command that was refused stays in it
    if what == "undo":
        await here.enter(":undo")
        await here.workbench.workers.wait_for_complete()
        return
    if what == "delete":
        await here.enter(f":preset delete {name}")
        await here.workbench.workers.wait_for_complete()
        return
    await here.enter(f":preset {'edit' if what != 'duplicate' else what} {name}")
    await editor.opened()
    for _ in range(chance.randrange(1, 4)):
        field = chance.choice(("system", "description", "group", "slot", "params+", "headers+", "model", "name"))
        text = {
            "slot": chance.choice(("", "3", "9", "10")),
            "params+": f"{chance.choice(('top_p', 'seed', 'x.y'))} = {chance.choice(PARAMS)}",
            "headers+": f"X-{chance.choice('ab')} = {chance.choice(('one', 'two'))}",
            "model": chance.choice((lan.CHAT, lan.DEEP, "unknown/model", "")),
            "name": chance.choice((name, f"{name}x", "mine")),
        }.get(field, chance.choice(TEXTS))
        line = text if field in ("system", "params+") else " ".join(text.split())
        await editor.type(field, line)
    await here.press("f4" if what == "own" else "f2")
    await here.until(lambda: not editor.open or editor.said)
    if editor.open:
        await here.press("f7", "escape")
    await here.workbench.workers.wait_for_complete()


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_edited_hand_written_files_stay_and_the_files_say_what_is_shown(
    lab: Homelab, written: Path, seed: int
) -> None:
    (written / "presets.d").mkdir()
    more = written / "presets.d" / "more.toml"
    more.write_text('# also mine\n[presets.other]\nmodel = "qwen-coder-7b-32k"\nslot = 9\nparams = { seed = 1 }\n')
    kept = {path: path.read_bytes() for path in (written / "presets.toml", more)}
    chance = random.Random(seed)
    async with preset_desk(lab.url, written, ["mine"]) as (here, editor):
        for _ in range(12):
            await edit_once(here, editor, chance)
            loaded = load_config_presets(written)
            assert {path: path.read_bytes() for path in kept} == kept
            assert [str(problem) for problem in loaded.problems] == []
            in_force = tuple(here.engine.presets.values())
            assert [preset.name for preset in in_force] == [preset.name for preset in loaded.presets]
            assert all(same_preset(a, b) for a, b in zip(in_force, loaded.presets, strict=True))
