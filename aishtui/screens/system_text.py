"""A system prompt of many lines, written on a screen of its own and given back to the form."""

from collections.abc import Awaitable, Callable

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen

from aishtui.screens.form_key_map import text_bindings
from aishtui.terminal.textual_private import bind_only
from aishtui.widgets.form_keys import FormKeys
from aishtui.widgets.key_line import KeyLine
from aishtui.widgets.long_text import LongText
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS

TOO_LONG = "That is too long to be edited here. Put it into a file, and name that as the system file."


class SystemText(ModalScreen[str]):
    """Every way to close it gives the text as it stands: leaving it is not losing it."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS

    def __init__(
        self,
        title: str,
        text: str,
        outside: Callable[[str], Awaitable[tuple[str, str]]],
        keys: FormKeys,
        changed: Callable[[str], None],
    ) -> None:
        """`outside` has a text edited in the user's own editor: it gives the text, and what is to be said. `changed` is
        told the text with every key: it is kept as it is typed."""
        super().__init__()
        bind_only(self, text_bindings(keys.keys))
        self._outside = outside
        self._changed = changed
        self._head = KeyLine(title, (), id="preset-head")
        self._text = LongText(text, id="system-text")
        self._notice = Notice(id="preset-notice")
        outside_key = keys.name("outside")
        named = [("Esc", "back to the form, with the text"), (outside_key, "in your editor"), ("Alt+Z", "undoes")]
        self._keys = KeyLine("", [(key, words) for key, words in named if key], id="preset-keys")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._text
        yield self._notice
        yield self._keys

    def on_mount(self) -> None:
        self._text.focus()

    def action_done(self) -> None:
        self.dismiss(self._text.text)

    def action_outside(self) -> None:
        self.run_worker(self._edit_outside(), exclusive=True)

    async def _edit_outside(self) -> None:
        text, said = await self._outside(self._text.text)
        if text != self._text.text:
            self._text.load_text(text)
            self._text.move_cursor(self._text.document.end)
        self._notice.show(said, NoticeLevel.WARNING)

    @on(LongText.Changed)
    def _typed(self, event: LongText.Changed) -> None:
        event.stop()
        self._changed(self._text.text)

    @on(LongText.Refused)
    def _refused(self, event: LongText.Refused) -> None:
        event.stop()
        self._notice.show(TOO_LONG, NoticeLevel.WARNING)
