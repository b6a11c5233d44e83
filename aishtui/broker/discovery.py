"""The model servers there are: asked for at all places at once, and what was found last."""

import time
from collections.abc import Sequence
from dataclasses import replace
from threading import Lock, Thread

from aishtui.broker.places import ModelServer, Place

_WAIT_S = 2.0
"""For all places together. What comes later counts from then on."""
FRESH_S = 10.0
"""What was found is as good as now for so long."""


class Discovery:
    """What was found last, and the asking anew once that is old. Servers stand in the order of their places."""

    def __init__(self, places: Sequence[Place], fresh_s: float = FRESH_S) -> None:
        self._places = tuple(places)
        self._fresh_s = fresh_s
        self._asking = Lock()
        self._found = [place.unasked() for place in self._places]
        self._threads: list[Thread | None] = [None] * len(self._places)
        self._asked_at: float | None = None

    def start(self) -> None:
        """Asks for the first time, in the background."""
        self._in_background()

    @property
    def has_asked(self) -> bool:
        return self._asked_at is not None

    def known(self) -> tuple[ModelServer, ...]:
        """What was found last, without asking; those away too."""
        return tuple(server for server in self._found if server is not None)

    def found(self, fresh_s: float | None = None) -> tuple[ModelServer, ...]:
        """What is there now; asked at most every `fresh_s` seconds, by one thread while others wait for it."""
        with self._asking:
            if self._is_older_than(self._fresh_s if fresh_s is None else fresh_s):
                self._ask_all()
                self._asked_at = time.monotonic()
        return self.known()

    def is_away(self, label: str) -> None:
        """A request could not reach it: from here on it comes last, until it has answered again."""
        for number, server in enumerate(self._found):
            if server is not None and server.label == label and server.up:
                self._found[number] = replace(server, up=False)

    def look_again(self) -> None:
        """In the background, if it is time."""
        if self._is_older_than(self._fresh_s) and not self._asking.locked():
            self._in_background()

    def _in_background(self) -> None:
        Thread(target=self.found, name="discovery", daemon=True).start()

    def _is_older_than(self, seconds: float) -> bool:
        return self._asked_at is None or time.monotonic() - self._asked_at > seconds

    def _ask_all(self) -> None:
        """All at once. A place that drips is left behind: its thread ends by itself."""
        for number in range(len(self._places)):
            running = self._threads[number]
            if running is None or not running.is_alive():
                thread = Thread(target=self._ask, args=(number,), name="probe", daemon=True)
                self._threads[number] = thread
                thread.start()
        deadline = time.monotonic() + _WAIT_S
        for thread_or_none in self._threads:
            if thread_or_none is not None:
                thread_or_none.join(max(0.0, deadline - time.monotonic()))

    def _ask(self, number: int) -> None:
        self._found[number] = self._places[number].ask(self._found[number])
