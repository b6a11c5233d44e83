"""A search in one conversation: where it began, which hit it has come to, and what is marked."""

from collections import OrderedDict
from collections.abc import Iterator
from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.pane.document import Document
from aishtui.pane.frame import Frame
from aishtui.pane.hit_places import ShownHits
from aishtui.pane.hits import Hits
from aishtui.pane.searching import Words
from aishtui.pane.stack import Place

_KEPT = 200
"""The hits of so many messages are kept as marks."""

_State = tuple[int, int, int]
"""What tells the same lines and the same source from others."""


class Wrapped(StrEnum):
    """Whether the last step went over an end of the conversation."""

    NO = ""
    TO_TOP = "from the top again"
    TO_END = "from the end again"


@dataclass(frozen=True, slots=True)
class Found:
    """How a search stands: `number` of `total` hits, 0 while it has not gone to one; there may be `more` of them."""

    words: str
    number: int
    total: int
    wrapped: Wrapped = Wrapped.NO
    more: bool = False


class Finder:
    """Looks for words in a document. Hits are known by (message, number in it): growing text changes neither.

    Typing goes to the nearest hit at or above the last line of the view, the newest one where the end is in view;
    while more is typed it begins there again, and opens no fold: each letter would open others. Steps go from hit to
    hit and round over the ends, and open what the hit is folded in.
    """

    def __init__(self, document: Document, frame: Frame) -> None:
        self.document = document
        self._hits = Hits(Words(""), document.entries())
        self._here: tuple[int, int] | None = None
        self._wrapped = Wrapped.NO
        self._begins = document.last_in_view(frame)
        self._shown: OrderedDict[int, tuple[_State, ShownHits]] = OrderedDict()

    @property
    def words(self) -> Words:
        return self._hits.words

    @property
    def found(self) -> Found:
        number = self._hits.before(self._here[0]) + self._here[1] + 1 if self._here is not None else 0
        return Found(self.words.text, number, self._hits.total, self._wrapped, self._hits.more)

    def look_for(self, words: Words) -> None:
        """Find these words from now on; the view stays."""
        if words != self.words:
            self._hits = Hits(words, self.document.entries(), self._hits)
            self._here, self._wrapped = None, Wrapped.NO
            self._shown.clear()

    def go_to_nearest(self, frame: Frame, *, opening: bool = True) -> None:
        """Go to the nearest hit at or above where the search began, else to the first below it."""
        self.refresh()
        begins = min(self._begins, Place(len(self.document.entries()), 0))
        above = self._above(begins, frame)
        below = self._hits.first_from(begins.entry) if above is None else None
        if above is not None:
            self._go(*above, frame, opening)
        elif below is not None:
            self._go(below, 0, frame, opening)

    def go_to_first_in(self, message_id: str, frame: Frame) -> None:
        """Go to the first hit in a message; to none where it has none."""
        self.refresh()
        index = next((at for at, entry in enumerate(self.document.entries()) if entry.message.id == message_id), -1)
        if self._hits.count_of(index):
            self._go(index, 0, frame)

    def step(self, by: int, frame: Frame) -> None:
        """To the next (+1) or the previous (-1) hit; to the nearest where it has not gone to one, and into the fold
        of the present one where that is closed."""
        self.refresh()
        if self._here is None:
            self.go_to_nearest(frame)
            return
        if self._folded(*self._here, frame):
            self._go(*self._here, frame)
            return
        index, number = self._here[0], self._here[1] + by
        wrapped = Wrapped.NO
        if not 0 <= number < self._hits.count_of(index):
            found = self._hits.first_from(index + 1) if by > 0 else self._hits.last_until(index - 1)
            if found is None:
                wrapped = Wrapped.TO_TOP if by > 0 else Wrapped.TO_END
                found = self._hits.first_from(0) if by > 0 else self._hits.last_until(len(self.document.entries()))
            index = found if found is not None else index
            number = 0 if by > 0 else self._hits.count_of(index) - 1
        self._go(index, number, frame)
        self._wrapped = wrapped

    def refresh(self) -> None:
        """Find what has come since the last time."""
        if not self._hits.are_of(self.document.entries()):
            self._hits = Hits(self.words, self.document.entries())
            self._here = None
            self._shown.clear()
        else:
            self._hits.refresh()
        if self._here is not None and self._here[1] >= self._hits.count_of(self._here[0]):
            self._here = None

    def marks(self, index: int, line: int) -> Iterator[tuple[int, int, bool]]:
        """What is marked in a line of a message in view: start, stop, and whether it is the hit the search is at."""
        if self._hits.count_of(index):
            here = self._here[1] if self._here is not None and self._here[0] == index else None
            for (start, stop), is_here in self._shown_of(index).on_line(line, here).items():
                yield start, stop, is_here

    def _above(self, place: Place, frame: Frame) -> tuple[int, int] | None:
        """The last hit at or above a place."""
        if self._hits.count_of(place.entry):
            self.document.laid_out(place.entry, frame)
            number = self._shown_of(place.entry).until(place.line)
            if number:
                return place.entry, number - 1
        index = self._hits.last_until(place.entry - 1)
        return (index, self._hits.count_of(index) - 1) if index is not None else None

    def _folded(self, index: int, number: int, frame: Frame) -> str:
        """The closed fold that a hit is in, if any."""
        self.document.laid_out(index, frame)
        return self._shown_of(index).fold(number)

    def _go(self, index: int, number: int, frame: Frame, opening: bool = True) -> None:
        """Be at this hit: in view, and with what it is folded in opened."""
        document = self.document
        fold = self._folded(index, number, frame) if opening else ""
        message = document.message_at(index)
        if fold and message is not None:
            document.toggle(message.id, fold, frame)
        document.laid_out(index, frame)
        line = self._shown_of(index).marks(number)[0].line
        document.bring(Place(index, line), frame)
        self._here, self._wrapped, self._begins = (index, number), Wrapped.NO, Place(index, line)

    def _shown_of(self, index: int) -> ShownHits:
        """The hits of a message that is laid out."""
        entry = self.document.entries()[index]
        state = (entry.revision, len(entry.text), len(entry.thinking))
        kept = self._shown.get(index)
        if kept is None or kept[0] != state:
            kept = self._shown[index] = state, ShownHits(entry, self.words)
        self._shown.move_to_end(index)
        if len(self._shown) > _KEPT:
            self._shown.popitem(last=False)
        return kept[1]
