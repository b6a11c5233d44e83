"""How fast the line is, and when it is worth while to send another frame, on lines that are known exactly."""

import threading
from collections import deque
from collections.abc import Iterator

import pytest

from aishtui.terminal.drain import ANSWER, MARKS, Drain

STATUS, KIND = MARKS
ANSWERS = {STATUS: "\x1b[0n", KIND: "\x1b[?62;22c"}
STEP_S = 0.005
FRAME_S = 0.05


class Line:
    """A queue that passes so many letters a second, a way of so many seconds there and back behind it, and a terminal
    that answers at once. Time goes on in `go_on`."""

    def __init__(self, letters_per_s: float = 20_000, way_s: float = 0.6) -> None:
        self.now = 1000.0
        self.letters_per_s = letters_per_s
        self.way_s = way_s
        self.answers = True
        self.loses = 0
        """So many of the next answers are lost."""
        self.stalls = False
        self.drain = Drain(lambda: self.now)
        self._queue: deque[tuple[float, int, str]] = deque()
        self._credit = 0.0
        self._on_the_way: deque[tuple[float, str]] = deque()
        self.shown: list[tuple[float, float]] = []
        """When each frame was sent, and when it had left the queue."""

    @property
    def queued(self) -> int:
        return sum(letters for _, letters, _ in self._queue)

    def send(self, letters: int) -> None:
        self.drain.sent(letters)
        mark = self.drain.mark()
        self._queue.append((self.now, letters + len(mark), mark))

    def go_on(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.now += STEP_S
            if self.stalls:
                continue
            if mark := self.drain.mark_again():
                self._queue.append((self.now, len(mark), mark))
            self._pass()
            while self._on_the_way and self._on_the_way[0][0] <= self.now:
                self._come_back(self._on_the_way.popleft()[1])

    def _pass(self) -> None:
        self._credit = self._credit + self.letters_per_s * STEP_S if self._queue else 0.0
        while self._queue and self._queue[0][1] <= self._credit:
            sent_at, letters, mark = self._queue.popleft()
            self._credit -= letters
            self.shown.append((sent_at, self.now))
            if mark:
                self._on_the_way.append((self.now + self.way_s, ANSWERS[mark]))

    def _come_back(self, answer: str) -> None:
        if self.loses:
            self.loses -= 1
        elif self.answers:
            self.drain.answered(answer)

    def begun(self) -> "Line":
        """After the first screen, and its answer."""
        self.send(40)
        self.go_on(self.way_s + 1)
        return self

    def streams(self, seconds: float, letters: int) -> int:
        """Frames of this size, at most one in FRAME_S, fewer as the drain has it; how many there were."""
        ends_at, next_at, frames = self.now + seconds, self.now, 0
        while self.now < ends_at:
            if self.now >= next_at and not self.drain.wait():
                self.send(letters)
                frames += 1
                next_at = self.now + FRAME_S
            self.go_on(STEP_S)
        return frames

    def longest_queue_s(self, since: float) -> float:
        """The longest that a frame sent since then was in the queue, its own time on the line included."""
        return max(left - sent for sent, left in self.shown if sent >= since)


def test_a_terminal_that_does_not_answer_is_asked_once_and_never_waited_for() -> None:
    line = Line()
    line.answers = False
    assert line.streams(20, 4_000) > 390
    assert line.drain.mark() == ""


def test_before_the_first_answer_nothing_waits() -> None:
    line = Line(letters_per_s=1_000_000, way_s=3.0)
    assert line.streams(2.9, 4_000) >= 58


@pytest.mark.parametrize("way_s", [0.0, 0.02, 0.6, 2.0])
def test_a_fast_line_has_all_frames_however_far_it_goes(way_s: float) -> None:
    line = Line(letters_per_s=10_000_000, way_s=way_s)
    line.streams(5, 3_000)
    assert line.streams(10, 3_000) >= 199


@pytest.mark.parametrize("way_s", [0.02, 0.3, 0.6])
@pytest.mark.parametrize("letters", [1_500, 4_000, 10_000])
def test_on_a_thin_line_no_frame_waits_for_another_and_the_line_is_used(letters: int, way_s: float) -> None:
    line = Line(20_000, way_s).begun()
    line.streams(10, letters)
    began = line.now
    frames = line.streams(10, letters)
    own_s = letters / 20_000
    assert line.longest_queue_s(began) < 2 * own_s + 2 * STEP_S
    assert frames > 0.8 * 10 / own_s
    assert line.drain.letters_per_s == pytest.approx(20_000, rel=0.25)


def test_frames_that_fit_a_thin_line_are_all_sent() -> None:
    line = Line(20_000, 0.6).begun()
    line.streams(5, 400)
    assert line.streams(10, 400) >= 195


def test_a_line_that_becomes_thin_has_fewer_frames_and_one_that_becomes_fast_has_all() -> None:
    line = Line(1_000_000, 0.1).begun()
    line.streams(5, 2_000)
    line.letters_per_s = 10_000
    line.streams(5, 2_000)
    began = line.now
    assert line.streams(10, 2_000) <= 55
    assert line.longest_queue_s(began) < 0.5
    line.letters_per_s = 1_000_000
    line.streams(2, 2_000)
    assert line.streams(5, 2_000) >= 95


def test_of_a_stall_nothing_is_left_when_it_ends_but_what_was_sent_before_it_was_noticed() -> None:
    line = Line(20_000, 0.6).begun()
    line.streams(5, 400)
    line.stalls = True
    line.streams(30, 400)
    assert line.queued <= 400 * 0.6 * 1.5 / FRAME_S + 0.2 * 20_000
    before = len(line.shown)
    line.stalls = False
    line.streams(2, 400)
    assert line.streams(2, 400) >= 39
    assert len(line.shown) - before < 100


@pytest.mark.parametrize("loses", [1, 2, 3, 4, 5, 6, 7])
def test_answers_that_are_lost_hold_nothing_up_for_long(loses: int) -> None:
    line = Line(1_000_000, 0.1).begun()
    line.streams(5, 400)
    line.loses = loses
    line.streams(10, 400)
    assert line.streams(10, 400) >= 195


def test_a_terminal_that_no_longer_answers_but_says_other_things_is_not_waited_for() -> None:
    line = Line(1_000_000, 0.1).begun()
    line.streams(5, 400)
    line.answers = False
    line.streams(11, 400)
    line.drain.heard()
    assert line.streams(10, 400) >= 195


def test_a_terminal_that_no_longer_says_anything_is_sent_frames_after_a_minute() -> None:
    line = Line(1_000_000, 0.1).begun()
    line.streams(5, 400)
    line.answers = False
    line.streams(65, 400)
    assert line.streams(10, 400) >= 195


def test_answers_to_what_is_forgotten_are_not_taken_for_others() -> None:
    line = Line()
    assert line.drain.mark() == STATUS
    line.drain.settle(0.0)
    line.go_on(1.0)
    assert line.drain.mark() == ""
    assert not line.drain.answered(ANSWERS[STATUS])
    line.go_on(1.9)
    assert line.drain.mark() == "", "more may come"
    line.go_on(0.2)
    assert line.drain.mark()


@pytest.fixture
def real() -> Iterator[Drain]:
    return Drain()


def test_who_takes_the_terminal_back_waits_for_the_last_answer(real: Drain) -> None:
    real.mark()
    assert real.answered(ANSWERS[STATUS])
    real.mark()
    answered: list[bool] = []
    answering = threading.Timer(0.05, lambda: answered.append(real.answered(ANSWERS[KIND])))
    answering.start()
    real.settle(20)
    answering.join()
    assert answered == [True]


def test_a_terminal_that_says_nothing_is_left_at_once() -> None:
    line = Line()
    line.drain.mark()
    line.go_on(5)
    line.drain.settle(3600)  # would never come back if it waited


@pytest.mark.parametrize(
    "answer", ["\x1b[0n", "\x1b[?6c", "\x1b[?62;52;c", "\x1b[?1;2c", "\x1b[?64;1;2;4;6;17;18;21;22c"]
)
def test_what_terminals_say_is_known_for_an_answer(answer: str) -> None:
    assert ANSWER.fullmatch(answer)


@pytest.mark.parametrize("loses", [1, 2, 3, 4])
def test_if_the_last_answers_were_lost_the_next_frame_waits_for_a_moment_only(loses: int) -> None:
    line = Line(1_000_000, 0.1).begun()
    line.loses = loses
    line.streams(loses * FRAME_S, 400)
    line.go_on(3)
    assert line.streams(10, 400) >= 150
