"""The empty prompt says and tells what Enter is for while a message is chosen."""

from aishtui.widgets.prompt import Prompt
from tests.widgets.host import text_of
from tests.widgets.test_prompt import PromptHost


class ChosenHost(PromptHost):
    def on_prompt_entered_empty(self, message: Prompt.EnteredEmpty) -> None:
        self.messages.append(message)


async def test_enter_on_nothing_is_told_and_nothing_is_sent() -> None:
    app = ChosenHost()
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert len(app.posted(Prompt.EnteredEmpty)) == 1
        await pilot.press("space", "enter")
        assert len(app.posted(Prompt.EnteredEmpty)) == 1
        assert app.sent == []


async def test_the_hint_follows_the_choice_and_the_width() -> None:
    app = PromptHost()
    async with app.run_test(size=(100, 10)) as pilot:
        app.prompt.show_chosen(True)
        await pilot.pause()
        assert "Enter: actions of the marked message. Esc: back." in text_of(app.prompt)[0]
        await pilot.resize_terminal(45, 10)
        await pilot.pause()
        assert text_of(app.prompt)[0].strip() == "> Enter: actions of the marked message"
        app.prompt.show_chosen(False)
        await pilot.pause()
        assert "Ask" in text_of(app.prompt)[0]
