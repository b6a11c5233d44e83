"""Where Enter makes a new line, and other keys send."""

from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.prompt import Prompt
from tests.widgets.host import text_of
from tests.widgets.test_prompt import PromptHost, press_at
from tests.widgets.test_prompt_chosen import ChosenHost

NEWLINE = BoundKeys(enter="newline")


async def test_enter_makes_a_new_line_and_the_others_send() -> None:
    for key in ("ctrl+j", "alt+enter", "ctrl+enter"):
        app = PromptHost(keys=NEWLINE)
        async with app.run_test() as pilot:
            await pilot.press("a", "enter", "b")
            assert (app.prompt.value, app.sent) == ("a\nb", [])
            await pilot.press(key)
            assert app.sent == ["a\nb"]


async def test_a_trailing_backslash_is_text() -> None:
    app = PromptHost(keys=NEWLINE)
    async with app.run_test() as pilot:
        await pilot.press("a", "backslash", "enter", "b")
        assert app.prompt.value == "a\\\nb"


async def test_a_command_is_run_by_enter_and_a_smiley_is_not() -> None:
    app = PromptHost(keys=NEWLINE)
    async with app.run_test() as pilot:
        await pilot.press(*":quit", "enter")
        assert app.sent == [":quit"]
        app.prompt.set_text(":-)")
        await pilot.press("enter")
        assert (app.prompt.value, app.sent) == (":-)\n", [":quit"])


async def test_enter_on_nothing_is_for_the_marked_message_and_leaves_no_line() -> None:
    app = ChosenHost(keys=NEWLINE)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert (app.prompt.value, len(app.posted(Prompt.EnteredEmpty))) == ("", 1)


async def test_line_ends_in_a_burst_never_send_whichever_key_they_look_like() -> None:
    for end in ("enter", "ctrl+j"):
        app = PromptHost(burst_s=60.0, keys=NEWLINE)
        async with app.run_test() as pilot:
            timed = [(key, 100.0 + number * 0.001) for number, key in enumerate(["a", "b", end, "c", end, "d"])]
            await press_at(pilot, *timed)
            assert (app.prompt.value, app.sent, app.prompt.typed) == ("ab\nc\nd", [], False)


async def test_chosen_keys_send_and_make_new_lines() -> None:
    app = PromptHost(keys=BoundKeys({"prompt.send": ("f5",), "prompt.newline": ("f12",)}))
    async with app.run_test() as pilot:
        await pilot.press("a", "f12", "b", "ctrl+j", "f5")
        assert app.sent == ["a\nb"]


async def test_the_hint_is_another_once_the_terminal_has_said_that_it_sends_every_key() -> None:
    app = PromptHost()
    async with app.run_test(size=(90, 10)) as pilot:
        assert "Ctrl+J makes a new line" in text_of(app.prompt)[0]
        app.prompt.show_more_keys(True)
        await pilot.pause()
        assert "Shift+Enter makes a new line" in text_of(app.prompt)[0]


async def test_keys_that_are_not_the_prompts_go_on_to_the_screen() -> None:
    app = PromptHost(keys=BoundKeys({"prompt.newline": ()}))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+j")
        assert (app.prompt.value, app.passed) == ("", ["ctrl+j"])
