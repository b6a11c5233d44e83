"""Ctrl+R: the prompts sent before, searched as one types; what was taken goes into the prompt line and nowhere else."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aishtui.chat.folding import places
from aishtui.chat.past_prompts import PastPrompt, PastPrompts, parts_of
from aishtui.screens.latest import Latest
from aishtui.screens.list_moving import ListMoving
from aishtui.widgets.prompt_list import PromptList
from aishtui.widgets.reading_text import ReadingText
from aishtui.widgets.rule import Rule
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.sizes import HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS
from aishtui.widgets.text_reader import TextReader
from aishtui.widgets.too_small import TooSmall

PAGE = 200
"""So many prompts are asked for at a time."""
_MARKED = 20_000
"""So many characters of the chosen prompt are looked through for the words; all of it is shown."""
_KEYS = (
    "Enter takes it · Ctrl+Up/Down reads on · Esc leaves",
    "Enter takes it · Esc leaves",
    "Esc leaves",
)

Find = Callable[[str, int], Awaitable[PastPrompts]]


class PromptSearch(ListMoving, ModalScreen[str | None]):
    """Gives back the prompt that was taken; None: the draft stays as it is."""

    HORIZONTAL_BREAKPOINTS = HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c", "dismiss", "Close", priority=True),
        Binding("enter", "take", "Take it", priority=True),
        Binding("ctrl+r", "move(1)", "Older", priority=True),
        Binding("up", "move(-1)", "Newer", priority=True),
        Binding("down", "move(1)", "Older", priority=True),
        Binding("pageup", "page(-1)", "A page of newer ones"),
        Binding("pagedown", "page(1)", "A page of older ones"),
        Binding("ctrl+home", "go(0)", "The newest"),
        Binding("ctrl+end", "go(999999999)", "The oldest"),
        Binding("ctrl+up", "read(-1)", "Up in the chosen one"),
        Binding("ctrl+down", "read(1)", "Down in the chosen one"),
        Binding("alt+pageup", "read(-8)", "Half a page up in the chosen one"),
        Binding("alt+pagedown", "read(8)", "Half a page down in the chosen one"),
    ]

    def __init__(self, find: Find, words: str = "") -> None:
        """`find` gives so many prompts in which all the words stand; it raises nothing."""
        super().__init__()
        self._find = find
        self._limit = PAGE
        self._asked = ("", 0)
        """What the list answers."""
        self._found = PastPrompts()
        self._wanted = False
        """Enter came sooner than what was found for the last letter."""
        self._latest: Latest[tuple[str, int], PastPrompts] = Latest(
            lambda asked: find(*asked), self._take_found, lambda work: self.run_worker(work, exclusive=False)
        )
        self._list: PromptList = PromptList(id="prompts-list")
        self._rule = Rule(id="prompts-rule")
        self._text = TextReader(ReadingText(), id="prompts-text")
        self._text.can_focus = False
        self._line = SearchBar(label=" prompts: ", keys=_KEYS, id="prompts-line")
        self._line.show_words(words)

    def compose(self) -> ComposeResult:
        with Vertical(id="prompts") as frame:
            yield self._list
            yield self._rule
            yield self._text
            yield self._line
        # As content, not as text: brackets are no markup.
        frame.border_title = Content("Prompts sent before")
        yield TooSmall()

    def on_mount(self) -> None:
        self._line.focus()
        self._list.say("Looking …")
        self._look_for()

    @on(SearchBar.Changed)
    def _words_changed(self, event: SearchBar.Changed) -> None:
        event.stop()
        self._limit, self._wanted = PAGE, False
        self._look_for()

    @on(PromptList.MoreWanted)
    def _more_wanted(self, event: PromptList.MoreWanted) -> None:
        event.stop()
        if self._found.more and not self._latest.busy:
            self._limit = len(self._list.items) + PAGE
            self._look_for()

    def _look_for(self) -> None:
        self._latest.want((self._line.words, self._limit))

    def _take_found(self, asked: tuple[str, int], found: PastPrompts) -> None:
        words, limit = self._asked = asked
        self._found = found
        self._list.say("No prompt has all of these words." if words.strip() else "Nothing was sent yet.")
        self._list.show(found.prompts, parts_of(words), keep=limit > PAGE)
        self._rule.say(found.note)
        if self._wanted:
            self.action_take()

    @on(PromptList.Moved)
    def _moved(self, event: PromptList.Moved) -> None:
        event.stop()
        chosen, count = self._list.chosen, len(self._list.items)
        self._text.show(_whole(chosen, parts_of(self._line.words)) if chosen is not None else ReadingText())
        note = "or more" if self._found.more else ""
        self._line.show_found(self._list.cursor + 1 if count else 0, count, note)

    # -- keys

    def action_take(self) -> None:
        chosen = self._list.chosen
        self._wanted = self._asked != (self._line.words, self._limit)
        if chosen is not None and not self._wanted:
            self.dismiss(chosen.text)

    @on(PromptList.Taken)
    def _taken(self, event: PromptList.Taken) -> None:
        event.stop()
        self.action_take()


def _whole(prompt: PastPrompt, parts: tuple[str, ...]) -> ReadingText:
    """All of the prompt, with the words marked."""
    reading, at = ReadingText(), 0
    for start, end in places(prompt.text[:_MARKED], parts):
        reading.add(prompt.text[at:start])
        reading.add(prompt.text[start:end], "hit")
        at = end
    reading.add(prompt.text[at:])
    return reading
