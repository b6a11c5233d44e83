"""Presets while the engine runs: replaced, changed for one tab, and what of them is sent or stopped."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Own
from aishtui.engine.access import Access, Credentials, Fallback
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.wire.address import parse_endpoint
from aishtui.wire.exchange import request_from_json
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.conftest import PRESETS
from tests.servers import lan
from tests.servers.behaviour import holds_after
from tests.servers.homelab import Homelab

FAST, CHAT, DEEP, CLOUD = PRESETS
NewBench = Callable[[], Bench]


def ask(bench: Bench, tab_id: str, text: str = "hello") -> Message:
    return bench.ended(bench.engine.send(tab_id, text).answer)


def facts_of(message: Message):
    assert message.facts is not None
    return message.facts


# -- replaced while it runs


def test_a_tab_asks_what_its_preset_has_become(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    bench.engine.take_changes()
    bench.engine.replace_presets([FAST, replace(CHAT, model=lan.FAST, system="Be long.", params={})])
    unread = bench.engine.take_changes()
    assert unread.catalog
    assert unread.tabs
    assert list(bench.engine.presets) == ["fast", "chat"]
    answer = ask(bench, tab.id)
    assert facts_of(answer).asked_model == lan.FAST
    assert bench.lab.chats[-1].body["messages"][0] == {"role": "system", "content": "Be long."}
    assert bench.engine.tabs()[0].model == lan.FAST


def test_a_tab_whose_preset_is_gone_goes_on_with_its_model_and_finds_it_when_it_is_back(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    bench.engine.replace_presets([FAST])
    (tab,) = bench.engine.tabs()
    assert bench.engine.preset_of(tab) == Preset.of_model(CHAT.model)
    assert facts_of(ask(bench, tab.id)).asked_model == CHAT.model
    bench.engine.replace_presets(PRESETS)
    assert bench.engine.preset_of(bench.engine.tabs()[0]) == CHAT


def test_an_answer_that_was_asked_for_is_given_as_it_was_asked(bench: Bench) -> None:
    release = threading.Event()
    bench.lab.script(lan.CHAT, holds_after(1, release))
    tab = bench.engine.new_tab(CHAT)
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bool(bench.text(asked.answer)))
    bench.engine.replace_presets([FAST])
    release.set()
    answer = bench.ended(asked.answer)
    assert (answer.status, facts_of(answer).preset) == (Status.COMPLETE, "chat")
    assert bench.lab.chats[-1].body["temperature"] == 0.2


def test_a_mapping_somebody_holds_does_not_change(bench: Bench) -> None:
    held = bench.engine.presets
    bench.engine.replace_presets([FAST])
    assert list(held) == ["fast", "chat", "deep", "cloud"]


# -- one tab only


def test_what_a_tab_has_of_its_own_is_sent_and_kept_over_a_restart(new_bench: NewBench) -> None:
    bench = new_bench()
    tab, other = bench.engine.new_tab(CHAT), bench.engine.new_tab(CHAT)
    own = Own(system="Be kind.", params={"top_p": 0.5}, headers={"X-A": "1"}, model=lan.FAST)
    bench.engine.take_changes()
    bench.engine.set_own(tab.id, own)
    assert bench.engine.take_changes().tabs
    assert [each.own for each in bench.engine.tabs()] == [own, None]
    answer = ask(bench, tab.id)
    sent = bench.lab.chats[-1]
    assert sent.body["messages"][0]["content"] == "Be kind."
    assert (sent.body["model"], sent.body["top_p"], "temperature" in sent.body) == (lan.FAST, 0.5, False)
    assert sent.headers["x-a"] == "1"
    assert (facts_of(answer).preset, facts_of(answer).asked_model) == ("chat", lan.FAST)
    kept = request_from_json(facts_of(answer).request)
    assert kept is not None
    assert (kept.system, kept.settings["top_p"], dict(kept.headers)["X-A"]) == ("Be kind.", 0.5, "1")
    ask(bench, other.id)
    assert bench.lab.chats[-1].body["temperature"] == 0.2
    bench.close()
    again = new_bench()
    again.engine.restore_tabs(again.opened.tabs)
    assert [each.own for each in again.engine.tabs()] == [own, None]
    again.engine.set_own(tab.id, Own())
    assert again.engine.tabs()[0].own is None


def test_what_is_not_its_own_follows_the_preset(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    bench.engine.set_own(tab.id, Own(system=""))
    bench.engine.replace_presets([replace(CHAT, params={"top_k": 5}, system="new")])
    preset = bench.engine.preset_of(bench.engine.tabs()[0])
    assert (preset.system, preset.params, preset.name) == ("", {"top_k": 5}, "chat")


def test_a_fork_sends_the_same(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    answer = ask(bench, tab.id)
    bench.engine.set_own(tab.id, Own(system="Be kind."))
    assert bench.engine.fork(tab.id, answer.id).own == Own(system="Be kind.")


def test_another_preset_lets_it_go(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    bench.engine.set_own(tab.id, Own(system="Be kind."))
    bench.engine.choose_preset(tab.id, FAST)
    assert bench.engine.tabs()[0].own is None


def test_a_comparison_takes_it_along_but_for_the_model_and_gives_it_back(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    own = Own(system="Be kind.", model=lan.DEEP)
    bench.engine.set_own(tab.id, own)
    columns = bench.engine.comparing.begin(tab.id, [FAST, CHAT])
    asked = [bench.engine.preset_of(column) for column in columns]
    assert [(preset.model, preset.system) for preset in asked] == [(lan.FAST, "Be kind."), (lan.CHAT, "Be kind.")]
    bench.engine.set_own(columns[1].id, Own(model=lan.DEEP))
    bench.engine.comparing.align(columns[0].id, Own.of(asked[0]), history=False)
    columns = bench.engine.comparing.columns(columns[0].comparison or "")
    assert [bench.engine.preset_of(column).model for column in columns] == [lan.FAST, lan.DEEP]
    bench.engine.comparing.end(columns[0].comparison or "")
    (tab,) = bench.engine.tabs()
    assert (tab.own, tab.preset) == (own, "chat")


def test_asking_again_asks_with_it(bench: Bench) -> None:
    tab = bench.engine.new_tab(CHAT)
    answer = ask(bench, tab.id)
    bench.engine.set_own(tab.id, Own(params={"top_p": 0.5}))
    bench.ended(bench.engine.retry(tab.id, answer.id))
    assert bench.lab.chats[-1].body["top_p"] == 0.5


# -- headers


def test_a_preset_s_headers_go_with_its_own_requests_and_with_no_others(bench: Bench) -> None:
    marked = replace(FAST, headers={"X-Team": "lab"})
    bench.engine.replace_presets([marked, CHAT])
    ask(bench, bench.engine.new_tab(marked).id)
    ask(bench, bench.engine.new_tab(CHAT).id)
    bench.engine.refresh().result(LIMIT_S)
    with_it = ["x-team" in exchange.headers for exchange in bench.lab.log]
    assert with_it == [True, False, False]


def ask_alone(engine: Engine, preset: Preset) -> None:
    """One question, asked by an engine that lives no longer than it takes to be answered."""
    woken = threading.Event()
    engine.wake_with(woken.set)
    engine.start(ask_catalog=False)
    try:
        answer = engine.ask("hello", preset).answer
        while not engine.message(answer.conversation_id, answer.id).status.ended:  # type: ignore[union-attr]
            assert woken.wait(LIMIT_S)
            woken.clear()
            engine.take_changes()
    finally:
        engine.close()


def test_they_go_to_a_fallback_too_and_the_broker_s_token_does_not(lab: Homelab, closed_port: int) -> None:
    broker = f"http://127.0.0.1:{closed_port}"
    secret = Credentials(lambda: "the-brokers", {"X-Floor": "2"})
    other = Fallback("boltzmann", parse_endpoint(lab.url), frozenset({lan.FAST}))
    access = Access(lambda to: secret if to.url == broker else Credentials(), lambda _to: (other,))
    marked = replace(FAST, headers={"X-Team": "lab"})
    engine = Engine(broker, KeepsNothing(), (marked,), access, pauses_s=(0.0,))
    ask_alone(engine, marked)
    (sent,) = [exchange.headers for exchange in lab.chats]
    assert sent["x-team"] == "lab"
    assert "authorization" not in sent
    assert "x-floor" not in sent


# -- nothing is sent


def test_a_cloud_id_is_stopped_before_anything_leaves_where_the_preset_refuses_them(bench: Bench) -> None:
    tab = bench.engine.new_tab(CLOUD)
    bench.engine.replace_presets([replace(CLOUD, refuse_cloud_ids=True), FAST])
    answer = ask(bench, tab.id, "a secret")
    assert (answer.status, bench.lab.log) == (Status.FAILED, [])
    error = str(facts_of(answer).error)
    assert f"Nothing was sent: `{lan.CLOUD}` has a cloud prefix" in error
    assert "a broker that passes a local model's request on to a cloud is not stopped by it" in error
    bench.engine.set_own(tab.id, Own(model=lan.FAST))
    assert bench.ended(bench.engine.retry(tab.id, answer.id)).status is Status.COMPLETE


def test_a_tab_may_refuse_them_for_itself(bench: Bench) -> None:
    tab = bench.engine.new_tab(CLOUD)
    bench.engine.set_own(tab.id, Own(refuse_cloud_ids=True))
    assert ask(bench, tab.id).status is Status.FAILED
    assert bench.lab.log == []


def test_the_prefixes_are_those_of_the_configuration(lab: Homelab, tmp_path: Path) -> None:
    refusing = Preset("local", "models/llama", refuse_cloud_ids=True, source="test")
    engine = Engine(lab.url, KeepsNothing(), (refusing,), cloud_prefixes=("models/",))
    ask_alone(engine, refusing)
    assert lab.log == []


def test_a_preset_of_which_a_part_is_missing_is_not_sent_without_it(bench: Bench) -> None:
    broken = replace(FAST, broken="/x/presets.toml, line 3, presets.fast.system_file: /x/a.md cannot be read.")
    bench.engine.replace_presets([broken])
    answer = ask(bench, bench.engine.new_tab(broken).id)
    assert (answer.status, bench.lab.log) == (Status.FAILED, [])
    assert "line 3, presets.fast.system_file: /x/a.md cannot be read." in str(facts_of(answer).error)
    assert json.loads(facts_of(answer).request or "null") is None
