"""`aishtui doctor --live` against the LAN in order, and with each point broken in turn."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands.doctor_visit import CLOUD, LIVE, live
from tests.commands.program import run, write
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses, sends
from tests.servers.exchange import Exchange
from tests.servers.homelab import Homelab
from tests.servers.scripted import scripted

SOON_S = 0.5


@pytest.fixture
def lab_speed() -> float:
    return 20.0  # 60 words take a quarter of a second: long enough to overlap


def closed_early(lab: Homelab) -> list[Exchange]:
    return [exchange for exchange in lab.chats if exchange.client_closed]


def test_a_broker_in_order_is_ok_in_every_point_and_in_this_order(lab: Homelab, tmp_path: Path) -> None:
    visit = live(tmp_path, lab.url)
    assert (visit.done.returncode, visit.not_ok) == (0, {})
    assert tuple(visit.findings) == LIVE
    assert all(list(finding) == ["point", "verdict", "evidence", "cure"] for finding in visit.findings.values())


def test_the_evidence_says_what_was_seen(lab: Homelab, tmp_path: Path) -> None:
    visit = live(tmp_path, lab.url)
    assert visit.evidence("address and scheme").startswith(f"{lab.url}: 127.0.0.1 took the connection in ")
    assert visit.evidence("catalogue").startswith("11 models: 3 local, 8 cloud by prefix")
    assert visit.evidence("catalogue").endswith("of your presets not served now: deep")
    assert f"{lan.FAST} said “ok”" in visit.evidence("answer without streaming")
    assert visit.evidence("streaming in pieces").startswith("20 words in ")
    assert visit.evidence("X-LLM-Backend").startswith("“hertz”")
    assert visit.evidence("two turns") == "7×8: “7 × 8 = 56” (has 56); ×2: “56 × 2 = 112” (has 112)"
    assert visit.evidence("two requests at once").startswith(f"side by side, both from {lan.FAST}")
    assert "the broker hung up" in visit.evidence("closed request")
    assert '"name": "get_weather", "arguments": { "city": "Paris" }' in visit.evidence("tools")
    assert visit.evidence("Authorization").startswith("no token is configured; a made-up one was sent")


def test_for_people_each_point_is_a_line_and_its_cure_stands_below(lab: Homelab, tmp_path: Path) -> None:
    lines = run(tmp_path, "doctor", "--live", "--endpoint", lab.url).stdout.splitlines()
    assert [line[:13].strip() for line in lines] == ["ok"] * len(LIVE)
    assert [line[13:].split("  ")[0] for line in lines] == list(LIVE)
    lab.broken.lumps = True
    lines = run(tmp_path, "doctor", "--live", "--endpoint", lab.url).stdout.splitlines()
    assert lines[3].startswith("not ok       streaming in pieces       in lumps: ")
    assert lines[4].strip().startswith("→ ")
    assert "proxy_buffering off" in lines[4]


def test_nothing_is_kept_and_no_limit_of_its_own_is_sent(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", f'[presets.fast]\nmodel = "{lan.FAST}"\n[presets.fast.params]\ntop_k = 7\n')
    live(tmp_path, lab.url)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["presets.toml"]
    assert {exchange.body.get("top_k") for exchange in lab.chats} == {7}
    assert not [exchange for exchange in lab.chats if "max_tokens" in exchange.body]


# -- each point broken in turn: (what is broken, the verdicts that are not ok then, words of the evidence, of the cure)

BROKEN: dict[str, tuple[dict[str, Any], dict[str, str], list[str], list[str]]] = {
    "without streaming it refuses": (
        {"only_streams": True},
        {"answer without streaming": "not ok"},
        ["400: only streaming is supported"],
        [],
    ),
    "it holds the stream back": (
        {"lumps": True},
        {"streaming in pieces": "not ok", "closed request": "not known"},
        ["in lumps: 60 words in 1 piece"],
        ["proxy_buffering off"],
    ),
    "it does not stream": (
        {"never_streams": True},
        {"streaming in pieces": "not ok", "closed request": "not known", "tools": "not offered"},
        ["the answer came as one body (application/json)"],
        ["does not stream"],
    ),
    "it does not say who answers": (
        {"hides_backend": True},
        {"X-LLM-Backend": "not ok"},
        ["missing, where local and cloud models stand side by side"],
        ["backend unknown"],
    ),
    "it does not say who streams": (
        {"hides_backend_of_streams": True},
        {"X-LLM-Backend": "not ok"},
        ["“hertz” without streaming, and missing where it streams"],
        ["proxy"],
    ),
    "it forgets the turns before": (
        {"forgets": True},
        {"two turns": "not ok"},
        ["7×8: “7 × 8 = 56” (has 56); ×2: “", "(without 112)"],
        ["`messages`"],
    ),
    "it answers one at a time": (
        {"one_at_a_time": "broker"},
        {"two requests at once": "not ok"},
        [f"{lan.FAST} answers one after the other", f"and {lan.CHAT} beside it too"],
        ["in a thread of its own"],
    ),
    "it refuses tools": (
        {"refuses_tools": True},
        {"tools": "not ok"},
        ["hossenfelder", "400", "does not support tools"],
        ["pass `tools` on unchanged", "--jinja"],
    ),
    "its models call no tools": (
        {"ignores_tools": True},
        {"tools": "not offered"},
        ["the payload was taken, and", "answered in text"],
        ["`-m` tries another"],
    ),
    "it refuses who sends a token": (
        {"refuses_authorization": True},
        {"Authorization": "not ok"},
        ["with a made-up token", "401: this token is not known here"],
        ["AISHTUI_TOKEN"],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_found_and_nothing_else(lab: Homelab, tmp_path: Path, case: str) -> None:
    broken, verdicts, evidence, cure = BROKEN[case]
    for name, value in broken.items():
        setattr(lab.broken, name, value)
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == verdicts
    assert visit.done.returncode == int(any(verdict != "not offered" for verdict in verdicts.values()))
    point = next(iter(verdicts))
    assert all(words in visit.evidence(point) for words in evidence), visit.evidence(point)
    assert all(words in visit.cure(point) for words in cure), visit.cure(point)


def test_a_backend_that_takes_one_at_a_time_is_no_fault_of_the_broker(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.one_at_a_time = "backend"
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {}
    seen = visit.evidence("two requests at once")
    assert f"{lan.FAST} answers one after the other" in seen
    assert f"beside {lan.CHAT} it is side by side" in seen
    assert lab.in_flight_together(lan.FAST, lan.CHAT)
    assert "the backend was free" in visit.evidence("closed request") or "All that was left" in visit.evidence(
        "closed request"
    )


def test_headers_that_wait_for_the_first_token_are_found(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(headers_after_s=6.0))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {"X-LLM-Backend": "not ok"}
    assert "“hertz”, but only with the first token, 0." in visit.evidence("X-LLM-Backend")
    assert "proxy_buffering off" in visit.cure("X-LLM-Backend")


def test_headers_before_a_model_that_is_silent_are_ok(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(silent_s=6.0))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {}
    assert "the first token came 0." in visit.evidence("X-LLM-Backend")


def test_a_server_with_local_models_alone_need_not_say_who_answers(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = json.dumps({"data": [{"id": lan.FAST}]}).encode()
    lab.broken.hides_backend = True
    visit = live(tmp_path, lab.url)
    assert (visit.done.returncode, visit.not_ok) == (0, {"X-LLM-Backend": "not offered"})


def test_a_broker_that_names_the_backend_in_another_way_is_no_fault(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.hides_backend = True
    lab.script(lan.FAST, Behaviour(headers={"x-litellm-model-id": "hertz-1"}))
    visit = live(tmp_path, lab.url)
    assert (visit.done.returncode, visit.not_ok) == (0, {"X-LLM-Backend": "not offered"})
    assert "“hertz-1”" in visit.evidence("X-LLM-Backend")


def test_a_second_model_that_fails_hides_nothing(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.one_at_a_time = "backend"
    lab.script(lan.CHAT, refuses(500, "out of memory"))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {"two requests at once": "not ok"}
    assert f"one after the other, both from {lan.FAST}" in visit.evidence("two requests at once")
    assert f"{lan.CHAT} could not be asked beside it" in visit.evidence("two requests at once")


def test_a_wrong_sum_is_quoted(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="It is fifty-four, I believe; but let me count it all once more, slowly."))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok["two turns"] == "not ok"
    assert "“It is fifty-four, I believe;" in visit.evidence("two turns")
    assert "(without 56)" in visit.evidence("two turns")


# -- the closed request, with the server's own log


@pytest.fixture
def slow_lab() -> Any:
    with Homelab(speed=4.0) as lab:
        yield lab


def test_a_broker_that_heeds_a_closed_request_stops_by_its_own_log(slow_lab: Homelab, tmp_path: Path) -> None:
    slow_lab.broken.one_at_a_time = "backend"
    visit = live(tmp_path, slow_lab.url)
    assert visit.not_ok == {}
    assert "the backend was free" in visit.evidence("closed request")
    log = slow_lab.wait_for(lambda _: len(closed_early(slow_lab)) == 2)
    for exchange in [exchange for exchange in log if exchange.client_closed]:
        assert exchange.ended is not None
        assert exchange.first_byte is not None
        assert exchange.ended - exchange.first_byte < SOON_S
        assert len(exchange.sent_text.split()) < 30


def test_a_broker_that_goes_on_after_a_closed_request_is_found_as_its_own_log_says(
    slow_lab: Homelab, tmp_path: Path
) -> None:
    slow_lab.broken.one_at_a_time = "backend"
    slow_lab.broken.goes_on = True
    visit = live(tmp_path, slow_lab.url)
    assert visit.not_ok == {"closed request": "not ok"}
    seen = visit.evidence("closed request")
    sent_on = re.search(r"is sent the rest all the same, for ([\d.]+) s", seen)
    busy = re.search(r": the backend was busy for another ([\d.]+) s", seen)
    assert sent_on is not None
    assert busy is not None
    assert float(sent_on[1]) > 1.0  # 59 words at 48 a second
    assert float(busy[1]) > 0.8
    (closed,) = closed_early(slow_lab)
    assert closed.sent_text.split()[-1] == "60"


def test_an_answer_that_is_cut_off_by_its_length_is_no_broker_that_hangs_up(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.goes_on = True
    lab.script(lan.FAST, Behaviour(finish="length"))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {}
    assert "is sent the rest all the same" in visit.evidence("closed request")


def test_where_answers_run_side_by_side_the_doctor_does_not_claim_to_know(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.goes_on = True
    visit = live(tmp_path, lab.url)
    assert "is sent the rest all the same" in visit.evidence("closed request")
    assert "only the broker's log tells" in visit.evidence("closed request")


# -- the address, and the catalogue


def test_of_a_dead_address_the_reason_is_said_once(tmp_path: Path, closed_port: int) -> None:
    visit = live(tmp_path, f"127.0.0.1:{closed_port}", "--cloud")
    assert visit.done.returncode == 1
    assert tuple(visit.findings) == (*LIVE, *CLOUD)
    assert visit.done.stdout.count("refused the connection") == 1
    assert visit.not_ok.pop(LIVE[0]) == "not ok"
    assert {visit.evidence(point) for point in (*LIVE[1:], *CLOUD)} == {"not asked, see “address and scheme”"}
    assert "asking" not in visit.done.stderr


def test_https_where_http_is_spoken_is_named(lab: Homelab, tmp_path: Path) -> None:
    visit = live(tmp_path, lab.url.replace("http:", "https:"))
    assert f"try {lab.url}" in visit.evidence("address and scheme")
    assert visit.cure("address and scheme") == "Name another with --endpoint, or use --embedded."


async def test_http_where_https_is_spoken_and_a_foreign_certificate_are_named(tmp_path: Path) -> None:
    async with scripted(b"", secure=True) as server:
        visit = await asyncio.to_thread(live, tmp_path, server.url.replace("https:", "http:"))
        untrusted = await asyncio.to_thread(live, tmp_path, server.url)
    assert f"try {server.url}" in visit.evidence("address and scheme")
    assert "its certificate is not trusted here" in untrusted.evidence("address and scheme")
    assert "SSL_CERT_FILE" in untrusted.cure("address and scheme")


def test_an_empty_catalogue_is_not_ok_and_a_preset_is_asked_all_the_same(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = b'{"data": []}'
    visit = live(tmp_path, lab.url, "--cloud")
    assert visit.not_ok == {"catalogue": "not ok", CLOUD[0]: "not offered", CLOUD[1]: "not offered"}
    assert visit.evidence("catalogue") == "it lists no model"
    assert {exchange.model for exchange in lab.chats} == {lan.FAST}


def test_what_is_no_catalogue_is_quoted_and_the_rest_asked(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = b"<html><title>A router</title></html>"
    visit = live(tmp_path, lab.url)
    assert visit.not_ok["catalogue"] == "not ok"
    assert "A router" in visit.evidence("catalogue")
    assert "answer without streaming" not in visit.not_ok


def test_a_catalogue_of_cloud_models_alone_leaves_the_local_points_unknown(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = json.dumps({"data": [{"id": lan.CLOUD}]}).encode()
    visit = live(tmp_path, lab.url)
    assert visit.done.returncode == 1
    assert visit.not_ok == dict.fromkeys(LIVE[2:9], "not known")
    assert visit.done.stdout.count("no local model is served") == 1
    assert lab.chats == []


# -- failures on the way


def test_a_model_that_fails_in_every_way_is_asked_twice_and_no_more(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, refuses(500, "the GPU fell off"))
    visit = live(tmp_path, lab.url)
    assert visit.done.stdout.count("the GPU fell off") == 1
    assert visit.evidence("streaming in pieces") == "the same as with “answer without streaming”"
    assert visit.evidence("tools") == "not asked, see “streaming in pieces”"
    assert [exchange.model for exchange in lab.chats] == [lan.FAST, lan.FAST]
    assert visit.findings["Authorization"]["verdict"] == "ok"


def test_an_answer_without_an_end_is_no_answer_in_order(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(finish=None, done=False))
    visit = live(tmp_path, lab.url)
    assert "without a finish reason and without [DONE]" in visit.evidence("streaming in pieces")


def test_a_model_that_rambles_on_is_closed(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="ok"), Behaviour(text="word " * 3000, tokens_per_s=100.0))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok == {"two turns": "not ok"}
    assert "it went on and on, and was closed" in visit.evidence("streaming in pieces")
    lab.wait_for(lambda log: any(exchange.client_closed for exchange in log))


def test_a_chat_that_sends_a_web_page_is_quoted_as_it_is(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, sends(b"<html><title>\x1b[31mLog in</title></html>", content_type="text/html"))
    visit = live(tmp_path, lab.url)
    assert visit.not_ok["streaming in pieces"] == "not ok"
    assert "Log in" in visit.done.stdout
    assert "\x1b" not in visit.done.stdout


# -- tokens


def test_the_configured_token_is_sent_and_never_shown(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="Your token is t0ken-of-mine, as I see, and I say it as often as I like to."))
    environ = {"AISHTUI_TOKEN": "t0ken-of-mine"}
    visit = live(tmp_path, lab.url, environ=environ)
    assert visit.evidence("Authorization").startswith("the configured token was sent with the catalogue and a question")
    assert {exchange.headers["authorization"] for exchange in lab.log} == {"Bearer t0ken-of-mine"}
    assert "“Your token is …, as I see" in visit.evidence("answer without streaming")
    text = run(tmp_path, "doctor", "--live", "--endpoint", lab.url, environ=environ)
    assert "t0ken" not in text.stdout + text.stderr + visit.done.stdout + visit.done.stderr


def test_without_a_token_a_made_up_one_is_sent_for_that_point_alone(lab: Homelab, tmp_path: Path) -> None:
    live(tmp_path, lab.url)
    sent = [exchange.headers.get("authorization") for exchange in lab.log]
    assert sent[-2:] == ["Bearer aishtui-doctor-no-real-token"] * 2
    assert set(sent[:-2]) == {None}


def test_a_token_of_another_endpoint_is_not_sent(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\nurl = "elsewhere:1"\ntoken_file = "token"\n')
    write(tmp_path, "token", "from-file\n")
    live(tmp_path, lab.url)
    assert not [exchange for exchange in lab.log if "from-file" in str(exchange.headers)]


def test_a_broker_that_wants_a_token_is_told_apart(lab: Homelab, tmp_path: Path) -> None:
    lab.broken.wants_authorization = True
    visit = live(tmp_path, lab.url, "--cloud")
    assert (visit.not_ok["catalogue"], visit.not_ok["Authorization"]) == ("not ok", "not ok")
    assert "a token is needed, and none is configured" in visit.evidence("Authorization")
    assert visit.evidence("tools") == "not asked, see “catalogue”"
    assert lab.chats == []


def test_a_token_that_cannot_be_read_stops_everything_with_its_reason(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "config.toml", f'[endpoint]\nurl = "{lab.url}"\ntoken_file = "missing"\n')
    visit = live(tmp_path, lab.url)
    assert "the token cannot be read" in visit.evidence("address and scheme")
    assert lab.log == []


# -- the cloud


def test_cloud_models_are_asked_only_with_cloud_and_named_first(lab: Homelab, tmp_path: Path) -> None:
    assert not [exchange for exchange in (live(tmp_path, lab.url), lab.chats)[1] if "/" in exchange.model]
    visit = live(tmp_path, lab.url, "--cloud")
    assert (visit.done.returncode, visit.not_ok) == (0, {})
    assert tuple(visit.findings) == (*LIVE, *CLOUD)
    assert [exchange.model for exchange in lab.chats if "/" in exchange.model] == [lan.CLOUD_HAIKU]
    assert f"asking {lan.CLOUD_HAIKU}, which costs money" in visit.done.stderr
    assert f"{lan.CLOUD_HAIKU} said “ok”" in visit.evidence(CLOUD[0])
    assert visit.evidence(CLOUD[1]).startswith("“openrouter”")


def test_a_cloud_answer_that_does_not_say_whose_it_is_is_not_ok(lab: Homelab, tmp_path: Path) -> None:
    visit = live(tmp_path, lab.url, "--cloud", "-m", lan.NAMELESS)
    assert visit.not_ok == {CLOUD[1]: "not ok"}


def test_a_cloud_model_that_refuses_is_quoted(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.CLOUD_HAIKU, refuses(402, "no credit left"))
    visit = live(tmp_path, lab.url, "--cloud")
    assert visit.not_ok == {CLOUD[0]: "not ok", CLOUD[1]: "not known"}
    assert "no credit left" in visit.evidence(CLOUD[0])


# -- usage


def test_model_and_preset_choose_who_is_asked(lab: Homelab, tmp_path: Path) -> None:
    live(tmp_path, lab.url, "-m", lan.CHAT)
    assert {exchange.model for exchange in lab.chats} == {lan.CHAT}
    seen = len(lab.chats)
    live(tmp_path, lab.url, "-p", "chat")
    assert {exchange.model for exchange in lab.chats[seen:]} == {lan.CHAT}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--live", "-m", lan.CLOUD), [lan.CLOUD, "costs money", "--cloud"]),
        (("--live", "-p", "cloud"), [lan.CLOUD, "--cloud"]),
        (("--live", "-p", "fsat"), ["fsat", "fast"]),
        (("--live", "-p", "fast", "-m", lan.FAST), ["not both"]),
        (("--cloud",), ["--live"]),
        (("-m", lan.FAST), ["--live"]),
    ],
)
def test_wrong_usage_ends_with_2_and_asks_nobody(
    lab: Homelab, tmp_path: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    done = run(tmp_path, "doctor", "--endpoint", lab.url, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words)
    assert lab.log == []
