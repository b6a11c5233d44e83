"""Swapping the endpoint while something is under way, and closing the engine in any state."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from aishtui.chat.answers import Stage, Status
from aishtui.chat.catalog import Catalog, CatalogEntry, HealthState
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab

NOWHERE = "127.0.0.1:9"
"""The port of a service nobody runs any more."""
MIRROR = Preset.of_model("mirror")


@pytest.fixture
def embedded() -> Iterator[Engine]:
    engine = Engine("embedded", KeepsNothing(), ())
    engine.start(ask_catalog=False)
    yield engine
    engine.close()


def until(condition: Callable[[], object]) -> None:
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < ends_at, "the condition did not come"
        time.sleep(0.01)


def ended(engine: Engine, answer: Message) -> Message:
    found: list[Message] = []

    def has_ended() -> bool:
        message = engine.message(answer.conversation_id, answer.id)
        found[:] = [message] if message is not None and message.status.ended else []
        return bool(found)

    until(has_ended)
    return found[0]


def stage(engine: Engine, answer: Message) -> Stage:
    view = engine.view(answer.conversation_id, answer.id)
    assert view is not None
    return view.stage


def children() -> set[str]:
    """The embedded brokers that this process has running."""
    tasks = Path("/proc/self/task").glob("*/children")
    pids = {pid for task in tasks for pid in task.read_text().split()}
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids if Path(f"/proc/{pid}/cmdline").exists()}
    return {pid for pid, command in commands.items() if b"broker" in command}


def test_an_embedded_broker_that_nobody_asked_ends_with_the_engine(embedded: Engine) -> None:
    until(children)
    assert embedded.close()
    assert children() == set()


def test_swapping_before_the_embedded_broker_is_there_leaves_the_answer_to_it(embedded: Engine) -> None:
    asked = embedded.ask("hello", MIRROR)
    until(lambda: stage(embedded, asked.answer) is Stage.CONNECTING)
    with Homelab(speed=50) as lab:
        embedded.connect(lab.url).result(LIMIT_S)
        message = ended(embedded, asked.answer)
        assert (message.status, lab.chats) == (Status.COMPLETE, [])
        assert (embedded.health.url, embedded.health.embedded) == (lab.url, False)
        assert embedded.health.state is HealthState.OK
    assert message.facts is not None
    assert message.facts.endpoint.startswith("http://127.0.0.1:")
    until(lambda: children() == set())


def test_swapping_an_embedded_broker_away_unasked_ends_it(embedded: Engine) -> None:
    with Homelab(speed=50) as lab:
        embedded.connect(lab.url).result(LIMIT_S)
        assert embedded.health.url == lab.url
        until(lambda: children() == set())


def test_an_answer_from_the_endpoint_before_does_not_make_the_new_one_well(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(headers_after_s=25))  # half a second at the speed of these tests
    tab = bench.engine.new_tab(bench.engine.presets["fast"])
    answer = bench.engine.send(tab.id, "hello").answer
    bench.lab.wait_for(lambda log: log)
    bench.engine.connect(NOWHERE).result(LIMIT_S)
    assert bench.ended(answer).status is Status.COMPLETE
    assert bench.engine.health.state is HealthState.DOWN
    assert bench.engine.health.label == NOWHERE


class SlowShelf(KeepsNothing):
    """A keeper whose stored catalogue comes only when it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.stored: Future[Catalog | None] = Future()

    def load_catalog(self, endpoint_url: str, most_chars: int | None = None) -> Future[Catalog | None]:
        if self.asked.is_set():
            return super().load_catalog(endpoint_url)
        self.asked.set()
        return self.stored


def test_the_stored_catalogue_of_the_endpoint_before_is_not_shown_for_the_new_one() -> None:
    keeper = SlowShelf()
    with Homelab(speed=50) as lab:
        engine = Engine(lab.url, keeper, ())
        engine.start()
        assert keeper.asked.wait(LIMIT_S)
        engine.connect(NOWHERE).result(LIMIT_S)
        keeper.stored.set_result(Catalog(lab.url, entries=(CatalogEntry("old"),)))
        engine.refresh().result(LIMIT_S)
        assert engine.catalog is None
        engine.close()


def test_closing_while_the_catalogue_is_asked_for_leaves_nothing_behind() -> None:
    hold = threading.Event()
    with Homelab(speed=50) as lab:
        lab.script("held", Behaviour(hold_after=0, release=hold))
        engine = Engine(lab.url, SlowShelf(), ())
        engine.start()
        assert engine.close()


def test_what_is_asked_of_an_engine_that_has_ended_is_cancelled() -> None:
    engine = Engine(NOWHERE, KeepsNothing(), ())
    engine.start(ask_catalog=False)
    assert engine.close()
    engine.stop_all()
    assert engine.refresh().cancelled()


def test_tabs_given_up_stay_with_whoever_took_them(bench: Bench, new_bench: Callable[[], Bench]) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold))
    tab = bench.engine.new_tab(bench.engine.presets["fast"])
    answer = bench.engine.send(tab.id, "hello").answer
    bench.until(lambda: bench.view(answer).text_length > 0)
    bench.engine.set_draft(tab.id, "half a thought")
    bench.engine.release_tabs().result(LIMIT_S)
    later = new_bench()
    assert [(one.id, one.draft) for one in later.opened.tabs] == [(tab.id, "half a thought")]
    later.engine.restore_tabs(later.opened.tabs)
    later.engine.close_tab(tab.id)
    hold.set()
    assert bench.engine.finish(LIMIT_S)
    bench.close()
    later.close()
    assert new_bench().opened.tabs == ()


def test_sending_keeps_a_draft_that_is_another_text(bench: Bench) -> None:
    tab = bench.engine.new_tab(bench.engine.presets["fast"])
    bench.engine.set_draft(tab.id, "half a thought")
    bench.ended(bench.engine.send(tab.id, "hello").answer)
    assert bench.engine.tabs()[0].draft == "half a thought"
    bench.ended(bench.engine.send(tab.id, "half a thought").answer)
    assert bench.engine.tabs()[0].draft == ""


def test_an_end_before_the_tabs_are_restored_leaves_them_to_the_next_start(
    bench: Bench, new_bench: Callable[[], Bench]
) -> None:
    tab = bench.engine.new_tab(bench.engine.presets["fast"])
    bench.engine.set_draft(tab.id, "half a thought")
    bench.close()
    early = new_bench()
    assert [one.id for one in early.opened.tabs] == [tab.id]
    early.close()
    assert [one.draft for one in new_bench().opened.tabs] == ["half a thought"]
