"""The request of an answer is known afterwards, also after a restart, and never a secret of it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.screens.details import details
from aishtui.wire.exchange import headers_from_json, request_from_json
from aishtui.wire.request import encode
from aishtui.wire.secrets import HIDDEN
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.conftest import PRESETS
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab

TOKEN = "t0ken-that-nobody-may-see"
KEYED = Preset("keyed", lan.FAST, params={"api_key": "k3y-in-a-preset", "temperature": 0.5}, source="test")


class GuardedBench(Bench):
    """Sends a token with each request."""

    def __init__(self, lab: Homelab, data_dir: Path) -> None:
        super().__init__(lab, data_dir, (*PRESETS, KEYED), TOKEN)

    def tab(self, preset: str) -> str:
        return self.engine.new_tab(self.engine.presets[preset]).id

    def body_again(self, tab: str, answer: Message) -> str:
        """The body as it is made anew from what is kept."""
        conversation = self.engine.conversation(tab)
        assert conversation is not None
        assert answer.facts is not None
        request = request_from_json(answer.facts.request)
        assert request is not None
        return encode(request.body(conversation.path(answer.parent_id))).decode()


def conversation_path(bench: Bench, tab: str, answer: Message) -> tuple[Message, ...]:
    conversation = bench.engine.conversation(tab)
    assert conversation is not None
    return conversation.path(answer.parent_id)


@pytest.fixture
def bench(lab: Homelab, tmp_path: Path) -> Iterator[GuardedBench]:
    with GuardedBench(lab, tmp_path) as bench:
        yield bench


def test_the_body_made_anew_equals_the_bytes_the_server_received(bench: GuardedBench, tmp_path: Path) -> None:
    tab = bench.tab("chat")
    answers = [bench.ended(bench.engine.send(tab, text).answer) for text in ("7×8", "×2", "tell me of \ud83d emoji")]
    answers.append(bench.ended(bench.engine.retry(tab, answers[1].id)))
    received = [exchange.raw for exchange in bench.lab.chats]
    assert [bench.body_again(tab, answer) for answer in answers] == received
    bench.close()
    with GuardedBench(bench.lab, tmp_path) as later:
        later.engine.restore_tabs(later.opened.tabs)
        stored = later.engine.load_tab(tab).result(LIMIT_S).messages
        assert [later.body_again(tab, stored[answer.id]) for answer in answers] == received
        for answer, exchange in zip(answers, bench.lab.chats, strict=True):
            text = details(stored[answer.id], conversation_path(later, tab, answer)).reading.text
            lines = text.partition("Response headers")[0].split("\n")
            shown = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
            said = {**exchange.headers, "authorization": "bearer $aishtui_token"}
            assert {name: shown.get(name) for name in said} == {name: value.lower() for name, value in said.items()}


def test_no_secret_is_kept_shown_or_logged(
    bench: GuardedBench, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bench.lab.script(
        lan.FAST,
        Behaviour(headers={"Set-Cookie": "sid=c00kie", "X-Echo": TOKEN}),
        refuses(401, f"{TOKEN} is not known", headers={"X-Echo": TOKEN}),
    )
    tab = bench.tab("keyed")
    answers = [bench.ended(bench.engine.send(tab, text).answer) for text in ("hello", "again")]
    assert bench.lab.chats[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert bench.lab.chats[0].body["api_key"] == "k3y-in-a-preset"
    conversation = bench.engine.conversation(tab)
    assert conversation is not None
    said = [details(answer, conversation.path(answer.parent_id)) for answer in answers]
    bench.close()
    everywhere = [path.read_bytes().decode(errors="replace") for path in tmp_path.rglob("*") if path.is_file()]
    everywhere += [str(answer) for answer in answers] + [caplog.text]
    everywhere += [text for found in said for text in (found.reading.text, found.curl, found.body)]
    for secret in (TOKEN, "k3y-in-a-preset", "c00kie"):
        assert not any(secret in text for text in everywhere), secret
    assert all('"Authorization: Bearer $AISHTUI_TOKEN"' in found.curl for found in said)
    assert f'"api_key":"{HIDDEN}"' in said[0].body


def test_the_response_headers_are_kept_for_answers_and_refusals(bench: GuardedBench) -> None:
    bench.lab.script(
        lan.FAST, Behaviour(headers={"X-Region": "cellar"}), refuses(503, "no", headers={"Retry-After": "0"})
    )
    tab = bench.tab("fast")
    found = []
    for text in ("hello", "again"):
        answer = bench.ended(bench.engine.send(tab, text).answer)
        assert answer.facts is not None
        found.append(dict(headers_from_json(answer.facts.response_headers)))
    assert (found[0]["X-LLM-Backend"], found[0]["X-Region"]) == ("hertz", "cellar")
    assert found[1]["Retry-After"] == "0"


def test_a_request_that_nobody_took_is_known_too(lab: Homelab, tmp_path: Path, closed_port: int) -> None:
    with GuardedBench(lab, tmp_path) as bench:
        bench.engine.connect(f"127.0.0.1:{closed_port}")
        tab = bench.tab("fast")
        answer = bench.ended(bench.engine.send(tab, "hello").answer)
        assert answer.facts is not None
        request = request_from_json(answer.facts.request)
        assert request is not None
        assert request.url == f"http://127.0.0.1:{closed_port}/v1/chat/completions"
        assert answer.facts.response_headers == ""
