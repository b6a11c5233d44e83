"""`:config`: the settings of a running workbench, in an editor that is none."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.commands.live_config import LiveConfig
from aishtui.commands.settings import Options, Settings, read_settings
from aishtui.engine.engine import Engine
from aishtui.pane.transcript import Transcript
from aishtui.store.config_default import default_text
from aishtui.terminal.edited import Edited, NotEdited
from aishtui.terminal.environment import TerminalFacts
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.tab_bar import TabBar
from tests.screens.desk import Desk, desk
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

Suspended = Callable[[], AbstractContextManager[None]]


class Editor:
    """Saves what the test gives it, once the test lets it go on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.saves: str | None = None
        self.ended = Edited(None, 0, at_once=False, editor="ed")
        self.found: list[str] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()
        self.fails = ""

    async def __call__(self, path: Path, suspended: Suspended) -> Edited:
        if self.fails:
            raise NotEdited(self.fails)
        assert path == self.path
        self.found.append(path.read_text())
        await self.may_go_on.wait()
        if self.saves is not None:
            path.write_text(self.saves)
        return self.ended


class Configured:
    """A workbench with settings of its own, and the editor they are opened in."""

    def __init__(self, desk: Desk, editor: Editor, took: list[Settings]) -> None:
        self.desk = desk
        self.editor = editor
        self._took = took

    @property
    def settings(self) -> Settings:
        return self._took[-1]

    async def save(self, text: str) -> str:
        """`:config` with an editor that saves this; what is said then."""
        self.editor.saves = text
        return await self.command(":config")

    async def command(self, command: str) -> str:
        self.desk.workbench._notice.dismiss()
        await self.desk.enter(command)
        await self.desk.until(lambda: self.desk.notice)
        return self.desk.notice


@asynccontextmanager
async def configured(
    lab: Homelab,
    folder: Path,
    text: str | None = "",
    options: Options | None = None,
    environ: Mapping[str, str] | None = None,
) -> AsyncIterator[Configured]:
    """The workbench of a homelab, with this in config.toml; None: there is no such file."""
    path = folder / "config" / "config.toml"
    path.parent.mkdir(exist_ok=True)
    if text is not None:
        path.write_text(text)
    given = options or Options(endpoint=lab.url)
    environ = {"AISHTUI_CONFIG_DIR": str(path.parent), "AISHTUI_DATA_DIR": str(folder / "data"), **(environ or {})}
    settings = read_settings(given, environ)
    editor, took = Editor(path), [settings]

    def live(engine: Engine) -> LiveConfig:
        engine.use_access(settings.access)
        engine.replace_presets(settings.presets)
        return LiveConfig(settings, environ, TerminalFacts(term="xterm"), engine, editor, took.append, ("as it was",))

    async with desk(settings.choice, keys=settings.keys, config=live) as here:
        await here.until(lambda: here.engine.catalog is not None)
        yield Configured(here, editor, took)


async def test_the_file_is_opened_and_what_is_saved_holds_at_once(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path, "# mine\n") as it:
        said = await it.save(
            'theme = "paper"\n[clipboard]\nlimit = 5\n[notice]\nwhen_done = "off"\nafter_seconds = 1\n'
        )
        assert it.editor.found == ["# mine\n"]
        assert said == "Taken over: theme, clipboard.limit, notice.when_done and notice.after_seconds."
        assert it.desk.app.theme == "paper"
        config = it.settings.config
        assert (config.clipboard.limit, config.when_done, config.notice_after_s) == (5, "off", 1.0)
        assert it.desk.workbench._around.telling.after_s == 1.0
        assert await it.save("") == ("Taken over: theme, clipboard.limit, notice.when_done and notice.after_seconds.")
        assert it.desk.app.theme == "dusk"


async def test_without_a_file_there_is_one_with_every_setting_in_a_comment(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path, None) as it:
        assert await it.command(":config") == "The settings are what they were."
        assert it.editor.found == [default_text()]


async def test_answers_go_on_while_the_editor_is_open(lab: Homelab, tmp_path: Path) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=released))
    async with configured(lab, tmp_path) as it:
        await it.desk.enter("count")
        await it.desk.until(lambda: it.desk.workbench.view.answering)
        it.editor.may_go_on.clear()
        it.editor.saves = 'theme = "mono"\n'
        await it.desk.enter(":config")
        await it.desk.until(lambda: it.editor.found)
        released.set()
        await it.desk.until(lambda: it.desk.path[-1].text == "one two three four")
        assert it.desk.app.theme == "dusk"
        it.editor.may_go_on.set()
        await it.desk.until(lambda: it.desk.app.theme == "mono")


