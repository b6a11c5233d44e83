"""A text of many lines to write in, with the keys of the prompt; Enter is a new line."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from aishtui.chat.clean import clean_text
from aishtui.widgets.prompt_keys import editing_bindings
from aishtui.widgets.prompt_pastes import Pastes


class LongText(TextArea, inherit_bindings=False):
    """What would hold up the screen is not taken in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *editing_bindings(),
        Binding("pageup", "cursor_page_up", "Page up", show=False),
        Binding("pagedown", "cursor_page_down", "Page down", show=False),
    ]

    class Refused(Message):
        """A paste is too long to be edited here."""

    def __init__(self, text: str, *, id: str | None = None) -> None:
        super().__init__(text, id=id, highlight_cursor_line=False, compact=True)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self.move_cursor(self.document.end)

    async def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean_text(event.text)
        if Pastes().would_stall(self.text + text):
            self.post_message(self.Refused())
        else:
            self.insert(text)
