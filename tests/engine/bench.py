"""An engine on a real store and a real server, with waiting for conditions."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from aishtui.chat.answers import AnswerView, Cursor
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.engine.access import Access, Credentials
from aishtui.engine.engine import Engine
from aishtui.store.database import Store
from aishtui.store.session import Opened
from tests.servers.homelab import Homelab

LIMIT_S = 20.0
LOOK_S = 0.1


class Bench:
    def __init__(
        self,
        lab: Homelab,
        data_dir: Path,
        presets: Sequence[Preset],
        token: str | None = None,
        pauses_s: Sequence[float] = (0.0, 0.0, 0.0),
    ) -> None:
        self.lab = lab
        self.store = Store(data_dir)
        self.store.start()
        self.opened: Opened = self.store.opened.result(LIMIT_S)
        credentials = Credentials((lambda: token) if token else None)
        self.engine = Engine(lab.url, self.store, presets, Access(lambda _address: credentials), pauses_s=pauses_s)
        self._changed = threading.Condition()
        self._count = 0
        self._closed = False

    def __enter__(self) -> "Bench":
        self.engine.start(ask_catalog=False)
        self.engine.wake_with(self._wake)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wake(self) -> None:
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.engine.close()
            self.store.close()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds, looked at after each waking. Nothing is locked meanwhile: the engine may wake
        whoever waits while it holds a lock that the condition needs."""
        ends_at = time.monotonic() + LIMIT_S
        while True:
            seen = self._count
            self.engine.take_changes()
            if condition():
                return
            assert time.monotonic() < ends_at, "the condition did not come"
            self._wait_for_waking(seen)

    def _wait_for_waking(self, seen: int) -> None:
        """Not for long: what has reached the disk wakes nobody."""
        with self._changed:
            self._changed.wait_for(lambda: self._count != seen, LOOK_S)

    def view(self, message: Message) -> AnswerView:
        view = self.engine.view(message.conversation_id, message.id)
        assert view is not None
        return view

    def text(self, message: Message) -> str:
        delta = self.engine.read(message.conversation_id, message.id, Cursor())
        assert delta is not None
        return delta.text

    def ended(self, message: Message) -> Message:
        """The answer's message, once it has ended."""
        self.until(lambda: self.view(message).status.ended and self.engine.running() == 0)
        found = self.engine.message(message.conversation_id, message.id)
        assert found is not None
        return found