async def test_what_needs_a_restart_is_named_and_stays_until_then(lab: Homelab, tmp_path: Path) -> None:
    text = "[store]\nkeep_days = 9\n[terminal]\nplain_output = true\n[engine]\non_hangup = 'stop'\n"
    async with configured(lab, tmp_path) as it:
        said = await it.save(text)
        assert said == "engine.on_hangup, store.keep_days and terminal.plain_output from the next start on."
        config = it.settings.config
        assert (config.keep_days, config.plain_output, config.on_hangup) == (0, False, "finish")
        said = await it.save(f"{text}[prompt]\nenter = 'newline'\n")
        assert said.startswith("Taken over: prompt.enter. engine.on_hangup, store.keep_days and terminal.plain_output")


async def test_a_file_that_is_no_toml_changes_nothing_and_says_where_it_stops(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path, 'theme = "paper"\n[notice]\nwhen_done = "osc9"\n') as it:
        before = it.settings.config
        said = await it.save('theme = "mono"\n[notice\n')
        assert f"{it.editor.path}, line 2: is not TOML: " in said
        assert said.endswith("Nothing is taken from it: what held before still holds.")
        assert it.desk.app.theme == "dusk"
        assert (it.settings.config, f"{it.editor.path}, line 2" in it.desk.banner) == (before, True)
        assert "as it was" in it.desk.banner
        assert await it.save('theme = "mono"\n') == "Taken over: theme and notice.when_done."
        assert it.desk.app.theme == "mono"
        assert "line 2" not in it.desk.banner


async def test_of_a_value_that_is_wrong_what_held_before_still_holds(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path, "[notice]\nwhen_done = 'osc9'\n") as it:
        said = await it.save("[notice]\nwhen_done = 'osc99'\nafter_seconds = 3\n[qantum]\nx = 1\n")
        assert said.startswith("Taken over: notice.after_seconds.")
        assert 'line 2, notice.when_done: must be "bell", "osc9", "osc777" or "off" (did you mean osc9' in said
        assert "what held before still holds" in said
        assert "line 4, qantum: unknown key, which is not used" in said
        assert (it.settings.config.when_done, it.settings.config.notice_after_s) == ("osc9", 3.0)
        assert "line 2, notice.when_done" in it.desk.banner


async def test_a_theme_there_is_not_leaves_the_one_there_is(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        await it.save('theme = "paper"\n')
        said = await it.save('theme = "papre"\n')
        assert "there is no theme “papre”. Did you mean paper? What held before still holds." in said
        assert (it.desk.app.theme, it.settings.config.theme) == ("paper", "paper")


async def test_chosen_keys_act_and_are_shown_at_once_and_those_of_before_no_longer(
    lab: Homelab, tmp_path: Path
) -> None:
    async with configured(lab, tmp_path) as it:
        here = it.desk
        assert "F1 help" in here.shows(StatusBar)
        said = await it.save('[keys]\n"tab.new" = "F12"\n"help.show" = "Alt+H"\n"compare.open" = "Alt+O"\n')
        assert said == "Taken over: keys."
        assert "Alt+H help" in here.shows(StatusBar)
        await here.until(lambda: "Alt+O compares" in here.shows(Transcript))
        await here.press("ctrl+t", "f12")
        await here.until(lambda: len(here.tabs) == 2)
        assert await it.save("") == "Taken over: keys."
        await here.press("f12", "ctrl+t")
        await here.until(lambda: len(here.tabs) == 3)
        assert "F1 help" in here.shows(StatusBar)


async def test_keys_named_below_an_answer_are_the_new_ones(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=threading.Event()))
    async with configured(lab, tmp_path) as it:
        here = it.desk
        await here.enter("count")
        await here.until(lambda: here.workbench.view.answering)
        await here.press("escape")
        await here.until(lambda: "F6 asks again" in here.shows(Transcript))
        await it.save('[keys]\n"answer.retry" = "Alt+R"\n')
        await here.until(lambda: "Alt+R asks again" in here.shows(Transcript))


