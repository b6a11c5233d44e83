"""The catalogue of the endpoint in use: the last known one first, its news, and when it is asked for again."""

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.catalog import Catalog, CatalogEntry, HealthState
from aishtui.chat.presets import Preset
from aishtui.engine.engine import Engine
from aishtui.engine.link import SHORT_CHARS
from aishtui.store.database import Store
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import refuses


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def ids(catalog: Catalog | None) -> list[str]:
    assert catalog is not None
    return [entry.id for entry in catalog.entries]


def serve(bench: Bench, *models: str, **more: object) -> None:
    bench.lab.catalogue_body = json.dumps({"data": [{"id": model} for model in models], **more}).encode()


def refreshed(bench: Bench) -> Catalog:
    bench.engine.refresh().result(LIMIT_S)
    assert bench.engine.catalog is not None
    return bench.engine.catalog


def asked(bench: Bench) -> int:
    return len([exchange for exchange in bench.lab.log if exchange.method == "GET"])


def test_the_last_known_catalogue_is_there_before_a_broker_that_never_answers(tmp_path: Path, silent_port: int) -> None:
    url = f"http://127.0.0.1:{silent_port}"
    store = Store(tmp_path)
    store.start()
    known = Catalog(url, "2026-11-24T00:00:00+00:00", (CatalogEntry("a"), CatalogEntry("b")), new=frozenset({"b"}))
    store.save_catalog(known).result(LIMIT_S)
    engine = Engine(url, store, ())
    engine.start(ask_catalog=False)
    asking = engine.refresh()
    while engine.catalog is None and not asking.done():
        engine.take_changes()
    assert (engine.catalog, engine.health.state, asking.done()) == (known, HealthState.UNKNOWN, False)
    engine.close()
    store.close()


def test_news_are_marked_against_the_last_run(new_bench: Callable[[], Bench]) -> None:
    first = new_bench()
    serve(first, "a", "b")
    assert refreshed(first).new == frozenset()
    first.close()
    second = new_bench()
    serve(second, "b", "c")
    catalog = refreshed(second)
    assert (ids(catalog), catalog.new, catalog.gone) == (["b", "c"], {"c"}, ("a",))
    again = refreshed(second)
    assert (again.new, again.gone) == ({"c"}, ("a",))
    second.close()
    third = new_bench()
    assert refreshed(third).new == {"c"}


def test_what_was_kept_is_there_before_it_is_asked_for_unless_it_is_long(new_bench: Callable[[], Bench]) -> None:
    first = new_bench()
    serve(first, "a", "b")
    refreshed(first)
    url = first.lab.url
    first.close()
    second = new_bench()
    second.engine.show_short_catalog().result(LIMIT_S)
    assert ids(second.engine.catalog) == ["a", "b"]
    assert second.engine.take_changes().catalog
    long = Catalog(url, "later", (CatalogEntry("a", raw={"id": "a", "description": "long " * SHORT_CHARS}),))
    second.store.save_catalog(long).result(LIMIT_S)
    second.close()
    third = new_bench()
    third.engine.show_short_catalog().result(LIMIT_S)
    assert third.store.load_catalog(url).result(LIMIT_S) == long
    assert third.engine.catalog is None


def test_a_later_page_that_fails_leaves_what_was_known(bench: Bench) -> None:
    serve(bench, "a", "b", "c")
    refreshed(bench)
    serve(bench, "a", "d", links={"next": "/v1/nothing-there"})
    catalog = refreshed(bench)
    assert (ids(catalog), catalog.whole, catalog.new, catalog.gone) == (["a", "d", "b", "c"], False, {"d"}, ())
    assert bench.engine.health.state is HealthState.OK


def test_a_list_that_says_the_same_as_before_is_no_news_to_the_screen(bench: Bench) -> None:
    bench.lab.catalogue_body = b'{"data": [{"id": "a", "created": 1}]}'
    refreshed(bench)
    assert bench.engine.take_changes().catalog
    bench.lab.catalogue_body = b'{"data": [{"id": "a", "created": 2}]}'
    latest = refreshed(bench)
    assert not bench.engine.take_changes().catalog
    assert latest.entries[0].raw["created"] == 2
    bench.lab.catalogue_body = b'{"data": [{"id": "a", "status": "loaded"}]}'
    refreshed(bench)
    assert bench.engine.take_changes().catalog


