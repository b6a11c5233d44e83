"""Hundreds of conversations at once over a server that errs at random: nothing is lost, and nothing is left behind.

`make soak` runs it with 2,000 conversations; with `ARGS=-s` it tells what was seen.
"""

import gc
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.engine.engine import Engine
from aishtui.store.database import Store
from tests.servers.behaviour import Behaviour, dies_after, errs_after, refuses, sends, web_page
from tests.servers.exchange import Exchange
from tests.servers.homelab import Homelab

CONVERSATIONS = int(os.environ.get("AISHTUI_SOAK", "200"))
AT_ONCE = 8
SEED = 20261125
LIMIT_S = 120.0
WORDS = " ".join(f"word{number}" for number in range(60))
MOST_GROWTH_KB = 24_000
"""What a process may hold more when all is over: the allocator keeps pages, and the store its cache."""

FAULTS: tuple[Callable[[random.Random], Behaviour], ...] = (
    lambda _: Behaviour(text=WORDS),
    lambda _: Behaviour(text=WORDS, thinking="Let me see. " * 20),
    lambda dice: Behaviour(text=WORDS, die_after=dice.randint(0, 60)),
    lambda dice: dies_after(dice.randint(0, 5)),
    lambda dice: errs_after(dice.randint(0, 5), {"message": "out of memory", "code": 500}),
    lambda _: Behaviour(text=WORDS, finish="length"),
    lambda _: Behaviour(text=WORDS, finish=None, done=False),
    lambda _: Behaviour(text=""),
    lambda _: refuses(400, "no"),
    lambda _: refuses(503, "busy", headers={"Retry-After": "0"}),
    lambda _: web_page(502, "502 Bad Gateway"),
    lambda _: sends(b": waiting\n\n", b"\xff\xfe\x00", b"data: {\n\n", b"data: [DONE]\n\n"),
)
STOPPED_ONE_IN = 6


class Soak:
    """One run: keeps AT_ONCE answers under way until all have been asked for."""

    def __init__(self, lab: Homelab, folder: Path) -> None:
        self.lab = lab
        self.dice = random.Random(SEED)
        self.store = Store(folder, with_tabs=False)
        self.store.start()
        self.engine = Engine(lab.url, self.store, (), pauses_s=(0.0, 0.0, 0.0))
        self._changed = threading.Event()
        self.engine.start(ask_catalog=False)
        self.engine.wake_with(self._changed.set)

    def run(self, count: int) -> dict[str, Message]:
        """The ended answers by the model each was asked of, which is one for each conversation."""
        ended: dict[str, Message] = {}
        running: dict[str, Message] = {}
        asked = 0
        ends_at = time.monotonic() + LIMIT_S * (1 + count / 500)
        while len(ended) < count:
            assert time.monotonic() < ends_at, f"{len(ended)} of {count} ended; {running}"
            while len(running) < AT_ONCE and asked < count:
                model = f"soak-{asked}"
                running[model] = self._ask(model)
                asked += 1
            self._changed.wait(0.05)
            self._changed.clear()
            self.engine.take_changes()
            for model, answer in tuple(running.items()):
                found = self.engine.message(answer.conversation_id, answer.id)
                if found is not None and found.status.ended:
                    ended[model] = found
                    del running[model]
        return ended

    def _ask(self, model: str) -> Message:
        self.lab.script(model, self.dice.choice(FAULTS)(self.dice))
        answer = self.engine.ask(f"tell me of {model}", Preset.of_model(model)).answer
        if self.dice.randrange(STOPPED_ONE_IN) == 0:
            threading.Timer(self.dice.random() * 0.02, self.engine.stop, (answer.id,)).start()
        return answer

    def close(self) -> None:
        assert self.engine.close()
        self.store.close()


def test_nothing_is_lost_and_nothing_is_left(tmp_path: Path) -> None:
    with Homelab(speed=5_000) as lab:
        once = Soak(lab, tmp_path / "before")  # what is loaded and cached once is there now
        once.run(2 * AT_ONCE)
        once.close()
        sockets, memory_kb = _sockets(), _memory_kb()
        soak = Soak(lab, tmp_path / "data")
        ended = soak.run(CONVERSATIONS)
        soak.close()
        _until(lambda: _sockets() <= sockets, lambda: f"{_sockets()} sockets are open, {sockets} were")
        grown = _memory_kb() - memory_kb
        heard = {exchange.model: exchange for exchange in lab.chats}
    ends = Counter(message.status.value for message in ended.values())
    print(f"{len(ended)} answers ({dict(ends)}): {grown} kB more memory, {_sockets()} sockets open as before")
    _nothing_is_lost(tmp_path / "data", ended, heard)
    assert grown < MOST_GROWTH_KB * max(1, CONVERSATIONS / 500), f"{grown} kB more than before"
    assert {Status.COMPLETE, Status.CUT_OFF, Status.FAILED, Status.STOPPED} <= {m.status for m in ended.values()}


def _nothing_is_lost(folder: Path, ended: dict[str, Message], heard: dict[str, Exchange]) -> None:
    """Another start finds each answer as it ended, and each text as the server sent it."""
    store = Store(folder, with_tabs=False)
    store.start()
    try:
        for model, message in ended.items():
            stored = store.conversation(message.conversation_id).result(LIMIT_S)
            assert stored is not None
            assert stored.messages[message.id] == message
            prompt = stored.messages[message.parent_id or ""]
            assert prompt.text == f"tell me of {model}"
            _text_is_what_was_sent(message, heard.get(model))
    finally:
        store.close()


def _text_is_what_was_sent(message: Message, exchange: Exchange | None) -> None:
    if exchange is None:
        assert message.status is Status.STOPPED  # before it was sent
        return
    # An aborted connection takes with it what the kernel still held, and what is stopped is behind its server.
    whole = message.status in (Status.COMPLETE,) or (message.status is Status.CUT_OFF and not _error_of(message))
    assert exchange.sent_text.startswith(message.text)
    assert not whole or message.text == exchange.sent_text


def _error_of(message: Message) -> str | None:
    return message.facts.error if message.facts is not None else None


def _sockets() -> int:
    gc.collect()
    found = Counter(_target(Path("/proc/self/fd", name)) for name in os.listdir("/proc/self/fd"))
    return found["socket"]


def _target(link: Path) -> str:
    try:
        return os.readlink(link).partition(":")[0]
    except OSError:  # the list's own descriptor
        return ""


def _memory_kb() -> int:
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _until(condition: Callable[[], bool], words: Callable[[], str]) -> None:
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        if time.monotonic() > ends_at:
            pytest.fail(words())
        time.sleep(0.05)
