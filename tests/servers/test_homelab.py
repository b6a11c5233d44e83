"""The test server does what the stories rely on."""

import http.client
import json
import math
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from aishtui.chat.presets import is_cloud_id
from tests.servers import lan
from tests.servers.answering import answer_to
from tests.servers.behaviour import holds_after, refuses
from tests.servers.homelab import Homelab


@pytest.fixture
def lab() -> Iterator[Homelab]:
    with Homelab(speed=math.inf) as running:
        yield running


@contextmanager
def ask(lab: Homelab, model: str, prompt: str = "hi", **more: Any) -> Iterator[http.client.HTTPResponse]:
    body = {"model": model, "messages": [{"role": "user", "content": prompt}], **more}
    with closing(http.client.HTTPConnection("127.0.0.1", lab.port, timeout=10)) as connection:
        connection.request("POST", "/v1/chat/completions", json.dumps(body), {"X-Session-ID": "7"})
        with connection.getresponse() as response:
            yield response


def status_of(lab: Homelab) -> int:
    with ask(lab, lan.FAST) as response:
        return response.status


def get(port: int, path: str) -> Any:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as response:
            return json.load(response)


def test_the_catalogue_has_8_cloud_and_3_local_models_and_not_diracs(lab: Homelab) -> None:
    ids = [entry["id"] for entry in get(lab.port, "/v1/models")["data"]]
    assert sum(map(is_cloud_id, ids)) == 8
    assert [model for model in ids if not is_cloud_id(model)] == [lan.FAST, lan.CHAT, lan.CHAT_BIG]
    lab.dirac_awake = True
    assert lan.DEEP in [entry["id"] for entry in get(lab.port, "/v1/models")["data"]]


@pytest.mark.parametrize(
    ("model", "backend"),
    [
        (lan.FAST, "hertz"),
        (lan.CHAT, "boltzmann"),
        (lan.DEEP, "boltzmann"),
        (lan.CLOUD, "openrouter"),
        (lan.NAMELESS, None),
    ],
)
@pytest.mark.parametrize("stream", [True, False])
def test_every_answer_but_one_names_its_backend(lab: Homelab, model: str, backend: str | None, stream: bool) -> None:
    with ask(lab, model, stream=stream) as response:
        assert response.getheader("X-LLM-Backend") == backend
        response.read()
    assert lab.chats[0].backend == backend


def test_dirac_answers_for_itself_when_awake(lab: Homelab) -> None:
    lab.dirac_awake = True
    with ask(lab, lan.DEEP) as response:
        assert response.getheader("X-LLM-Backend") == "dirac"


@pytest.mark.parametrize(
    ("turns", "answer"),
    [
        (["7×8"], "7 × 8 = 56"),
        (["7x8"], "7 × 8 = 56"),
        (["what is 7 * 8?"], "7 × 8 = 56"),
        (["7×8", "7 × 8 = 56", "×2"], "56 × 2 = 112"),
        (["7×8", "It is **56**.", "+3"], "56 + 3 = 59"),
        (["10/4"], "10 ÷ 4 = 2.5"),
        (["1/0"], "1 ÷ 0 has no result."),
    ],
)
def test_sums_are_computed_from_the_history_that_was_sent(turns: list[str], answer: str) -> None:
    messages = [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(turns)]
    assert answer_to(messages) == answer


@pytest.mark.parametrize("prompt", ["×2", "explain 3 borrow rules", ""])
def test_what_is_no_sum_gets_markdown_about_the_prompt(prompt: str) -> None:
    answer = answer_to([{"role": "user", "content": prompt}])
    assert f"*{prompt}*" in answer
    assert "```rust\n" in answer


def test_usage_comes_in_the_last_chunk_when_asked_for(lab: Homelab) -> None:
    with ask(lab, lan.FAST, stream=True, stream_options={"include_usage": True}) as response:
        events = [line.removeprefix(b"data: ") for line in response.read().split(b"\n\n") if line]
    assert events[-1] == b"[DONE]"
    assert json.loads(events[-2])["usage"]["completion_tokens"] == 74
    with ask(lab, lan.FAST, stream=True) as response:
        assert b'"usage"' not in response.read()


def test_a_model_nobody_has_is_refused(lab: Homelab) -> None:
    with ask(lab, "nobody/has-this") as response:
        assert response.status == 404
        assert "nobody/has-this" in json.load(response)["error"]["message"]


def test_a_script_is_played_once_for_each_behaviour_and_its_last_for_all_that_follow(lab: Homelab) -> None:
    lab.script(lan.FAST, refuses(500, "first"), refuses(503, "then"))
    assert [status_of(lab) for _ in range(3)] == [500, 503, 503]
    lab.script(lan.FAST)
    assert status_of(lab) == 200


def test_the_log_keeps_bodies_headers_and_times(lab: Homelab) -> None:
    with ask(lab, lan.FAST, "7×8", stream=True) as response:
        response.read()
    lab.wait_for(lambda log: log[0].ended)
    (entry,) = get(lab.port, "/_log")
    assert entry["body"]["messages"] == [{"role": "user", "content": "7×8"}]
    assert entry["headers"]["x-session-id"] == "7"
    assert entry["sent_text"] == "7 × 8 = 56"
    assert entry["started"] <= entry["headers_sent"] <= entry["first_byte"] <= entry["ended"]
    assert entry["client_closed"] is False


def test_overlaps_are_told_from_turns(lab: Homelab) -> None:
    release = threading.Event()
    lab.script(lan.FAST, holds_after(1, release))
    with ask(lab, lan.FAST, stream=True) as held:
        with ask(lab, lan.CHAT, stream=True) as meanwhile:
            meanwhile.read()
        release.set()
        held.read()
    lab.wait_for(lambda log: all(exchange.ended for exchange in log))
    with ask(lab, lan.CLOUD, stream=True) as later:
        later.read()
    assert lab.in_flight_together(lan.FAST, lan.CHAT)
    assert not lab.in_flight_together(lan.FAST, lan.CLOUD)
    assert lab.in_flight_together(*lab.chats[:2])


def test_a_client_that_goes_is_noted_at_once(lab: Homelab) -> None:
    lab.script(lan.FAST, holds_after(1, threading.Event()))
    with ask(lab, lan.FAST, stream=True) as response:
        response.read(1)
    lab.wait_for(lambda log: log[0].client_closed)


def test_the_server_stops_though_an_answer_is_held() -> None:
    lab = Homelab(speed=math.inf)
    lab.start()
    lab.script(lan.FAST, holds_after(1, threading.Event()))
    with ask(lab, lan.FAST, stream=True):
        lab.wait_for(lambda log: log[0].sent_text)
        lab.stop()
        lab.wait_for(lambda log: log[0].ended)
    assert lab.log[0].client_closed is False


def test_it_runs_by_hand() -> None:
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-m", "tests.servers.homelab", "--speed", "100"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        port = int(url.rpartition(":")[2])
        assert len(get(port, "/v1/models")["data"]) == 11
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
