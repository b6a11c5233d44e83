"""The prompt: several lines of text on the way to one tab or to many, and nothing sent by accident."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location, Selection

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.bound_keys import TABLE, BoundKeys
from aishtui.widgets.command_line import Command, read_line
from aishtui.widgets.folding import FoldingArea
from aishtui.widgets.prompt_hints import chosen_hints, hints, queue_hints
from aishtui.widgets.prompt_keys import editing_bindings
from aishtui.widgets.prompt_pastes import Pastes, newlines_only
from aishtui.widgets.typing_burst import BURST_S, TypingBurst


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft that was left for another: the whole text and how it stood in the prompt."""

    value: str
    shown: str
    cursor: Location | None
    typed: bool
    pastes: Pastes
    attached: tuple[str, ...] = ()


class Prompt(FoldingArea, inherit_bindings=False):
    """Enter sends; Ctrl+J, Shift+Enter, or a backslash before Enter make a new line; pasting never sends. Or Enter
    makes a new line and other keys send, if the user wants it so.

    Keys that are not for editing go on to the screen: pages, function keys, Esc, Ctrl+C.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*editing_bindings()]
    FOLDED = "prompt--pasted"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"prompt--gutter", "prompt--target", FOLDED}

    @dataclass(repr=False, eq=False)
    class Submitted(Message):
        """Enter was pressed on something. `typed` is False when any part of it was pasted: then a colon in front
        is text and never a command."""

        prompt: "Prompt"
        text: str
        typed: bool
        attached: tuple[str, ...] = ()
        """The paths of the files that the user has mentioned."""

        @property
        def control(self) -> "Prompt":
            return self.prompt

    @dataclass(repr=False, eq=False)
    class EnteredEmpty(Message):
        """Enter was pressed on nothing."""

        prompt: "Prompt"

        @property
        def control(self) -> "Prompt":
            return self.prompt

    @dataclass(repr=False, eq=False)
    class DraftChanged(Message):
        """The text is another; `text` is whole, folded pastes included. `draft_of` is what the screen set."""

        prompt: "Prompt"
        text: str
        draft_of: str
        attached: tuple[str, ...] = ()

        @property
        def control(self) -> "Prompt":
            return self.prompt

    @dataclass(repr=False, eq=False)
    class HistoryRequested(Message):
        """Up (-1) or Down (+1) in an empty prompt, or in a history entry nobody has changed."""

        prompt: "Prompt"
        step: int

        @property
        def control(self) -> "Prompt":
            return self.prompt

    @dataclass(repr=False, eq=False)
    class HelpRequested(Message):
        """`?` in an empty prompt."""

        prompt: "Prompt"

        @property
        def control(self) -> "Prompt":
            return self.prompt

    @dataclass(repr=False, eq=False)
    class TabPressed(Message):
        """Tab (or Shift+Tab: `back`): the screen completes a command or moves the focus."""

        prompt: "Prompt"
        back: bool

        @property
        def control(self) -> "Prompt":
            return self.prompt

    def __init__(
        self,
        *,
        id: str | None = None,
        classes: str | None = None,
        burst_s: float = BURST_S,
        keys: BoundKeys = TABLE,
    ) -> None:
        """`burst_s` is 0 where keys are pressed by a program on purpose (tests)."""
        self._target = ""
        self._take_keys(keys)
        self._more_keys = False
        self._chosen = False
        self._waiting = ("", False)
        super().__init__(id=id, classes=classes, compact=True)
        self.cursor_blink = False
        self.match_cursor_bracket = False
        self._burst = TypingBurst(burst_s)
        self._alone: Timer | None = None
        self.draft_of = ""
        self._drafts: dict[str, _Draft] = {}
        self._told: tuple[str, tuple[str, ...]] = "", ()
        self._typed = True
        self._pasted = False
        self._from_history: str | None = None

    # --- what it holds

    @property
    def typed(self) -> bool:
        return self._typed

    def set_text(
        self,
        text: str,
        *,
        typed: bool = True,
        from_history: bool = False,
        draft_of: str | None = None,
        attached: Iterable[str] = (),
    ) -> None:
        """Replaces the text without telling anybody, with the cursor at the end and nothing to undo.

        Long or unprintable text is folded. `draft_of` names what later `DraftChanged` messages belong to; going back
        to a draft that was left here finds it as it was left: folds, cursor, and whether it was typed. `attached` are
        the paths in it that the user has mentioned; all others are text.
        """
        text = newlines_only(text)
        left = self._drafts.pop(draft_of, None) if draft_of is not None else None
        if draft_of is not None and draft_of != self.draft_of:
            self._drafts[self.draft_of] = _Draft(
                self.value, self.text, self.cursor_location, self._typed, self._pastes, self.attached
            )
            self.draft_of = draft_of
        if left is None or left.value != text:
            pastes = Pastes()
            shown = pastes.fold(text, "text of") if pastes.would_stall(text) else text
            left = _Draft(text, shown, None, typed, pastes, tuple(attached))
        self._pastes = left.pastes
        self.count_mentions(left.attached)
        self._typed, self._pasted = left.typed, not left.typed
        self._told = left.value, left.attached
        self._from_history = left.shown if from_history else None
        self.load_text(left.shown)
        self.move_cursor(left.cursor or self.document.end)

    def clear(self) -> EditResult:
        """Empties it for the next prompt."""
        result = super().clear()
        self.set_text("")
        return result

    def show_target(self, target: str) -> None:
        """Whom the prompt goes to beside this tab, in the gutter: `to 3 tabs`; empty for this tab alone."""
        if target != self._target:
            self._target = target
            # The gutter's width is part of the wrapping, and this is TextArea's public way to wrap again.
            self.soft_wrap = False
            self.soft_wrap = True
            self._fit_hint()

    def show_chosen(self, chosen: bool) -> None:
        """Whether a message is marked in the conversation: then Enter on nothing is for that."""
        self._chosen = chosen
        self._fit_hint()

    def show_queue(self, words: str, held: bool) -> None:
        """How many prompts wait to be sent, in words; empty where none does. `held`: not by themselves."""
        if (words, held) != self._waiting:
            self._waiting = (words, held)
            self._fit_hint()

    def show_more_keys(self, more: bool) -> None:
        """Whether the terminal tells all keys from each other: then the hint names those that only such ones send."""
        self._more_keys = more
        self._fit_hint()

    # --- keys

    def use_keys(self, keys: BoundKeys) -> None:
        """Other keys send and make new lines from now on."""
        self._take_keys(keys)
        self._fit_hint()

    def _take_keys(self, keys: BoundKeys) -> None:
        self._keys = keys
        self._send_keys, self._newline_keys = keys.keys("prompt.send"), keys.keys("prompt.newline")

    async def on_key(self, event: events.Key) -> None:
        self._not_alone()
        if event.key in self._newline_keys:
            self._newline(event)
        elif event.key == "enter" and self._ends_with_backslash():
            self._burst.add(event.time)
            self.put("\n")
        elif event.key in self._send_keys and self._burst.lasts(event.time):
            self._enter_in_burst(event.time)
        elif event.key in self._send_keys:
            self._submit()
        elif event.key in {"tab", "shift+tab"}:
            self.post_message(self.TabPressed(self, event.key == "shift+tab"))
        elif self.offering and event.key in {"up", "down"}:
            self.post_message(self.PathStepped(-1 if event.key == "up" else 1))
        elif event.key == "up" and self._wants_history(first=True):
            self.post_message(self.HistoryRequested(self, -1))
        elif event.key == "down" and self._wants_history(first=False):
            self.post_message(self.HistoryRequested(self, 1))
        elif event.character == "?" and not self.text and event.is_printable:
            self.post_message(self.HelpRequested(self))
        elif event.is_printable and "alt+" in event.key:
            event.prevent_default()  # not text; the screen may have a binding for it
            return
        else:
            if event.is_printable:
                self._burst.add(event.time)
            return
        event.stop()
        event.prevent_default()

    def _newline(self, event: events.Key) -> None:
        """A new line. Where Enter makes it, that still runs a command, and is for a marked message on nothing; and what
        has come in a burst was pasted."""
        by_enter = event.key == "enter"
        if by_enter and self._burst.lasts(event.time, least=2):
            self._typed, self._pasted = False, True
            self.count_mentions(())
        elif by_enter and (not self.text or isinstance(read_line(self.value, self._typed), Command)):
            self._submit()
            return
        self._burst.add(event.time, line_ends=int(by_enter))
        self.put("\n")

    def _ends_with_backslash(self) -> bool:
        """Takes a backslash before the cursor away; Enter behind it is a new line."""
        row, column = self.cursor_location
        if not column or self.document[row][column - 1] != "\\" or not self.selection.is_empty:
            return False
        self.delete((row, column - 1), (row, column), maintain_selection_offset=False)
        return True

    def _enter_in_burst(self, time_s: float) -> None:
        """A new line, unless it is the one Enter of a burst and its last input: then somebody typed quickly, or a
        script did, and it sends after all."""
        self._burst.add(time_s, line_ends=1)
        typed_before = self._typed, self._pasted, self.attached
        self.put("\n")
        self._typed, self._pasted = False, True
        self.count_mentions(())
        if self._burst.line_ends == 1:
            sends = partial(self._enter_was_alone, *typed_before)
            self._alone = self.set_timer(self._burst.gap_s, partial(self._after_what_has_come, sends))

    def _after_what_has_come(self, sends: Callable[[], None]) -> None:
        """On a busy machine the app may not have handed on yet what followed the Enter at once."""
        alone = self._alone

        def still_alone() -> None:
            if self._alone is alone:
                sends()

        self.app.call_later(self.call_later, still_alone)

    def _enter_was_alone(self, typed: bool, pasted: bool, attached: tuple[str, ...]) -> None:
        self._alone = None
        self.count_mentions({*attached, *self.attached})
        row, column = self.cursor_location
        if column == 0 and row > 0:
            self.delete((row - 1, len(self.document[row - 1])), (row, 0), maintain_selection_offset=False)
            self._typed, self._pasted = typed, pasted
            self._submit()

    def _not_alone(self) -> None:
        """More input came behind an Enter: it was a paste."""
        if self._alone is not None:
            self._alone.stop()
            self._alone = None

    def _submit(self) -> None:
        text = self.value
        if text.strip():
            # What changed it may not have been handled yet: told afterwards, it would be a draft again.
            self._tell_value()
            self.post_message(self.Submitted(self, text, self._typed, self.attached))
        elif not text:
            self.post_message(self.EnteredEmpty(self))

    def _wants_history(self, *, first: bool) -> bool:
        if self.text and self.text != self._from_history:
            return False
        at = self.cursor_location
        navigator = self.navigator
        return navigator.is_first_wrapped_line(at) if first else navigator.is_last_wrapped_line(at)

    # --- pasting and editing

    async def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = newlines_only(event.text)
        if not text:
            return
        self._not_alone()
        self._paste(text, "pasted")
        self._burst.add(event.time, max(2, len(text)), line_ends=2)

    def take_piped(self, text: str) -> None:
        """Put what was piped in behind what stands here, as if it had been pasted."""
        self.selection = Selection.cursor(self.document.end)
        if self.text.strip():
            self.put("\n\n")
        self._paste(newlines_only(text), "piped")

    def _paste(self, text: str, what: str) -> None:
        self.put_paste(text, what)
        self._typed, self._pasted = False, True

    @on(TextArea.Changed)
    def _tell_draft(self, event: TextArea.Changed) -> None:
        event.stop()
        if not self.text:
            self._typed = True
        self._tell_value()

    def _tell_value(self) -> None:
        value, attached = self.value, self.attached
        if (value, attached) != self._told:
            self._told = value, attached
            self.post_message(self.DraftChanged(self, value, self.draft_of, attached))

    def undo(self) -> None:
        self._through_history(super().undo)

    def redo(self) -> None:
        self._through_history(super().redo)

    def _through_history(self, step: Callable[[], None]) -> None:
        text, before = self.text, self.selection
        # Textual (8.2.8) measures the new text while the cursor is where it was, and raises if that is beyond the end.
        self.selection = Selection()
        step()
        if self.text == text:
            self.selection = before
        self._typed = self._typed and not self._pasted

    # --- drawing

    def on_resize(self) -> None:
        self._fit_hint()

    def _fit_hint(self) -> None:
        found = hints(self._keys, self._more_keys)
        if self._chosen:
            found = chosen_hints(self._keys)
        elif self._waiting[0]:
            found = queue_hints(self._keys, *self._waiting)
        fitting = (hint for hint in found if cell_len(hint) <= self.wrap_width)
        self.placeholder = Content(next(fitting, ""))

    @property
    def gutter_width(self) -> int:
        return cell_len(self._gutter)

    @property
    def _gutter(self) -> str:
        return f"> {self._target} " if self._target else "> "

    def render_line(self, y: int) -> Strip:
        width = self.gutter_width
        first = y + self.scroll_offset.y == 0
        part = "prompt--target" if self._target else "prompt--gutter"
        gutter = Segment(self._gutter if first else " " * width, self.get_component_rich_style(part))
        strip = Strip.join([Strip([gutter], width), super().render_line(y)])
        return strip.adjust_cell_length(self.content_size.width, self.rich_style)
