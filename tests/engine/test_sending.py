"""Sending again where a request cannot have run, asking a fallback, and asking without what a server refuses."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerView, Stage, Status
from aishtui.chat.comparisons import Compared
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Tab
from aishtui.engine.access import Access, Credentials, Fallback
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.wire.address import parse_endpoint
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.conftest import PRESETS
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, refuses
from tests.servers.homelab import Homelab

BUSY = refuses(503, "no backend is awake", headers={"Retry-After": "0"})
WELL = Behaviour(text="Well.")


def facts_of(message: Message):
    assert message.facts is not None
    return message.facts


def ask(bench: Bench, preset: str = "fast") -> Message:
    tab = bench.engine.new_tab(next(known for known in PRESETS if known.name == preset))
    return bench.ended(bench.engine.send(tab.id, "hello").answer)


@pytest.mark.parametrize("status", [429, 503])
def test_a_request_that_was_refused_for_the_moment_is_sent_again(bench: Bench, status: int) -> None:
    bench.lab.script(lan.FAST, refuses(status, "not now"), refuses(status, "not now"), WELL)
    answer = ask(bench)
    assert (answer.status, answer.text) == (Status.COMPLETE, "Well.")
    assert (facts_of(answer).attempts, facts_of(answer).http_status) == (3, 200)
    assert facts_of(answer).notes == (f"hertz (by {bench.lab.url[7:]}) answered {status}: not now. It was sent again.",)
    assert len(bench.lab.chats) == 3


def test_it_is_given_up_after_three_more_times_in_the_words_of_the_server(bench: Bench) -> None:
    bench.lab.script(lan.FAST, BUSY)
    answer = ask(bench)
    assert (answer.status, facts_of(answer).attempts, len(bench.lab.chats)) == (Status.FAILED, 4, 4)
    assert "answered 503: no backend is awake" in str(facts_of(answer).error)
    assert facts_of(answer).notes == ()


def test_what_was_said_before_the_last_refusal_is_noted_where_it_is_other_words(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(429, "slow down"), refuses(500, "CUDA error"))
    answer = ask(bench)
    assert "CUDA error" in str(facts_of(answer).error)
    (note,) = facts_of(answer).notes
    assert "slow down. It was sent again." in note


def test_the_request_is_told_to_be_out_before_anybody_answers(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(text="Well.", headers_after_s=1_000.0))
    tab = bench.engine.new_tab(PRESETS[0])
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bench.view(asked.answer).stage is Stage.SENT)
    bench.engine.stop(asked.answer.id)
    assert bench.ended(asked.answer).status is Status.STOPPED


@pytest.mark.parametrize("status", [502, 504])
def test_what_stands_in_between_is_asked_once_more(bench: Bench, status: int) -> None:
    bench.lab.script(lan.FAST, refuses(status, "gone"))
    answer = ask(bench)
    assert (answer.status, len(bench.lab.chats)) == (Status.FAILED, 2)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 408, 413, 422, 500])
def test_a_refusal_that_stands_is_told_at_once(bench: Bench, status: int) -> None:
    bench.lab.script(lan.FAST, refuses(status, "no, thank you"))
    answer = ask(bench)
    assert (answer.status, len(bench.lab.chats)) == (Status.FAILED, 1)
    assert f"answered {status}: no, thank you" in str(facts_of(answer).error)


def test_a_server_that_asks_for_more_patience_than_anybody_has_is_not_waited_for(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(429, "out of quota", headers={"Retry-After": "86400"}))
    assert ask(bench).status is Status.FAILED
    assert len(bench.lab.chats) == 1


@pytest.mark.parametrize("words", [0, 3])
def test_a_request_that_may_have_run_is_never_sent_again(bench: Bench, words: int) -> None:
    bench.lab.script(lan.FAST, dies_after(words), WELL)
    answer = ask(bench)
    assert answer.status is (Status.CUT_OFF if words else Status.FAILED)
    assert len(bench.lab.chats) == 1


def test_the_wait_is_told_with_its_reason_and_esc_ends_it(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(503, "no backend is awake", headers={"Retry-After": "200"}), WELL)
    tab = bench.engine.new_tab(PRESETS[0])
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bench.view(asked.answer).stage is Stage.RETRYING)
    view = bench.view(asked.answer)
    assert "no backend is awake (1 of 3)" in view.retry_why
    assert view.retry_at is not None
    assert 190 < view.retry_at - view.since <= 200
    bench.engine.stop(asked.answer.id)
    assert bench.ended(asked.answer).status is Status.STOPPED
    assert len(bench.lab.chats) == 1


def test_what_was_said_before_the_user_gave_up_the_wait_is_kept(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(429, "slow down"), refuses(503, "not yet", headers={"Retry-After": "200"}))
    tab = bench.engine.new_tab(PRESETS[0])
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bench.view(asked.answer).retry_why.endswith("(2 of 3)"))
    bench.engine.stop(asked.answer.id)
    answer = bench.ended(asked.answer)
    assert answer.status is Status.STOPPED
    said = sorted(note.partition(" answered ")[2] for note in facts_of(answer).notes)
    assert said == ["429: slow down. It was sent again.", "503: not yet."]


def test_what_was_said_before_the_user_gave_up_the_next_sending_is_kept(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(429, "slow down"), Behaviour(text="Well.", headers_after_s=1_000.0))
    tab = bench.engine.new_tab(PRESETS[0])
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bench.view(asked.answer).stage is Stage.SENT and len(bench.lab.chats) == 2)
    bench.engine.stop(asked.answer.id)
    (note,) = facts_of(bench.ended(asked.answer)).notes
    assert "429: slow down. It was sent again." in note


def test_without_a_connection_it_is_tried_three_more_times(bench: Bench, closed_port: int) -> None:
    bench.engine.connect(f"127.0.0.1:{closed_port}")
    answer = ask(bench)
    assert (answer.status, facts_of(answer).attempts) == (Status.FAILED, 4)
    assert "refused the connection" in str(facts_of(answer).error)


# -- what a server does not know


def test_stream_options_is_left_out_by_itself_where_it_is_refused_and_from_then_on(bench: Bench) -> None:
    unknown = refuses(400, "Unrecognized request argument supplied: stream_options")
    bench.lab.script(lan.FAST, unknown, WELL)
    answer = ask(bench)
    assert (answer.status, facts_of(answer).refused_parameter) == (Status.COMPLETE, None)
    assert "asked again without it" in facts_of(answer).notes[0]
    assert [("stream_options" in chat.body) for chat in bench.lab.chats] == [True, False]
    assert ask(bench).status is Status.COMPLETE
    assert "stream_options" not in bench.lab.chats[-1].body


def test_another_parameter_is_the_users_to_leave_out(bench: Bench) -> None:
    bench.lab.script(lan.CHAT, refuses(400, "Unsupported value: 'temperature' does not support 0.2"), WELL)
    tab = bench.engine.new_tab(PRESETS[1])
    answer = bench.ended(bench.engine.send(tab.id, "hello").answer)
    assert (answer.status, facts_of(answer).refused_parameter) == (Status.FAILED, "temperature")
    again = bench.ended(bench.engine.retry(tab.id, answer.id, without="temperature"))
    assert (again.status, again.parent_id, facts_of(again).preset) == (Status.COMPLETE, answer.parent_id, "chat")
    first, second = bench.lab.chats
    assert (first.body["temperature"], "temperature" in second.body) == (0.2, False)
    assert second.body["messages"] == first.body["messages"]


# -- sessions


def test_all_that_is_sent_from_a_tab_has_one_session_id_and_other_tabs_have_others(bench: Bench) -> None:
    tabs = [bench.engine.new_tab(PRESETS[0]) for _ in range(2)]
    for tab in (*tabs, tabs[0]):
        bench.ended(bench.engine.send(tab.id, "hello").answer)
    assert [chat.headers["x-session-id"] for chat in bench.lab.chats] == [tabs[0].id, tabs[1].id, tabs[0].id]


# -- fallbacks

OWN = Preset("own", "llama-3.1-8b-instruct", source="test")


class FallbackBench:
    """An engine whose broker is down, with fallbacks."""

    def __init__(self, broker: str, *fallbacks: Fallback) -> None:
        secret = Credentials(lambda: "the-brokers", {"X-Team": "lab"})
        access = Access(lambda to: secret if to.url == broker else Credentials(), lambda _to: fallbacks)
        self.engine = Engine(broker, KeepsNothing(), (OWN,), access, pauses_s=(0.0,))
        self._changed = threading.Condition()
        self.engine.start(ask_catalog=False)
        self.engine.wake_with(self._wake)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, condition: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: (self.engine.take_changes(), condition())[1], LIMIT_S)

    def ask(self, model: str = OWN.model) -> Message:
        return self.ended(self.engine.ask("hello", Preset.of_model(model)).answer)

    def ended(self, answer: Message) -> Message:
        def ended() -> bool:
            found = self.engine.message(answer.conversation_id, answer.id)
            return found is not None and found.status.ended

        self.until(ended)
        found = self.engine.message(answer.conversation_id, answer.id)
        assert found is not None
        return found


@pytest.fixture
def fallen(closed_port: int) -> Iterator[Callable[..., FallbackBench]]:
    made: list[FallbackBench] = []

    def make(*fallbacks: Fallback) -> FallbackBench:
        made.append(FallbackBench(f"http://127.0.0.1:{closed_port}", *fallbacks))
        return made[-1]

    yield make
    for bench in made:
        bench.engine.close()


def fallback(url: str, *models: str, name: str = "boltzmann", token: str = "") -> Fallback:
    return Fallback(name, parse_endpoint(url), frozenset(models), Credentials((lambda: token) if token else None))


def test_a_fallback_answers_for_its_models_with_its_own_token_and_says_so(
    lab: Homelab, fallen: Callable[..., FallbackBench]
) -> None:
    answer = fallen(fallback(lab.url, OWN.model, token="its-own")).ask()
    facts = facts_of(answer)
    assert answer.status is Status.COMPLETE
    assert (facts.endpoint_name, facts.endpoint) == ("boltzmann", lab.url)
    assert "refused the connection" in facts.notes[0]
    assert facts.notes[0].endswith("boltzmann was asked instead.")
    (chat,) = lab.chats
    assert chat.headers["authorization"] == "Bearer its-own"
    assert "x-team" not in chat.headers


def test_other_settings_of_a_fallback_go_with_the_next_answer_and_leave_the_one_that_comes(
    lab: Homelab, fallen: Callable[..., FallbackBench]
) -> None:
    released = threading.Event()
    lab.script(OWN.model, Behaviour(text="one two three", hold_after=1, release=released))
    bench = fallen(fallback(lab.url, OWN.model, token="before"))
    answer = bench.engine.ask("hello", OWN).answer

    def begun() -> bool:
        view = bench.engine.view(answer.conversation_id, answer.id)
        return view is not None and view.text_length > 0

    bench.until(begun)
    others = (fallback(lab.url, OWN.model, token="after"),)
    bench.engine.use_access(Access(fallbacks_for=lambda _to: others))
    released.set()
    assert bench.ask().text == "one two three"
    found = bench.ended(answer)
    assert (found.status, found.text) == (Status.COMPLETE, "one two three")
    assert [chat.headers["authorization"] for chat in lab.chats] == ["Bearer before", "Bearer after"]


def test_a_fallback_without_a_token_is_sent_none(lab: Homelab, fallen: Callable[..., FallbackBench]) -> None:
    assert fallen(fallback(lab.url, OWN.model)).ask().status is Status.COMPLETE
    assert "authorization" not in lab.chats[0].headers


def test_a_fallback_is_never_asked_for_another_model(lab: Homelab, fallen: Callable[..., FallbackBench]) -> None:
    answer = fallen(fallback(lab.url, OWN.model)).ask(lan.CLOUD_OPUS)
    assert (answer.status, lab.chats) == (Status.FAILED, [])
    assert facts_of(answer).endpoint_name is None


def test_the_next_fallback_is_asked_when_one_is_down_too(
    lab: Homelab, fallen: Callable[..., FallbackBench], closed_port: int
) -> None:
    down = fallback(f"http://127.0.0.1:{closed_port}", OWN.model, name="kelvin")
    answer = fallen(down, fallback(lab.url, OWN.model)).ask()
    assert (answer.status, facts_of(answer).endpoint_name) == (Status.COMPLETE, "boltzmann")
    assert any("Fallback kelvin" in note for note in facts_of(answer).notes)


def test_where_all_are_down_it_is_the_broker_that_is_told_of(
    fallen: Callable[..., FallbackBench], closed_port: int
) -> None:
    answer = fallen(fallback(f"http://127.0.0.1:{closed_port}", OWN.model)).ask()
    assert (answer.status, facts_of(answer).endpoint_name) == (Status.FAILED, None)
    assert str(closed_port) in str(facts_of(answer).error)


def test_a_broker_that_answers_with_an_error_is_no_reason_for_a_fallback(lab: Homelab, tmp_path: Path) -> None:
    with Homelab(speed=50) as broker:
        broker.script(OWN.model, refuses(503, "no backend is awake", headers={"Retry-After": "0"}))
        bench = FallbackBench(broker.url, fallback(lab.url, OWN.model))
        try:
            assert bench.ask().status is Status.FAILED
        finally:
            bench.engine.close()
        assert lab.chats == []
        assert len(broker.chats) == 2


def test_another_tab_is_none_of_a_stopped_waits_business(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(503, "wait", headers={"Retry-After": "200"}))
    tabs: list[Tab] = [bench.engine.new_tab(PRESETS[0]), bench.engine.new_tab(PRESETS[1])]
    waiting = bench.engine.send(tabs[0].id, "hello").answer
    bench.until(lambda: bench.view(waiting).stage is Stage.RETRYING)
    other = bench.engine.send(tabs[1].id, "hello").answer
    bench.until(lambda: bench.view(other).status.ended)
    assert bench.view(waiting).stage is Stage.RETRYING
    bench.engine.stop(waiting.id)
    assert bench.ended(waiting).status is Status.STOPPED


def test_an_answer_that_waits_stays_with_its_broker_when_another_is_taken(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(503, "not yet", headers={"Retry-After": "1"}), WELL)
    tab = bench.engine.new_tab(PRESETS[0])
    asked = bench.engine.send(tab.id, "hello")
    bench.until(lambda: bench.view(asked.answer).stage is Stage.RETRYING)
    with Homelab(speed=50) as other:
        bench.engine.connect(other.url)
        answer = bench.ended(asked.answer)
        assert other.chats == []
    assert (answer.text, facts_of(answer).endpoint) == ("Well.", bench.lab.url)


def test_compared_answers_of_a_fallback_come_one_after_another_where_they_would_have_of_the_broker(
    lab: Homelab, fallen: Callable[..., FallbackBench]
) -> None:
    """Whoever waits behind one that went to the fallback would come to the same one."""
    bench = fallen(fallback(lab.url, lan.CHAT, lan.FAST))
    engine, hold = bench.engine, threading.Event()
    lab.script(lan.CHAT, Behaviour(text="one two", hold_after=1, release=hold))
    asked = [
        engine.ask_compared("hello", Preset(model, model, group="gpu"), Compared("k", column, 1)).answer
        for column, model in enumerate((lan.CHAT, lan.FAST))
    ]

    def views() -> list[AnswerView]:
        found = [engine.view(answer.conversation_id, answer.id) for answer in asked]
        return [view for view in found if view is not None]

    bench.until(lambda: views()[0].text_length and views()[1].behind == lan.CHAT)
    hold.set()
    bench.until(lambda: all(view.status is Status.COMPLETE for view in views()))
    assert [view.facts.endpoint_name for view in views()] == ["boltzmann"] * 2
    assert not lab.in_flight_together(*lab.chats)
