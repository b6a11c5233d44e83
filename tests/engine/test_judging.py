"""What an answer's facts mean beside what is known from elsewhere."""

import json

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.cloud import cloud_evidence, cloud_mark
from aishtui.chat.messages import Message
from aishtui.chat.presets import CLOUD_PREFIXES, Preset
from aishtui.chat.pricing import estimated_cost
from aishtui.chat.waits import Waits, usual_waits
from tests.engine.bench import Bench
from tests.servers import lan
from tests.servers.behaviour import sends

LOCAL = "llama-3.1-8b-instruct"


def facts_of(message: Message) -> AnswerFacts:
    assert message.facts is not None
    return message.facts


def ask(bench: Bench, model: str) -> AnswerFacts:
    tab = bench.engine.new_tab(Preset.of_model(model))
    return facts_of(bench.ended(bench.engine.send(tab.id, "hello").answer))


def event(**fields: object) -> bytes:
    body = {"choices": [{"index": 0, "delta": {"content": "Hi."}, "finish_reason": "stop"}], **fields}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


def test_a_cloud_id_that_answers_for_a_model_of_the_lan_is_told(bench: Bench) -> None:
    bench.lab.script(lan.CHAT, sends(event(model="anthropic/claude-haiku-4.5")))
    assert ask(bench, lan.CHAT).cloud == "the model that answered is anthropic/claude-haiku-4.5"


def test_a_backend_that_answers_for_cloud_ids_is_known_for_it(bench: Bench) -> None:
    assert ask(bench, lan.CLOUD).cloud is None
    assert cloud_evidence(AnswerFacts(asked_model=LOCAL, answered_by="openrouter"), CLOUD_PREFIXES, {}) is None
    known = {"openrouter": lan.CLOUD}
    evidence = cloud_evidence(AnswerFacts(asked_model=LOCAL, answered_by="openrouter"), CLOUD_PREFIXES, known)
    assert evidence == f"openrouter has answered for {lan.CLOUD} before"
    assert cloud_evidence(AnswerFacts(asked_model=LOCAL, answered_by="OpenRouter"), CLOUD_PREFIXES, known) is None


def test_what_the_server_says_that_it_cost_is_evidence_and_an_estimate_is_none() -> None:
    def evidence(cost_from: str) -> str | None:
        facts = AnswerFacts(asked_model=LOCAL, cost=0.0123, cost_from=cost_from)
        return cloud_evidence(facts, CLOUD_PREFIXES, {})

    assert evidence("usage") == "the server says that it cost $0.0123"
    assert evidence("prices") is None
    assert cloud_mark("the server says that it cost $0.0123") == "it cost money"
    assert cloud_mark("the model that answered is openai/gpt-5") == "a cloud answered"


def test_the_names_of_earlier_runs_count(bench: Bench) -> None:
    ask(bench, lan.CLOUD)
    bench.engine.close()  # what it has handed to the store is there then
    assert bench.store.cloud_backends(CLOUD_PREFIXES).result() == {"openrouter": lan.CLOUD}
    assert bench.store.cloud_backends(("nobody/",)).result() == {}


def catalog(*entries: CatalogEntry) -> Catalog:
    return Catalog("http://lan", "", entries)


def test_a_cost_is_estimated_from_prices_and_counts_and_never_without_either() -> None:
    priced = catalog(CatalogEntry("a", price_in=1e-6, price_out=2e-6, price_request=0.5), CatalogEntry("b"))
    facts = AnswerFacts(asked_model="a", tokens_in=1_000_000, tokens_out=1_000_000)
    assert estimated_cost(facts, priced) == 3.5
    assert estimated_cost(AnswerFacts(asked_model="a", tokens_out=1), priced) is None
    assert estimated_cost(AnswerFacts(asked_model="b", tokens_in=1, tokens_out=1), priced) is None
    assert estimated_cost(AnswerFacts(asked_model="c", tokens_in=1, tokens_out=1), priced) is None


def test_the_model_that_answered_is_the_one_that_is_paid() -> None:
    priced = catalog(CatalogEntry("a", price_in=1.0, price_out=1.0), CatalogEntry("b", price_in=2.0, price_out=2.0))
    facts = AnswerFacts(asked_model="a", answered_model="b", tokens_in=1, tokens_out=1)
    assert estimated_cost(facts, priced) == 4.0


def test_what_is_free_has_no_cost_to_show() -> None:
    free = catalog(CatalogEntry("a", price_in=0.0, price_out=0.0))
    assert estimated_cost(AnswerFacts(asked_model="a", tokens_in=1, tokens_out=1), free) is None


def test_loading_shows_as_a_gap_between_the_quick_and_the_slow() -> None:
    assert usual_waits([]) == Waits(None, None)
    assert usual_waits([0.3, 0.5, 0.4]) == Waits(0.4, None)
    assert usual_waits([0.3, 41.0, 0.5, 0.4, 39.0]) == Waits(0.4, 40.0)
    assert usual_waits([30.0, 40.0, 35.0]) == Waits(35.0, None)


def test_the_usual_times_come_from_the_users_own_answers(bench: Bench) -> None:
    took = ask(bench, lan.FAST).first_token_s
    bench.engine.close()  # what it has handed to the store is there then
    assert bench.store.usual_waits(lan.FAST).result() == Waits(took, None)
    assert bench.store.usual_waits("never asked").result() == Waits()
