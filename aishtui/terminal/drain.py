"""How fast the terminal takes what it is sent, as it says itself; when another frame would not wait behind the last.

That a write comes back proves little. A pseudoterminal takes 21 kB before a write waits (Linux 6.18; `TIOCOUTQ` says 0
all the while), sshd, the kernel and the ssh client a megabyte more: at 20 kB/s almost a minute. So a question goes
behind each frame. Terminals answer in the order of what they are sent: the answer says that the frame was shown, and
when. Asked is for the status (DSR 5) or for the kind of terminal (DA1), which all of them know: by two kinds of answers
it is seen when some were lost.

A line is taken for a queue that passes so many letters a second, and a way of always the same length behind it. The
shortest time that an answer took is the length of the way; what it took longer is the frame's time in the queue.
"""

import re
import threading
import time
from collections import deque
from collections.abc import Callable

from aishtui.chat.lazy_dataclass import dataclass

MARKS = ("\x1b[5n", "\x1b[c")
_ORDER = (0, 0, 1, 0, 1, 1, 1)
"""Of the questions, again and again: moved by one to six places it is another order."""
ANSWER = re.compile(r"\x1b\[(?:0n|\?[0-9;]*c)")

_REMEMBERED = 0.75
"""Of what is known of the line's speed, with each answer: the last four make up two thirds of it."""

_SLOWER = 1.1
"""The line is taken to be slower than it was measured by so much: what is in the queue by a mistake gets out of it."""

_WAY_KEPT_S = 30.0
"""The shortest time is of the last one or two of these: a line may get another way."""

_LATE_S = 0.1
"""By so much an answer may come later than expected, and by a quarter of the way: no two packets take the same time."""

_ASK_AGAIN_S = 1.0
"""So long after an answer was due the terminal is asked once more, and again after twice the time. If it answers, and
questions are left over, answers were lost."""

_LOST_S = 10.0
"""After this a terminal that says other things, but gives no answer, has stopped giving them."""

_GIVEN_UP_S = 60.0
"""The same of a terminal that says nothing: a line that hangs usually breaks before."""

_QUIET_S = 2.0
"""After questions were forgotten, there are no new ones that late answers could be taken for."""

_SETTLING_S = 0.5
"""The same, of one that is waited for at the end."""


@dataclass(frozen=True, slots=True)
class _Asked:
    at: float
    kind: int
    letters: int
    """Sent since the question before, with this one."""
    again: bool = False


class Drain:
    """`sent` is told of every write, `mark` gives the question to send behind a frame, `answered` and `heard` are told
    what comes back, from any thread. Times are of `monotonic`, in seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._letters = 0
        self._open: deque[_Asked] = deque()
        self._asked = 0
        self._answers = False
        """It has answered, so it will. Until then one question is open at most, and nothing waits for it."""
        self._quiet_until = float("-inf")
        self._heard = float("-inf")
        self._answered_at = float("-inf")
        self._way, self._way_before = float("inf"), float("inf")
        self._way_since = float("-inf")
        self._sum_letters, self._sum_s = 0.0, 0.0

    # -- what is sent, and what comes back

    def sent(self, letters: int) -> None:
        self._letters += letters

    def mark(self) -> str:
        """What to send behind a frame, so that the terminal says when it has got so far; empty: nothing."""
        with self._changed:
            now = self._monotonic()
            letters, self._letters = self._letters, 0
            if now < self._quiet_until or (self._open and not self._answers):
                return ""
            return self._ask(now, letters)

    def mark_again(self) -> str:
        """What to send now, although there is no frame, because an answer is late; empty: nothing."""
        with self._changed:
            now = self._monotonic()
            if not self._answers or not self._open:
                return ""
            due, last = self._due(), self._open[-1]
            if now - due < (max(_ASK_AGAIN_S, 2 * (last.at - due)) if last.again else _ASK_AGAIN_S):
                return ""
            return self._ask(now, 0, again=True)

    def answered(self, answer: str) -> bool:
        """The terminal has said what matches ANSWER; False: nobody had asked, as far as is known."""
        kind = 0 if answer.endswith("n") else 1
        with self._changed:
            now = self._monotonic()
            if all(asked.kind != kind for asked in self._open):
                self._quiet_until = max(self._quiet_until, now + _QUIET_S)
                return False
            if self._open[0].kind != kind:  # one was lost, and nobody knows how many
                self._forget(now)
                return True
            self._learn(self._open.popleft(), now)
            self._answers = True
            self._answered_at = now
            self._changed.notify_all()
            return True

    def heard(self) -> None:
        """The terminal has said something else."""
        self._heard = self._monotonic()

    def settle(self, limit_s: float) -> None:
        """Wait for the answers that are soon to come, and ask no more: who reads the terminal next would take them for
        keys."""
        with self._changed:
            if self._open:
                expected = self._free() + self._shortest + _SETTLING_S - self._monotonic()
                self._changed.wait_for(lambda: not self._open, min(limit_s, max(0.0, expected)))
                self._forget(self._monotonic())

    # -- what that means

    def wait(self) -> float:
        """Seconds until another frame would not wait behind others, as far as is known; 0: now. To be asked again
        soon: it may be less by then."""
        with self._changed:
            if not self._open or not self._answers:
                return 0.0
            now, due = self._monotonic(), self._due()
            if now <= due:
                return max(0.0, self._free() - now)
            surplus = self._open[-1].again and self._answered_at > self._open[-1].at
            if surplus or self._heard > due + _LOST_S or now > due + _GIVEN_UP_S:
                self._forget(now)
                return 0.0
            return _LATE_S

    @property
    def letters_per_s(self) -> float:
        """What the line passes at the moment; infinite where nothing has ever queued."""
        return _SLOWER / self._s_per_letter if self._s_per_letter else float("inf")

    @property
    def _s_per_letter(self) -> float:
        return _SLOWER * self._sum_s / self._sum_letters if self._sum_letters else 0.0

    @property
    def _shortest(self) -> float:
        shortest = min(self._way, self._way_before)
        return shortest if shortest < float("inf") else 0.0

    def _free(self) -> float:
        """When the queue will be empty."""
        free = self._answered_at - self._shortest
        for asked in self._open:
            free = max(free, asked.at) + asked.letters * self._s_per_letter
        return free

    def _due(self) -> float:
        """When the next answer is too late."""
        first, way = self._open[0], self._shortest
        leaves = max(self._answered_at - way, first.at) + first.letters * self._s_per_letter
        return leaves + way * 1.25 + _LATE_S

    def _ask(self, now: float, letters: int, again: bool = False) -> str:
        self._asked += 1
        kind = _ORDER[self._asked % len(_ORDER)]
        self._open.append(_Asked(now, kind, letters + len(MARKS[kind]), again))
        return MARKS[kind]

    def _learn(self, asked: _Asked, now: float) -> None:
        if self._open and self._open[-1].again:
            return  # it hung, which says nothing of its speed
        took = now - asked.at
        if now - self._way_since > _WAY_KEPT_S:
            self._way_before, self._way, self._way_since = self._way, took, now
        self._way = min(self._way, took)
        in_queue = max(0.0, now - max(self._answered_at, asked.at + self._shortest))
        self._sum_letters = self._sum_letters * _REMEMBERED + asked.letters
        self._sum_s = self._sum_s * _REMEMBERED + in_queue

    def _forget(self, now: float) -> None:
        if self._open:
            self._open.clear()
            self._answers = False
            self._quiet_until = now + _QUIET_S
