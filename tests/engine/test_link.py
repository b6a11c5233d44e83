"""The endpoint in use, and swapping it."""

import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.catalog import HealthState
from aishtui.engine.access import Access, Credentials
from aishtui.engine.changes import Changes
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.engine.link import Link
from aishtui.wire.errors import BadAddress
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


def test_the_catalogue_is_asked_for_and_kept(bench: Bench) -> None:
    bench.engine.refresh().result(LIMIT_S)
    catalog = bench.engine.catalog
    assert catalog is not None
    assert len(catalog.entries) == 11
    assert bench.engine.health.state is HealthState.OK
    stored = bench.store.load_catalog(bench.engine.health.url).result(LIMIT_S)
    assert stored is not None
    assert stored.entries == catalog.entries


def test_a_broker_that_is_down_is_said_and_the_last_catalogue_shown(
    bench: Bench, tmp_path: Path, closed_port: int
) -> None:
    bench.engine.refresh().result(LIMIT_S)
    bench.lab.stop()
    bench.engine.refresh().result(LIMIT_S)
    assert bench.engine.health.state is HealthState.DOWN
    assert "refused" in bench.engine.health.problem
    assert ":connect" in bench.engine.health.cure
    assert bench.engine.catalog is not None


def test_a_prompt_to_a_broker_that_is_down_is_kept_as_failed(bench: Bench, closed_port: int) -> None:
    bench.engine.connect(f"127.0.0.1:{closed_port}").result(LIMIT_S)
    tab = bench.engine.new_tab(bench.engine.presets["fast"]).id
    message = bench.ended(bench.engine.send(tab, "hello").answer)
    assert message.status is Status.FAILED
    assert message.facts is not None
    assert str(closed_port) in (message.facts.error or "")
    bench.engine.connect(bench.lab.url).result(LIMIT_S)
    assert bench.ended(bench.engine.retry(tab, message.id)).status is Status.COMPLETE


def test_running_answers_finish_where_they_began(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(hold_after=2, release=hold))
    tab = bench.engine.new_tab(bench.engine.presets["fast"]).id
    answer = bench.engine.send(tab, "hello").answer
    bench.until(lambda: bench.view(answer).text_length > 0)
    with Homelab(speed=50) as other:
        bench.engine.connect(other.url).result(LIMIT_S)
        later = bench.engine.new_tab(bench.engine.presets["chat"]).id
        second = bench.engine.send(later, "hello").answer
        bench.until(lambda: bench.view(second).status.ended)
        hold.set()
        first_message = bench.ended(answer)
        assert [e.model for e in other.chats] == [lan.CHAT]
    assert first_message.status is Status.COMPLETE
    assert first_message.facts is not None
    assert first_message.facts.endpoint == bench.lab.url


def test_the_token_never_goes_to_an_endpoint_swapped_in() -> None:
    with Homelab(speed=50) as own, Homelab(speed=50) as other:
        ours, nothing = Credentials(lambda: "s3cret", {"X-Team": "lab"}), Credentials()
        engine = Engine(own.url, KeepsNothing(), (), Access(lambda to: ours if to.url == own.url else nothing))
        engine.start()
        engine.refresh().result(LIMIT_S)
        engine.connect(other.url).result(LIMIT_S)
        engine.close()
        assert own.log[-1].headers.get("authorization") == "Bearer s3cret"
        assert own.log[-1].headers.get("x-team") == "lab"
        assert not {"authorization", "x-team"} & other.log[-1].headers.keys()


def test_a_bad_address_is_refused_at_once(bench: Bench) -> None:
    with pytest.raises(BadAddress):
        bench.engine.connect("http://user:password@host")


def test_the_embedded_broker_answers_and_ends_with_the_engine() -> None:
    engine = Engine("embedded", KeepsNothing(), ())
    engine.start()
    engine.refresh().result(LIMIT_S)
    assert engine.health.embedded
    assert engine.health.state is HealthState.OK
    assert engine.catalog is not None
    assert {"guide", "mirror"} <= {entry.id for entry in engine.catalog.entries}
    port = int(engine.health.url.rpartition(":")[2])
    engine.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_connect_starts_an_embedded_broker_that_has_died_anew() -> None:
    engine = Engine("embedded", KeepsNothing(), ())
    engine.start()
    try:
        engine.refresh().result(LIMIT_S)
        first = engine.health.url
        (child,) = [pid for pid in children_of(os.getpid()) if "broker" in command_of(pid)]
        os.kill(child, signal.SIGKILL)
        engine.refresh().result(LIMIT_S)
        assert engine.health.state is HealthState.DOWN
        engine.connect().result(LIMIT_S)
        assert engine.health.state is HealthState.OK
        assert engine.health.url != first
    finally:
        engine.close()


def children_of(parent: int) -> list[int]:
    return [
        int(pid) for task in Path(f"/proc/{parent}/task").iterdir() for pid in (task / "children").read_text().split()
    ]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def test_a_warning_of_how_things_are_sent_is_news_once() -> None:
    changes = Changes()
    link = Link(changes, KeepsNothing(), Access())
    link.warn("The token goes to 8.8.8.8 over plain http.")
    assert (link.health.warning, changes.take().health) == ("The token goes to 8.8.8.8 over plain http.", True)
    link.warn("The token goes to 8.8.8.8 over plain http.")
    link.warn("")
    assert not changes.take().health
