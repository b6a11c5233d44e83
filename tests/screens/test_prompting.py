"""The prompt's surroundings: commands, completion, history, Ctrl+C, leaving."""

from textual import events

from aishtui.pane.transcript import Transcript
from tests.screens.desk import PRESETS, desk
from tests.servers.homelab import Homelab


async def test_an_unknown_command_stays_and_enter_once_more_sends_it(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":presett fast")
        await here.until(lambda: "There is no command :presett. Did you mean :preset" in here.notice)
        assert (here.prompt.value, lab.chats) == (":presett fast", [])
        await here.press("enter")
        await here.until(lambda: lab.chats)
        assert lab.chats[0].messages[-1]["content"] == ":presett fast"


async def test_an_unknown_command_that_was_changed_is_asked_about_again(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":presett")
        await here.until(lambda: ":presett" in here.notice)
        await here.enter("x")
        await here.until(lambda: ":presettx" in here.notice)
        assert lab.chats == []


async def test_a_command_that_fails_stays_and_says_why(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        for line, words in (
            (":preset fsat", "Did you mean fast"),
            (":tab 7", "1 to 1"),
            (":connect http://a:b@c", "user name or password"),
            (":theme dsuk", "dusk"),
        ):
            await here.enter(line)
            await here.until(lambda words=words: words in here.notice)
            assert here.prompt.value == here.active.draft == line
            await here.press("ctrl+u")


async def test_a_command_that_worked_is_gone_from_the_prompt(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":theme paper")
        await here.until(lambda: here.app.theme == "paper")
        await here.enter(":model my-model")
        await here.until(lambda: here.active.model == "my-model")
        assert here.prompt.value == here.active.draft == ""


async def test_tab_completes_commands_and_what_stands_behind_them(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: here.engine.catalog is not None)
        for typed, completed in ((":pre", ":preset "), ("ch", ":preset chat")):
            await here.type(typed)
            await here.press("tab")
            await here.until(lambda completed=completed: here.prompt.value == completed)
        await here.press("ctrl+u")
        await here.type(":model llama")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":model llama-3.1-8b-instruct")
        assert here.app.focused is here.prompt


async def test_tab_goes_round_where_there_is_nothing_to_complete(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        names = []
        for _ in range(3):
            await here.press("tab")
            await here.pilot.pause()
            names.append(here.app.focused.id if here.app.focused else None)
        assert names == ["transcript", "sidebar", "prompt"]


async def test_up_brings_back_what_was_sent_also_before_this_start(lab: Homelab) -> None:
    async with desk(lab.url, prompts=("sent yesterday",)) as here:
        await here.ask("7*8")
        for key, shown in (("up", "7*8"), ("up", "sent yesterday"), ("up", "sent yesterday"), ("down", "7*8")):
            await here.press(key)
            await here.until(lambda shown=shown: here.prompt.value == shown)
        await here.press("down")
        await here.until(lambda: here.prompt.value == "")


async def test_ctrl_c_clears_the_draft_and_up_brings_it_back(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type("half a thought")
        await here.press("ctrl+c")
        await here.until(lambda: here.prompt.value == "")
        assert here.notice == "Draft cleared; Up brings it back."
        assert here.active.draft == ""
        await here.press("up")
        await here.until(lambda: here.prompt.value == "half a thought")


async def test_ctrl_c_twice_quits(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("ctrl+c")
        await here.until(lambda: here.notice == "Ctrl+C again quits.")
        await here.press("ctrl+c")
        await here.until(lambda: not here.app.is_running)


async def test_ctrl_q_leaves_with_every_key_of_the_draft(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press(*"half", "ctrl+q")
        await here.until(lambda: not here.app.is_running)
        assert here.active.draft == "half"


async def test_quit_leaves_no_draft_behind(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":quit")
        await here.until(lambda: not here.app.is_running)
        assert here.active.draft == ""


async def test_connect_goes_elsewhere_and_says_when_nobody_is_there(lab: Homelab, closed_port: int) -> None:
    async with desk(f"127.0.0.1:{closed_port}", PRESETS[:2]) as here:
        await here.until(lambda: f"127.0.0.1:{closed_port} refused the connection" in here.banner)
        assert ":connect" in here.banner
        assert "fast" in here.sidebar
        await here.enter("hello")
        await here.until(lambda: here.path and here.path[-1].status.ended)
        assert here.path[0].text == "hello"
        await here.enter(f":connect {lab.url}")
        await here.until(lambda: here.banner == "" and here.engine.catalog is not None)
        await here.press("f6")
        await here.until(lambda: here.path[-1].text and here.path[-1].status.ended)


async def test_what_is_typed_into_the_conversation_lands_in_the_prompt_but_its_own_keys_do_not(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.press("tab")
        await here.until(lambda: here.pane.has_focus)
        await here.press("j", "o", "k")
        assert (here.pane.has_focus, here.prompt.value) == (True, "")
        await here.press("h", "i")
        await here.until(lambda: here.prompt.value == "hi")
        assert here.prompt.has_focus


async def test_tab_in_a_command_never_leaves_the_prompt(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.type(":c")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":copy")
        await here.press("tab")
        await here.until(lambda: here.prompt.value == ":continue")
        assert here.prompt.has_focus
        await here.press("ctrl+u")
        await here.type(":xyzzy")
        await here.press("tab")
        assert (here.prompt.value, here.prompt.has_focus) == (":xyzzy", True)


async def test_a_command_with_something_behind_it_that_takes_nothing_stays(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.enter(":close the door please")
        await here.until(lambda: "takes nothing behind it" in here.notice)
        assert here.prompt.value == ":close the door please"


async def test_what_is_typed_at_once_into_the_conversation_reaches_the_prompt_whole(lab: Homelab) -> None:
    """A slow line hands over several keys together."""
    async with desk(lab.url) as here:
        await here.press("tab")
        await here.until(lambda: here.workbench.focused is here.workbench.query_one(Transcript))
        for key, character in (("colon", ":"), ("d", "d"), ("e", "e"), ("l", "l")):
            here.app.post_message(events.Key(key, character))
        await here.until(lambda: here.prompt.value == ":del")
