"""What the terminal shows, beside what it would show without the display layer: of the same run, frame by frame."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyte

from aishtui.terminal.harmless import is_harmless
from tests.stories.aishtui_program import ENTER, ESCAPE, Aishtui
from tests.terminal.seen_screen import Look, SeenScreen, SeenStream

HAS_MARGINS, HAS_WHOLE_FRAMES = "\x1b[?69;2$y", "\x1b[?2026;2$y"


@dataclass(frozen=True, slots=True)
class Kind:
    """A terminal: what it calls itself, what it answers when it is asked for its modes, and whether what it erases is
    filled with the background (BCE)."""

    environ: Mapping[str, str] = field(default_factory=dict)
    answers: str = ""
    fills: bool = True


class DrawnTwice(Aishtui):
    """aishtui in a terminal of some kind."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        kind: Kind = Kind(),
        size: tuple[int, int] = (120, 36),
        environ: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ) -> None:
        self.kind = kind
        self._record = folder / "record.jsonl"
        self._read_to = 0
        self._size = size
        self._screens = tuple(SeenScreen(*size, fills=kind.fills) for _ in ("layer", "stock"))
        self._streams = tuple(map(SeenStream, self._screens))
        self._broken_at: list[str] = []
        self.frames = 0
        program = ("tests.stories.drawn_twice_program", str(self._record))
        everything = {**kind.environ, **(environ or {})}
        super().__init__(folder, *options, environ=everything, within=within, program=program, size=size)

    def terminal_of(self, size: tuple[int, int]) -> tuple[pyte.Screen, pyte.Stream]:
        screen = SeenScreen(*size, fills=self.kind.fills)
        return screen, SeenStream(screen)

    def play(self, *steps: str | tuple[str, str]) -> None:
        """Press keys as a quick hand does; with a text, wait until it is seen."""
        for step in steps:
            key, seen = step if isinstance(step, tuple) else (step, "")
            if key == ENTER:
                self.pause()
            self.press(key)
            if seen:
                self.sees(seen)
            elif key == ESCAPE:
                self.pause()
            else:
                self.read(0.02)

    def closes(self, seen: str) -> None:
        """Press Esc, which is told from what follows only where that takes its time."""
        self.press(ESCAPE)
        self.no_longer_sees(seen)

    def is_the_same(self, when: str = "") -> None:
        """Every frame so far was; and what stands in the terminal now is, down to the cursor's place."""
        self.until(lambda: self._shows_stock())
        assert self._broken_at == [], f"{when}: {self._broken_at[0]}"

    def _shows_stock(self) -> bool:
        self.draw()
        self._replay()
        _, stock = self._screens
        shown = self._screen
        assert isinstance(shown, SeenScreen)
        if self._broken_at:
            return True
        return self.size == self._size and shown.looks == stock.looks and shown.place == stock.place

    def _replay(self) -> None:
        with self._record.open() as record:
            record.seek(self._read_to)
            for line in iter(record.readline, ""):
                if not line.endswith("\n"):
                    break
                self._read_to += len(line.encode())
                self._step(**json.loads(line))

    def _step(self, size: list[int] | None, layer: str, stock: str) -> None:
        if size is not None and tuple(size) != self._size:
            self._size = (size[0], size[1])
            for screen in self._screens:
                screen.resize(size[1], size[0])
                screen.buffer.clear()  # the layer may have been a frame behind, and terminals move what stood there
        for stream, text in zip(self._streams, (layer, stock), strict=True):
            stream.feed(text)
        if not stock and not is_harmless(layer):
            self.frames += 1
            self._compare(layer)

    def _compare(self, sent: str) -> None:
        ours, stock = self._screens
        changed = {y for y in ours.dirty | stock.dirty if y < ours.lines}
        ours.dirty.clear()
        stock.dirty.clear()
        found = [spot for y in sorted(changed) for spot in _different(y, ours.row_looks(y), stock.row_looks(y))]
        if ours.place != stock.place:
            found.append(f"the cursor is at {ours.place}, not {stock.place}")
        if found:
            rest = f" and {len(found) - 5} more" if len(found) > 5 else ""
            self._broken_at.append(f"frame {self.frames}: {'; '.join(found[:5])}{rest}; sent: {sent[:2000]!r}")


def _different(y: int, ours: list[Look], stock: list[Look]) -> Iterator[str]:
    for x, (here, there) in enumerate(zip(ours, stock, strict=True)):
        if here != there:
            yield f"row {y}, column {x}: {tuple(here)}, not {tuple(there)}"


@contextmanager
def drawn_twice(
    folder: Path,
    *options: str,
    kind: Kind,
    size: tuple[int, int],
    environ: Mapping[str, str] | None = None,
    within: Sequence[str] = (),
) -> Iterator[DrawnTwice]:
    """Started, and the terminal has answered."""
    folder.mkdir(exist_ok=True)
    with DrawnTwice(folder, *options, kind=kind, size=size, environ=environ, within=within) as program:
        program.until(lambda: b"\x1b[?1049h" in program.received)
        program.press(kind.answers)
        yield program