def test_a_list_that_says_the_same_is_not_written_anew(bench: Bench) -> None:
    serve(bench, "a")
    url = bench.lab.url
    refreshed(bench)
    bench.store.save_catalog(Catalog(url, "a mark of the test's")).result(LIMIT_S)
    refreshed(bench)
    assert bench.store.load_catalog(url).result(LIMIT_S) == Catalog(url, "a mark of the test's")
    serve(bench, "a", "b")
    latest = refreshed(bench)
    assert bench.store.load_catalog(url).result(LIMIT_S) == latest


def test_it_is_asked_for_again_when_it_is_old_and_only_then(bench: Bench) -> None:
    bench.engine.refresh_if_old(0.0)  # nobody has asked yet: whoever starts does
    refreshed(bench)
    bench.engine.refresh_if_old(1000.0)
    refreshed(bench)
    assert asked(bench) == 2
    serve(bench, "new")
    bench.engine.refresh_if_old(0.0)
    bench.until(lambda: ids(bench.engine.catalog) == ["new"])
    assert asked(bench) == 3


def test_a_broker_that_comes_back_is_noticed_by_who_does_something(bench: Bench, closed_port: int) -> None:
    bench.engine.connect(f"127.0.0.1:{closed_port}").result(LIMIT_S)
    assert bench.engine.health.state is HealthState.DOWN
    with socket.socket() as back:
        back.bind(("127.0.0.1", closed_port))
        back.listen()
        back.settimeout(LIMIT_S)
        bench.engine.refresh_if_old(0.0)
        back.accept()[0].close()


def test_a_broken_list_that_nobody_asked_for_does_not_take_the_broker_away(bench: Bench) -> None:
    refreshed(bench)
    bench.lab.catalogue_body = b"<html>busy</html>"
    bench.engine.refresh_if_old(0.0)
    bench.lab.wait_for(lambda log: len([exchange for exchange in log if exchange.method == "GET"]) == 2)
    serve(bench, "good")
    while ids(bench.engine.catalog) != ["good"]:
        assert bench.engine.health.state is HealthState.OK
        bench.engine.refresh_if_old(0.0)
    bench.lab.catalogue_body = b"<html>busy</html>"
    bench.engine.refresh().result(LIMIT_S)
    assert bench.engine.health.state is HealthState.DOWN


def test_the_embedded_brokers_catalogue_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    engine = Engine("embedded", store, ())
    engine.start(ask_catalog=False)
    engine.refresh().result(LIMIT_S)
    assert "guide" in ids(engine.catalog)
    assert store.load_catalog(engine.health.url).result(LIMIT_S) is None
    engine.close()
    store.close()


def answer_of(bench: Bench, model: str) -> str:
    tab = bench.engine.new_tab(Preset.of_model(model)).id
    message = bench.ended(bench.engine.send(tab, "hello").answer)
    assert message.status is Status.FAILED
    assert message.facts is not None
    return message.facts.error or ""


def test_an_answer_that_was_not_found_names_the_nearest(bench: Bench) -> None:
    refreshed(bench)
    assert answer_of(bench, "llama-3.1-8b").endswith(
        f"answered 404: the model `llama-3.1-8b` is not served here. The nearest it lists: {lan.CHAT}."
    )


def test_nearest_ids_are_not_named_twice_nor_where_something_else_is_wrong(bench: Bench) -> None:
    refreshed(bench)
    bench.lab.script("llama-3.1-8b", refuses(404, f"no such model; did you mean {lan.CHAT}?"))
    assert answer_of(bench, "llama-3.1-8b").count(lan.CHAT) == 1
    bench.lab.script(lan.CHAT, refuses(404, "wrong path"))
    assert answer_of(bench, lan.CHAT).endswith("answered 404: wrong path")
    bench.lab.script("llama-3.1-8b", refuses(400, "llama-3.1-8b is not a valid model ID"))
    assert answer_of(bench, "llama-3.1-8b").endswith(f"a valid model ID. The nearest it lists: {lan.CHAT}.")
    bench.lab.script("llama-3.1-8b", refuses(400, "too warm"))
    assert answer_of(bench, "llama-3.1-8b").endswith("answered 400: too warm")
