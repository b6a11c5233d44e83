"""A full screen for reading one text, with keys that copy what it shows."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.key_line import KeyLine
from aishtui.widgets.notice import Notice
from aishtui.widgets.reading_text import ReadingText
from aishtui.widgets.text_reader import TextReader


@dataclass(frozen=True, slots=True)
class Copyable:
    """What a key of the reader copies."""

    key: str
    words: str
    """What the key does, as the line of keys says it: `copies the source`."""
    text: str


class Reader(ModalScreen[None]):
    """Closed by Esc or q."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q", "dismiss", "Close")]

    def __init__(
        self,
        title: str,
        reading: ReadingText,
        copyables: Sequence[Copyable],
        copy: Callable[[str], Awaitable[str]],
    ) -> None:
        """`copy` gives the sentence that says where it went."""
        super().__init__()
        self._copyables = {copyable.key: copyable for copyable in copyables}
        self._copy = copy
        self._head = KeyLine(title, (), id="reader-head")
        self._text = TextReader(reading, id="reader-text")
        self._notice = Notice(id="reader-notice")
        keys = [(copyable.key, copyable.words) for copyable in copyables]
        self._keys = KeyLine("", (*keys, ("Esc", "closes")), id="reader-keys")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._text
        yield self._notice
        yield self._keys

    def on_mount(self) -> None:
        self._text.focus()

    @on(TextReader.Moved)
    def _moved(self, event: TextReader.Moved) -> None:
        event.stop()
        self._head.show_right("" if self._text.whole else f"{event.share:.0%}")

    def on_key(self, event: events.Key) -> None:
        self._notice.key_pressed()
        copyable = self._copyables.get(event.character or "")
        if copyable is not None:
            event.stop()
            self.run_worker(self._copied(copyable.text), exclusive=False)

    async def _copied(self, text: str) -> None:
        self._notice.show(await self._copy(text))
