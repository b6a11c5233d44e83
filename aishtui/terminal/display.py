"""The display layer: knows what the terminal shows and what it should show, and sends the difference.

It is told pieces of rows, as strips, before they become text. What is not understood, in a piece or beside it, goes to
the terminal as it is, and what it may have changed there counts as unknown and is sent anew with the next frame.
"""

from collections.abc import Callable, Iterable

from rich.color import ColorSystem
from rich.console import Console

from aishtui.terminal.cells import CellMaker
from aishtui.terminal.frame_text import ALL_SCROLL, FrameText
from aishtui.terminal.pens import DEFAULT, Cell, Pen, is_half
from aishtui.terminal.scrolled import Row, differing, shift_of
from aishtui.terminal.textual_private import SYNC_BEGIN, SYNC_FINISH, Piece

SMALL = 160
"""A frame of so many characters comes in one piece, and is drawn in one without being marked."""

Cursor = tuple[int, int]


class Display:
    """One per terminal. `write` sends a frame, `wait` says in how many seconds the terminal will have taken what was
    sent (0: another frame makes sense; what comes meanwhile goes with it), `later` calls a function in the thread of
    the others in so many seconds. `in_colour`: the terminal erases in the background that is in use
    (`colour_erasing.py`)."""

    def __init__(
        self,
        write: Callable[[str], object],
        wait: Callable[[], float] = lambda: 0.0,
        later: Callable[[Callable[[], None], float], object] = lambda _call, _seconds: None,
        *,
        in_colour: bool = False,
    ) -> None:
        self._write = write
        self._wait = wait
        self._later = later
        self.margins = False
        """Whether the terminal has said that it can move some columns alone (DECLRMM)."""
        self._in_colour = in_colour
        self._size = (0, 0)
        self._wanted: list[Row] = []
        self._shown: list[Row] = []
        self._changed: set[int] = set()
        self._gaps: set[int] = set()
        """Rows of which not all is known that should stand there."""
        self._cursor: Cursor = (0, 0)
        self._cursor_at: Cursor | None = None
        self._whole_frames = False
        self._pen: Pen | None = None
        self._region: tuple[int, int] | None = None
        """The rows that scroll, where it was left at some; it need not be said again for the next line."""
        self._maker = CellMaker(ColorSystem.TRUECOLOR)
        self._colours = ColorSystem.TRUECOLOR
        self._unknown = True
        self._waiting = False

    def show(
        self,
        console: Console,
        size: tuple[int, int],
        pieces: Iterable[Piece],
        cursor: Cursor,
        whole_frames: bool = False,
    ) -> None:
        """Have `pieces` stand on a screen of this size (columns, rows), those that come later on those before, and
        the cursor in its place; now, or when the terminal is ready. `whole_frames`: the terminal knows the two marks
        around a frame."""
        self._fit(size, _colours(console))
        self._cursor, self._whole_frames = cursor, whole_frames
        not_understood = [piece for piece in pieces if not self._take(piece)]
        if not_understood:
            self._flush()
            self._send_as_they_are(not_understood, console)
        else:
            self.catch_up()

    def catch_up(self) -> None:
        """Send what differs, or wait a moment if the terminal has not taken the last frame."""
        wait = self._wait()
        if not wait:
            self._flush()
        elif not self._waiting:
            self._waiting = True
            self._later(self._try_again, wait)

    def forget(self) -> None:
        """Nobody knows what the terminal shows; the next frame is the whole screen. From any thread."""
        self._unknown = True

    def let_go(self) -> str:
        """Others write now: what has the terminal write and scroll as it does when it was told nothing. They may change
        what it shows, so all of it is forgotten."""
        pen, self._pen = self._pen, None
        region, self._region = self._region, None
        self.forget()
        return ("" if region is None else ALL_SCROLL) + ("" if pen is None or pen is DEFAULT else "\x1b[m")

    # -- what is wanted

    def _fit(self, size: tuple[int, int], colours: ColorSystem) -> None:
        if colours is not self._colours:
            self._colours, self._maker = colours, CellMaker(colours)
        if size != self._size:
            self._size = size
            self._wanted = _nothing(size)
            self._gaps = set(range(size[1]))
            self._changed.clear()
            self.forget()

    def _take(self, piece: Piece) -> bool:
        """False: it holds what is not understood; its cells are nobody's then."""
        width, height = self._size
        if not (0 <= piece.y < height and 0 <= piece.x < width):
            return True  # out of sight, as for the terminal
        cells = self._maker.cells(piece.strip)
        put: list[Cell] | list[None] = [None] * piece.strip.cell_length if cells is None else cells
        row = self._wanted[piece.y].copy()
        stop = min(width, piece.x + len(put))
        _free(row, piece.x, stop)
        row[piece.x : stop] = put[: stop - piece.x]
        if len(put) > stop - piece.x and is_half(put[stop - piece.x]) and (cut := row[-1]) is not None:
            row[-1] = cut[1][" "]
        self._wanted[piece.y] = row
        self._changed.add(piece.y)
        if cells is None:
            self._gaps.add(piece.y)
        elif piece.y in self._gaps and None not in row:
            self._gaps.discard(piece.y)
        return cells is not None

    # -- what is sent

    def _try_again(self) -> None:
        self._waiting = False
        self.catch_up()

    def _flush(self) -> None:
        pen = None if self._unknown else self._pen
        text = FrameText(pen, self._size[0], self._in_colour, self._region)
        if self._unknown:
            text.whole_screen()
            self._unknown, self._cursor_at = False, None
            self._shown = _nothing(self._size)
            self._changed.update(range(self._size[1]))
        self._differences(text)
        text.end_link()
        if not text.empty or self._cursor != self._cursor_at:
            text.move_to(*self._cursor)
            self._send(str(text), whole=text.has_scrolled or len(text) > SMALL)
        self._pen, self._region, self._cursor_at = text.pen, text.region, self._cursor
        self._changed.clear()

    def _differences(self, text: FrameText) -> None:
        shown, wanted = self._shown, self._wanted
        places = {row: differing(shown[row], wanted[row]) for row in sorted(self._changed)}
        # What is not known here does not move with the rest.
        shift = None if self._gaps else shift_of(shown, wanted, places, margins=self.margins, in_colour=self._in_colour)
        if shift is not None:
            shift.apply(shown, self._size[0], text.scroll(shift))
            moved = range(shift.top, shift.bottom + 1)
            places.update((row, differing(shown[row], wanted[row])) for row in moved)
        text.changes((row, wanted[row], places[row]) for row in sorted(places) if places[row])
        for row in places:
            shown[row] = wanted[row]

    def _send_as_they_are(self, pieces: Iterable[Piece], console: Console) -> None:
        text = FrameText(self._pen, self._size[0], region=self._region)
        text.whole_screen()
        for x, y, strip in pieces:
            text.move_to(x, y)
            text.as_it_is(strip.render(console))
        text.move_to(*self._cursor)
        self._send(str(text), whole=True)
        self._region = None
        self.forget()

    def _send(self, text: str, whole: bool) -> None:
        self._write(f"{SYNC_BEGIN}{text}{SYNC_FINISH}" if whole and self._whole_frames else text)


def _nothing(size: tuple[int, int]) -> list[Row]:
    unknown: Row = [None] * size[0]
    return [unknown] * size[1]


def _free(row: Row, start: int, stop: int) -> None:
    """Half a wide character that would be left beside what is put there becomes a blank, as terminals have it."""
    if start > 0 and is_half(row[start]) and (left := row[start - 1]) is not None:
        row[start - 1] = left[1][" "]
    if stop < len(row) and (right := row[stop]) is not None and is_half(right):
        row[stop] = right[1][" "]


_COLOURS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}


def _colours(console: Console) -> ColorSystem:
    """As Textual has it: where rich knows of no colours, it writes all of them."""
    return _COLOURS.get(console.color_system or "", ColorSystem.TRUECOLOR)