async def test_enter_makes_a_new_line_at_once(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        assert await it.save("[prompt]\nenter = 'newline'\n") == "Taken over: prompt.enter."
        assert "Ctrl+J sends" in it.desk.shows(Prompt)
        await it.desk.type("one")
        await it.desk.press("enter", "x")
        assert it.desk.prompt.value == "one\nx"
        await it.desk.press("ctrl+j")
        await it.desk.until(lambda: lab.chats)


async def test_a_thin_line_has_fewer_frames_at_once(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        pane, bar = it.desk.pane, it.desk.workbench.query_one(TabBar)
        assert (pane.frames_per_second, bar.still) == (30, False)
        await it.save("[terminal]\nlow_bandwidth = true\n")
        assert (pane.frames_per_second, bar.still, it.desk.app.animation_level) == (20, True, "none")
        await it.save("[terminal]\nlow_bandwidth = false\n")
        assert (pane.frames_per_second, bar.still, it.desk.app.animation_level) == (30, False, "full")


async def test_clouds_are_marked_anew(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        before = it.desk.sidebar
        await it.save("[endpoint]\ncloud_prefixes = ['qwen']\n")
        await it.desk.until(lambda: it.desk.sidebar != before)
        # A preset that refuses them, refuses these.
        refusing = Preset("own", lan.FAST, refuse_cloud_ids=True, source="test")
        asked = it.desk.engine.ask("who?", refusing).answer

        def answer() -> Message | None:
            return it.desk.engine.message(asked.conversation_id, asked.id)

        await it.desk.until(lambda: (found := answer()) is not None and found.status.ended)
        found = answer()
        assert found is not None
        assert (found.status, lab.chats) == (Status.FAILED, [])


async def test_headers_and_a_token_go_with_the_next_request(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        await it.desk.ask("before")
        (tmp_path / "config" / "token").write_text("t0ken")
        (tmp_path / "config" / "token").chmod(0o600)
        said = await it.save("[endpoint]\ntoken_file = 'token'\nheaders = { X-Team = 'lab' }\n")
        assert said == "Taken over: endpoint.token_file and endpoint.headers."
        await it.desk.ask("after")
        headers = [exchange.headers for exchange in lab.chats]
        assert [(known.get("authorization"), known.get("x-team")) for known in headers] == [
            (None, None), ("Bearer t0ken", "lab"),
        ]  # fmt: skip


async def test_an_answer_that_runs_is_not_disturbed_by_another_token(lab: Homelab, tmp_path: Path) -> None:
    released = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=released))
    async with configured(lab, tmp_path) as it:
        await it.desk.enter("count")
        await it.desk.until(lambda: it.desk.workbench.view.answering and "one two" in it.desk.shows(Transcript))
        await it.save("[endpoint]\nheaders = { X-Team = 'lab' }\n")
        released.set()
        await it.desk.until(lambda: it.desk.at_rest)
        assert it.desk.path[-1].text == "one two three four"


async def test_another_address_is_connected_to_and_gets_what_stands_beside_it(lab: Homelab, tmp_path: Path) -> None:
    with Homelab(speed=200.0) as other:
        text = f"[endpoint]\nurl = '{lab.url}'\nheaders = {{ X-Team = 'lab' }}\n"
        async with configured(lab, tmp_path, text, Options()) as it:
            said = await it.save(f"[endpoint]\nurl = '{other.url}'\nheaders = {{ X-Team = 'other' }}\n")
            assert said == "Taken over: endpoint.url and endpoint.headers."
            await it.desk.ask("who?")
            assert [chat.headers["x-team"] for chat in other.chats] == ["other"]
            assert lab.chats == []


async def test_an_address_that_is_none_leaves_the_one_there_is_and_what_belongs_to_it(
    lab: Homelab, tmp_path: Path
) -> None:
    text = f"[endpoint]\nurl = '{lab.url}'\nheaders = {{ X-Team = 'lab' }}\n"
    async with configured(lab, tmp_path, text, Options()) as it:
        said = await it.save("[endpoint]\nurl = 'http://a b'\nheaders = { X-Team = 'secret' }\n")
        assert "line 2, endpoint.url: " in said
        assert said.endswith("What held before still holds.")
        await it.desk.ask("who?")
        assert [chat.headers["x-team"] for chat in lab.chats] == ["lab"]


async def test_what_an_option_has_settled_stays_and_is_said(lab: Homelab, tmp_path: Path) -> None:
    options = Options(endpoint=lab.url, theme="dusk")
    async with configured(lab, tmp_path, "", options) as it:
        said = await it.save("theme = 'paper'\n[endpoint]\nurl = 'elsewhere:1'\n")
        assert said == ("theme is settled by --theme in this run. endpoint.url is settled by --endpoint in this run.")
        assert it.desk.app.theme == "dusk"
        await it.desk.ask("who?")


async def test_an_editor_that_does_not_wait_is_said_with_the_way_out(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        it.editor.ended = Edited(None, 0, at_once=True, editor="code")
        said = await it.command(":config")
        assert said.startswith("code has ended at once.")
        assert ":config reload takes over what you save" in said
        it.editor.path.write_text("theme = 'mono'\n")
        assert await it.command(":config reload") == "Taken over: theme."
        assert (it.desk.app.theme, len(it.editor.found)) == ("mono", 1)


async def test_an_editor_that_fails_is_said_and_what_it_saved_holds(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        it.editor.ended = Edited(None, 3, at_once=False, editor="ed")
        assert await it.save("theme = 'mono'\n") == "ed ended with status 3. Taken over: theme."
        it.editor.fails = "No editor is known here."
        assert await it.save("theme = 'paper'\n") == "No editor is known here."
        assert it.desk.app.theme == "mono"


async def test_a_theme_of_ones_own_is_listed_and_shown_as_its_file_is_now(lab: Homelab, tmp_path: Path) -> None:
    own = tmp_path / "config" / "themes"
    text = 'name = "mine"\n[colors]\nprimary = "#{}"\n'
    async with configured(lab, tmp_path) as it:
        own.mkdir()
        (own / "mine.toml").write_text(text.format("010203"))
        assert await it.save("theme = 'mine'\n") == "Taken over: theme."
        assert "mine" in it.desk.workbench.theme_names()
        assert it.desk.app.theme_variables["primary"] == "#010203"
        (own / "mine.toml").write_text(text.format("040506"))
        await it.command(":config reload")
        await it.desk.until(lambda: it.desk.app.theme_variables["primary"] == "#040506")
        (own / "mine.toml").write_text(text.format("nothing"))
        said = await it.command(":config reload")
        assert "mine.toml, line 3, colors.primary: must be a colour" in said
        assert "mine.toml, line 3" in it.desk.banner
        assert it.desk.app.theme_variables["primary"] == "#040506"


async def test_what_is_no_argument_waits_in_the_prompt(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        assert ":config reload takes them over" in await it.command(":config relaod")
        assert it.desk.prompt.value == ":config relaod"


async def test_where_there_are_no_settings_that_is_said(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":config")
        await here.until(lambda: "There are no settings here" in here.notice)


async def test_presets_that_were_changed_are_taken_over_and_what_is_wrong_with_them_is_named(
    lab: Homelab, tmp_path: Path
) -> None:
    async with configured(lab, tmp_path) as it:
        presets = tmp_path / "config" / "presets.toml"
        presets.write_text('[presets.mine]\nmodel = "m-1"\n\n[presets.fast]\nmodel = "m-2"\n')
        assert await it.command(":config reload") == "Taken over: presets (fast, mine)."
        await it.desk.until(lambda: "mine" in it.desk.sidebar)
        assert it.desk.engine.presets["fast"].model == "m-2"
        assert it.desk.engine.preset_of(it.desk.active).model == "m-2"
        assert await it.command(":config reload") == "The settings are what they were."

        (tmp_path / "config" / "config.toml").write_text("not toml")
        presets.write_text("[presets.mine]\nmodel = 3\n")
        said = await it.command(":config reload")
        assert "Taken over: presets (fast, mine)." in said
        assert f"{tmp_path}/config/config.toml, line 1" in said
        assert f"{presets}, line 2, presets.mine.model: must be" in said
        assert it.desk.engine.presets["fast"].model != "m-2"
        assert any(str(presets) in words for words in it.desk.workbench._around.lasting)

        (tmp_path / "config" / "config.toml").write_text("")
        (tmp_path / "config" / "presets.d").mkdir()
        more = tmp_path / "config" / "presets.d" / "more.toml"
        more.write_text('[presets.mine]\nmodel = "m-1"\nmodle = "x"\n')
        said = await it.command(":config reload")
        assert "Taken over: the preset (mine)." in said
        assert f"{more}, line 3, presets.mine.modle: unknown key" in said


async def test_a_presets_file_is_begun_opened_and_in_force_when_it_is_saved(lab: Homelab, tmp_path: Path) -> None:
    async with configured(lab, tmp_path) as it:
        presets = tmp_path / "config" / "presets.toml"
        it.editor.path = presets
        it.editor.saves = '[presets.mine]\nmodel = "m-1"\n'
        assert await it.command(":config presets") == "Taken over: the preset (mine)."
        (begun,) = it.editor.found
        assert begun.startswith("# Your own presets.")
        assert all(line.startswith("#") for line in begun.splitlines() if line)
        assert (presets.read_text(), presets.stat().st_mode & 0o777) == (it.editor.saves, 0o600)
