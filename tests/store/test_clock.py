"""A clock that jumps back: what is newer by the order of its making stays newer."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.history import Wanted
from aishtui.engine.ids import IdSource
from aishtui.store.database import Store
from tests.store.conftest import OpenStore
from tests.store.values import answer, conversation, prompt

DAY_NS = 24 * 3600 * 10**9


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the system's clock, as far as this process sees it, so many days off."""
    real = time.time_ns

    def set_off(days: int) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: real() + days * DAY_NS)

    return set_off


def run(open_store: OpenStore, of: str, backend: str) -> Store:
    """A start that asks once in the conversation `of`, and is answered by `backend`."""
    store = open_store()
    ids = IdSource()
    ids.go_on_after(store.opened.result().newest_id)
    facts = AnswerFacts(asked_model="qwen", answered_by=backend, answered_by_from=AnsweredByFrom.HEADER)
    asked = prompt(ids.new(), f"asked of {backend}", of=of)
    store.add_turn(conversation(of), [asked, answer(ids.new(), asked.id, "text", facts=facts, of=of)]).result()
    return store


def test_after_the_clock_has_jumped_back_the_newest_is_still_the_newest(
    tmp_path: Path, open_store: OpenStore, clock: Callable[[int], None]
) -> None:
    clock(+365)
    run(open_store, "c1", "boltzmann")
    run(open_store, "c2", "dirac")
    clock(0)
    store = run(open_store, "c1", "planck")
    assert store.last_backend("qwen").result() == "planck"
    assert [row.id for row in store.history(Wanted(), 9).result().rows] == ["c1", "c2"]
    found = store.conversation("c1").result()
    assert found is not None
    backends = [message.facts.answered_by for message in found.messages.values() if message.facts]
    assert backends == ["boltzmann", "planck"], "messages are in the order in which they were made"
