"""The conversation pane: one widget on the line API for a conversation of any length."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.selection import Selection

from aishtui.pane.frame import Renderer
from aishtui.pane.lines import Line
from aishtui.pane.movable import Movable
from aishtui.pane.palette import NAMES, PREFIX
from aishtui.pane.parts import LEFT_OUT
from aishtui.pane.selecting import message_text, selected_text, word_at


class Transcript(Movable, inherit_bindings=False, can_focus=True):
    """Shows a document, and no more than what is in view of it: keys, folds and selection on top of what searches,
    draws and moves."""

    ALLOW_SELECT = True
    COMPONENT_CLASSES: ClassVar[set[str]] = {PREFIX + name for name in NAMES}
    DEFAULT_CSS = """
    Transcript { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Line up", show=False, id="pane.line_up"),
        Binding("down,j", "scroll_down", "Line down", show=False, id="pane.line_down"),
        Binding("pageup", "page_up", "Page up", show=False, id="pane.page_up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="pane.page_down"),
        Binding("ctrl+u,alt+pageup", "half_up", "Half a page up", show=False, id="pane.half_up"),
        Binding("ctrl+d,alt+pagedown", "half_down", "Half a page down", show=False, id="pane.half_down"),
        Binding("home,g", "scroll_home", "To the beginning", show=False, id="pane.top"),
        Binding("end,G", "scroll_end", "To the end", show=False, id="pane.end"),
        Binding("alt+up", "cursor_previous", "Previous message", show=False, id="message.previous"),
        Binding("alt+down", "cursor_next", "Next message", show=False, id="message.next"),
        Binding("enter", "activate", "Actions of the message, or open a fold", show=False, id="message.activate"),
        Binding("o", "toggle_fold", "Open or close a fold", show=False, id="message.toggle"),
        Binding("left_square_bracket", "version(-1)", "Older version", show=False, id="version.older"),
        Binding("right_square_bracket", "version(1)", "Newer version", show=False, id="version.newer"),
        Binding("slash", "find_open", "Search in the conversation", show=False, id="find.open"),
        Binding("n", "find_next", "Next hit", show=False, id="find.next"),
        Binding("N", "find_previous", "Previous hit", show=False, id="find.previous"),
    ]

    class Activated(Message):
        """The user wants to do something with the message under the message cursor; empty where none is chosen."""

        def __init__(self, message_id: str) -> None:
            self.message_id = message_id
            super().__init__()

    class VersionWanted(Message):
        """The user wants to see an older (-1) or a newer (+1) version of a message."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class LeftOutWanted(Message):
        """The user wants to see the messages that are left out of what is sent, or to see them no longer."""

    class Complete(Message):
        """Everything it needs is loaded, and shown in the frame before this."""

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.notify_style_update())
        # Markdown and pygments take 80 ms to load: only once the first picture is on the screen.
        self.call_after_refresh(self._load_markdown)

    def _load_markdown(self) -> None:
        self.run_worker(self._import_markdown, thread=True, exit_on_error=True)

    def _import_markdown(self) -> None:
        from aishtui.pane.markdown import MarkdownRenderer  # after the first paint, see on_mount

        self.app.call_from_thread(self._use, MarkdownRenderer())

    def _use(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._show_anew()
        self.call_after_refresh(self.post_message, self.Complete())

    # Messages and folds

    def action_activate(self) -> None:
        """What a chosen message is wanted for is up to who hears of it; while none is, open or close what is folded."""
        message = self.message_under_cursor
        if message is not None or self._document.fold_at_hand(self.size.height) is None:
            self.post_message(self.Activated(message.id if message is not None else ""))
        else:
            self.action_toggle_fold()

    def action_toggle_fold(self) -> None:
        """Open or close what is folded in the message under the cursor, else the first fold in view."""
        index, fold = self._document.fold_at_hand(self.size.height) or (0, "")
        message = self._document.message_at(index)
        if message is not None and fold:
            self.toggle_fold(message.id, fold)

    def action_version(self, step: int) -> None:
        self.post_message(self.VersionWanted(step))

    def on_click(self, event: events.Click) -> None:
        """A click on a fold opens or closes it. Elsewhere two select a word and three the message's text; Textual's own
        idea of it is the whole conversation."""
        fold = event.style.meta.get("fold")
        row = next(iter(self._document.rows(event.y, 1)), None)
        message = self._document.message_at(row[0]) if row is not None else None
        if fold is not None and message is not None:
            event.stop()
            self.toggle_fold(message.id, fold)
        if event.chain > 1:
            event.prevent_default()
        if event.chain > 1 and fold is None and row is not None:
            self._select_at(event.x, *row, whole=event.chain > 2)

    def _select_at(self, cell: int, entry: int, number: int, line: Line, *, whole: bool) -> None:
        """Select the word at a cell of a line, or all of the message's text."""
        if whole:
            selection = message_text(entry, self._document.laid_out(entry, self._frame()))
        else:
            selection = word_at(entry, number, line, cell)
        if selection is not None:
            self.screen.selections = {self: selection}

    def toggle_fold(self, message_id: str, fold: str) -> None:
        """Open or close a message's `thinking` or its long `text`; what is left out above it, the screen knows."""
        if fold == LEFT_OUT:
            self.post_message(self.LeftOutWanted())
        elif self.size.height:
            self._document.toggle(message_id, fold, self._frame())
            self._moved()

    # Selecting

    def selected_text(self) -> str:
        """What the mouse has selected, as its source; empty if nothing is."""
        selection = self.text_selection
        return selected_text(self._document, selection, self._frame()) if selection is not None else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return selected_text(self._document, selection, self._frame()), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - Textual's signature
        self.refresh()
