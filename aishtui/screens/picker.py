"""The picker: presets, models, themes, conversations or commands, found by a few letters of their names."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.timer import Timer

from aishtui.chat.fuzzy import Finder
from aishtui.screens.latest import Latest
from aishtui.screens.list_moving import ListMoving
from aishtui.screens.pick_source import Arranged, Liked, Picked, PickSource, arranged, bonus
from aishtui.screens.reader import Copyable, Reader
from aishtui.widgets.pick_list import PickEntry, PickList
from aishtui.widgets.reading_text import ReadingText
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.sizes import MIN_HEIGHT, MIN_WIDTH
from aishtui.widgets.text_reader import TextReader
from aishtui.widgets.too_small import TooSmall

_READING = "-reading"
"""The details stand in the list's place."""
_BESIDE = 120
"""Columns from which on the details stand beside the list."""
_PREVIEW_S = 0.08
"""Whoever runs through the list does not have each one shown."""
_OF_LIST = ("move", "page", "go")
"""What the reader's own keys do while it has the focus."""


class Picker(ListMoving, ModalScreen[Picked | None]):
    """Gives back what was picked. The line keeps the focus while the list is moved through."""

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own way
        (0, "-too-narrow"),
        (MIN_WIDTH, "-narrow"),
        (_BESIDE, "-beside"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's own way
        (0, "-too-short"),
        (MIN_HEIGHT, "-low"),
        (24, "-high"),
        (30, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "escape", "Close", priority=True),
        Binding("enter", "take", "Take it", priority=True),
        Binding("ctrl+t,ctrl+enter", "take_beside", "Take it into a new tab", priority=True),
        Binding("tab,shift+tab", "part", "Details or list", priority=True),
        Binding("ctrl+f", "mark", "Favourite", priority=True),
        Binding("ctrl+r", "raw", "Raw", priority=True),
        Binding("up", "move(-1)", "Up", priority=True),
        Binding("down", "move(1)", "Down", priority=True),
        Binding("pageup", "page(-1)", "Page up", priority=True),
        Binding("pagedown", "page(1)", "Page down", priority=True),
        Binding("home,ctrl+home", "go(0)", "First", priority=True),
        Binding("end,ctrl+end", "go(999999999)", "Last", priority=True),
        Binding("ctrl+up", "read(-1)", "Details up"),
        Binding("ctrl+down", "read(1)", "Details down"),
        Binding("alt+pageup", "read(-8)", "Details half a page up"),
        Binding("alt+pagedown", "read(8)", "Details half a page down"),
    ]

    AUTO_FOCUS = "#picker-line"

    def __init__(
        self,
        source: PickSource,
        copy: Callable[[str], Awaitable[str]],
        size: Size,
        stands: Callable[[], None] = lambda: None,
        typed: str = "",
    ) -> None:
        """`copy` gives the sentence that says where it went; `size` is the screen's; `stands` is called when all of it
        can be drawn; `typed` stands in the line at first."""
        # Textual finds these classes out when all is styled, and styles it once more then.
        fitting = (_fitting(self.HORIZONTAL_BREAKPOINTS, size.width), _fitting(self.VERTICAL_BREAKPOINTS, size.height))
        super().__init__(classes=" ".join(fitting))
        self.source = source
        self._copy = copy
        self._stands = stands
        self._was_shown = False
        self._finder: Finder | None = None
        self._shown_for: str | None = None
        self._previewing: Timer | None = None
        self._looks: Latest[PickEntry, ReadingText] = Latest(
            self._look_closer, self._seen, lambda work: self.run_worker(work, exclusive=False)
        )
        self._line = SearchBar(label=source.label, keys=(), id="picker-line")
        self._line.show_words(typed)
        self._list: PickList = PickList(id="picker-list")
        self._list.show_edge(size.width >= _BESIDE)
        self._frame = Vertical(id="picker")
        self._text = TextReader(ReadingText(), id="picker-text")

    def compose(self) -> ComposeResult:
        with self._frame:
            yield self._line
            with Container(id="picker-body"):
                yield self._list
                yield self._text
        yield TooSmall()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """All of it is styled as it is mounted: the first time there is nothing to be styled once more."""
        event.refresh_styles = self._was_shown
        self._was_shown = True

    def on_mount(self) -> None:
        self._say_title()
        self._filter()

    # -- what is listed

    def take_source(self, source: PickSource) -> None:
        """There is more to pick from by now, or something of it is known better; the cursor stays where it is."""
        under = self._list.chosen
        self.source, self._finder, self._shown_for = source, None, None
        if self.is_mounted:  # else it begins with this
            self._say_title()
            self._filter(under.place if under is not None else None)

    def _say_title(self) -> None:
        keys = (Content.assemble((key, "$accent"), f" {words}") for key, words in self._key_words())
        self._frame.border_subtitle = Content("  ").join(keys)
        # As content, not as text: brackets are no markup.
        self._frame.border_title = Content(" · ".join(filter(None, (self.source.title, self.source.note))))

    @on(SearchBar.Changed)
    def _typed(self, event: SearchBar.Changed) -> None:
        event.stop()
        self._filter()

    def _filter(self, under: tuple[object, str] | None = None) -> None:
        """Show what fits the line, unless that is shown already."""
        typed = self._line.words
        if typed == self._shown_for:
            return
        first = self._shown_for is None
        self._shown_for = typed
        liked = self.source.liked()
        found = self._found(typed, liked) if typed.strip() else arranged(self.source.entries, liked)
        self._list.say(self._empty_words())
        self._list.show(found.entries, found.headings, set(liked.favourites), typed, self._begin(found, first, under))

    def _begin(self, found: Arranged, first: bool, under: tuple[object, str] | None) -> int:
        """Where the cursor is to be."""
        wanted = (index for index, entry in enumerate(found.entries) if entry.place == under)
        if under is None:
            wanted = (
                i for i, entry in enumerate(found.entries) if entry.current and first and self.source.from_current
            )
        return next(wanted, 0)

    def _found(self, typed: str, liked: Liked) -> Arranged:
        entries = self.source.entries
        if self._finder is None:
            names, also = [entry.label for entry in entries], [entry.also for entry in entries]
            self._finder = Finder(names, also, list(bonus(entries, liked)))
        found = [entries[place] for place in self._finder.find(typed)]
        free = self.source.free(typed.strip()) if self.source.free is not None else None
        if free is not None and all(entry.key != free.key for entry in found):
            found.append(free)
        return Arranged(found)

    def _empty_words(self) -> str:
        if not self.source.entries:
            return self.source.empty
        return "No name here has these letters. Backspace takes the last one back, Ctrl+U all of them; Esc closes."

    # -- what is known of the one under the cursor

    @on(PickList.Moved)
    def _moved(self, event: PickList.Moved) -> None:
        event.stop()
        chosen, count = self._list.chosen, len(self._list.entries)
        self._line.show_found(self._list.cursor + 1 if count else 0, count)
        self._text.show(self.source.look(chosen) if chosen is not None else ReadingText())
        if chosen is None:
            return
        if self.source.look_closer is not None:
            self._looks.want(chosen)
        if self.source.preview is not None:
            self._preview_soon()

    async def _look_closer(self, entry: PickEntry) -> ReadingText:
        look = self.source.look_closer
        return await look(entry) if look is not None else ReadingText()

    def _seen(self, entry: PickEntry, reading: ReadingText) -> None:
        chosen = self._list.chosen
        if chosen is not None and chosen.place == entry.place:
            self._text.show(reading)

    def _preview_soon(self) -> None:
        if self._previewing is not None:
            self._previewing.stop()
        self._previewing = self.set_timer(_PREVIEW_S, self._preview)

    def _preview(self) -> None:
        chosen, preview = self._list.chosen, self.source.preview
        if chosen is not None and preview is not None:
            preview(chosen)

    # -- keys

    def _key_words(self) -> Sequence[tuple[str, str]]:
        source = self.source
        return [
            ("Enter", "picks"),
            ("Esc", "closes"),
            ("Tab", "details"),
            *([("Ctrl+T", source.beside_words)] if source.beside_words else []),
            *([("Ctrl+F", source.mark_words)] if source.mark is not None else []),
            *([("Ctrl+R", "raw JSON")] if source.raw is not None else []),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where the details are read, the keys are those of a text."""
        if action in _OF_LIST and self._text.has_focus:
            return False
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        self._take(beside=False)

    def action_take_beside(self) -> None:
        if self.source.beside_words:
            self._take(beside=True)

    @on(PickList.Taken)
    def _clicked(self, event: PickList.Taken) -> None:
        event.stop()
        self._take(beside=event.beside and bool(self.source.beside_words))

    def _take(self, *, beside: bool) -> None:
        self._filter()  # Enter may have come sooner than the last letter was told
        if self._list.chosen is not None:
            self._leave(Picked(self._list.chosen, beside))

    def action_escape(self) -> None:
        if self._text.has_focus:
            self._back_to_list()
        else:
            self._leave(None)

    def _leave(self, picked: Picked | None) -> None:
        if self._previewing is not None:
            self._previewing.stop()
        if self.source.preview is not None and picked is None:
            self.source.preview(None)
        self.dismiss(picked)

    def action_part(self) -> None:
        """To the details and back. Where there is no room for them they take the list's place."""
        if self._text.has_focus:
            self._back_to_list()
            return
        if not self._text.display:
            self.add_class(_READING)
        self._text.focus()

    def _back_to_list(self) -> None:
        self.remove_class(_READING)
        self._line.focus()

    def action_mark(self) -> None:
        chosen, mark = self._list.chosen, self.source.mark
        if chosen is None or mark is None:
            return
        mark(chosen, chosen.place not in self.source.liked().favourites)
        self._list.mark(set(self.source.liked().favourites))

    def action_raw(self) -> None:
        chosen = self._list.chosen
        text = self.source.raw(chosen) if chosen is not None and self.source.raw is not None else ""
        if chosen is None or self.source.raw is None:
            return
        reading = ReadingText()
        reading.line(text or "The catalogue has no entry for it.", "" if text else "muted")
        copyables = [Copyable("y", "copies it", text)] if text else []
        self.app.push_screen(Reader(f"Catalogue entry of {chosen.label}", reading, copyables, self._copy))

    def on_resize(self, event: events.Resize) -> None:
        self._list.show_edge(event.size.width >= _BESIDE)
        self.call_after_refresh(self._stands)
        self.call_after_refresh(self._fitted)

    def _fitted(self) -> None:
        """The details may have gone with the focus in them: keys must not go to nobody."""
        if self._text.has_focus and not self._text.display:
            self._back_to_list()


def _fitting(breakpoints: list[tuple[int, str]] | None, cells: int) -> str:
    return next((name for least, name in reversed(breakpoints or []) if cells >= least), "")
