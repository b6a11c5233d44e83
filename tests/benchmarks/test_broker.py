"""The scripted broker, read as a client reads it."""

import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from benchmarks.broker import MODELS
from benchmarks.broker_process import BrokerProcess
from benchmarks.scripts import Pace, Script, tokens

TEXT = "".join(f"{number:03} " for number in range(60))


@pytest.fixture(scope="module")
def broker() -> Iterator[BrokerProcess]:
    with BrokerProcess() as started:
        yield started


def events(broker: BrokerProcess, prompt: str) -> list[dict[str, object]]:
    """The events of one answer; the mark at the end must be there."""
    body = {"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": prompt}]}
    with httpx.stream("POST", f"{broker.url}/v1/chat/completions", json=body, trust_env=False) as response:
        assert response.headers["X-LLM-Backend"] == "boltzmann"
        lines = [line.removeprefix("data: ") for line in response.iter_lines() if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def said(found: list[dict[str, object]]) -> list[str]:
    deltas = [event["choices"][0]["delta"] for event in found if event["choices"]]  # type: ignore[index]
    return [delta["content"] for delta in deltas if delta]


@pytest.mark.parametrize("pace", list(Pace))
def test_each_token_is_an_event(broker: BrokerProcess, pace: Pace) -> None:
    script = broker.know(Script("tokens", TEXT, pace=pace, tokens_per_s=2_000))
    found = events(broker, "tokens")
    assert said(found) == tokens(TEXT)
    assert found[-2]["choices"][0]["finish_reason"] == "stop"  # type: ignore[index]
    assert found[-1]["usage"]["completion_tokens"] == 60  # type: ignore[index]
    broker.wait_until_sent(script, "end")
    assert len(broker.times(script, "tail")) == (1 if pace is Pace.BURST else 60)


def test_paced_tokens_keep_an_absolute_schedule(broker: BrokerProcess) -> None:
    script = broker.know(Script("paced", TEXT, tokens_per_s=500))
    asked_s = time.monotonic()
    events(broker, "paced")
    broker.wait_until_sent(script, "end")
    times = broker.times(script, "tail")
    assert all(time_s >= asked_s + number / 500 for number, time_s in enumerate(times))


def test_an_answer_that_holds_goes_on_when_told(broker: BrokerProcess) -> None:
    script = broker.know(Script("holds", "tail", lead="the lead", pace=Pace.FLOOD, holds=True))
    found: list[dict[str, object]] = []
    reader = threading.Thread(target=lambda: found.extend(events(broker, "holds")))
    reader.start()
    for what, next_one in (("lead", "tail"), ("tail", "end")):
        broker.wait_until_sent(script, what)
        assert not broker.has_sent(script, next_one)
        broker.go(script)
    reader.join()
    assert said(found) == ["the ", "lead", "tail"]


def test_a_model_may_have_a_script_of_its_own_until_all_have_another(broker: BrokerProcess) -> None:
    broker.know(Script("both", "all "))
    broker.know(Script("both", "mine", model=MODELS[0]))
    assert said(events(broker, "both")) == ["mine"]
    broker.know(Script("both", "ours"))
    assert said(events(broker, "both")) == ["ours"]


def test_a_client_that_closes_is_told_of(broker: BrokerProcess) -> None:
    script = broker.know(Script("watched", "tail", lead="the lead", holds=True, watched=True))
    body = {"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": "watched"}]}
    with httpx.stream("POST", f"{broker.url}/v1/chat/completions", json=body, trust_env=False):
        broker.wait_until_sent(script, "lead")
        assert not broker.has_sent(script, "closed")
        closed_s = time.monotonic()
    broker.wait_until_sent(script, "closed")
    assert broker.times(script, "closed")[0] >= closed_s
    broker.go(script)


def test_the_catalogue_lists_what_the_presets_ask_for(broker: BrokerProcess) -> None:
    listed = httpx.get(f"{broker.url}/v1/models", trust_env=False).json()["data"]
    assert [model["id"] for model in listed] == list(MODELS)
