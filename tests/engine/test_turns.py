"""Turns against a real server and a real store."""

import threading
from collections.abc import Callable

import pytest

from aishtui.chat.answers import AnsweredByFrom, Stage, Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.engine.asking import NothingSent
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, errs_after, refuses


def tab_of(bench: Bench, preset: str) -> str:
    return bench.engine.new_tab(bench.engine.presets[preset]).id


def test_two_turns_compute_with_the_history_they_carry(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    first = bench.ended(bench.engine.send(tab, "7×8").answer)
    second = bench.ended(bench.engine.send(tab, "×2").answer)
    assert "56" in first.text
    assert "112" in second.text
    assert second.status is Status.COMPLETE
    sent = bench.lab.chats[-1].body["messages"]
    assert [turn["role"] for turn in sent] == ["user", "assistant", "user"]


def test_a_tab_never_sees_the_turns_of_another(bench: Bench) -> None:
    one, other = tab_of(bench, "fast"), tab_of(bench, "chat")
    bench.ended(bench.engine.send(one, "a secret of tab one").answer)
    bench.ended(bench.engine.send(other, "hello").answer)
    assert "secret" not in str(bench.lab.chats[-1].body)


def test_two_tabs_stream_at_once(bench: Bench) -> None:
    hold = threading.Event()
    for model in (lan.FAST, lan.CHAT):
        bench.lab.script(model, Behaviour(hold_after=2, release=hold))
    answers = [bench.engine.send(tab_of(bench, name), "hello").answer for name in ("fast", "chat")]
    bench.until(lambda: all(bench.view(answer).text_length > 0 for answer in answers))
    hold.set()
    for answer in answers:
        assert bench.ended(answer).status is Status.COMPLETE
    assert bench.lab.in_flight_together(lan.FAST, lan.CHAT)


def test_the_backend_is_known_before_the_first_token(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.CHAT, Behaviour(hold_after=0, release=hold))
    answer = bench.engine.send(tab_of(bench, "chat"), "hello").answer
    bench.until(lambda: bench.view(answer).stage is Stage.WAITING)
    view = bench.view(answer)
    assert (view.facts.answered_by, view.facts.answered_by_from) == ("boltzmann", AnsweredByFrom.HEADER)
    assert view.text_length == 0
    hold.set()
    bench.ended(answer)


def test_an_answer_without_the_header_has_an_unknown_backend(bench: Bench) -> None:
    tab = bench.engine.new_tab(Preset.of_model(lan.NAMELESS)).id
    facts = bench.ended(bench.engine.send(tab, "hello").answer).facts
    assert facts is not None
    assert (facts.answered_by, facts.answered_by_from) == (None, AnsweredByFrom.UNKNOWN)


def test_another_backend_than_the_last_time_is_a_surprise(bench: Bench) -> None:
    bench.lab.dirac_awake = True
    tab = tab_of(bench, "deep")
    first = bench.ended(bench.engine.send(tab, "hello").answer)
    bench.lab.dirac_awake = False
    second = bench.ended(bench.engine.send(tab, "again").answer)
    assert first.facts is not None
    assert second.facts is not None
    assert (first.facts.answered_by, first.facts.usual_backend) == ("dirac", None)
    assert (second.facts.answered_by, second.facts.usual_backend) == ("boltzmann", "dirac")


def test_only_what_the_preset_sets_is_sent(bench: Bench) -> None:
    bench.ended(bench.engine.send(tab_of(bench, "chat"), "hello").answer)
    body = bench.lab.chats[-1].body
    assert set(body) == {"model", "messages", "stream", "stream_options", "temperature"}
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}


def test_stopping_keeps_what_arrived_and_closes_the_connection(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(hold_after=3, release=threading.Event()))
    answer = bench.engine.send(tab_of(bench, "fast"), "hello").answer
    bench.until(lambda: bench.view(answer).text_length > 0)
    bench.engine.stop(answer.id)
    message = bench.ended(answer)
    assert message.status is Status.STOPPED
    assert message.text
    bench.lab.wait_for(lambda log: log[-1].client_closed)


def test_stopping_at_once_still_ends_with_a_status(bench: Bench) -> None:
    answer = bench.engine.send(tab_of(bench, "fast"), "hello").answer
    bench.engine.stop(answer.id)
    assert bench.ended(answer).status in (Status.STOPPED, Status.COMPLETE)


def test_a_prompt_waits_for_the_answer_it_builds_on(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(hold_after=2, release=hold), Behaviour())
    tab = tab_of(bench, "fast")
    first = bench.engine.send(tab, "one").answer
    second = bench.engine.send(tab, "two").answer
    bench.until(lambda: bench.view(first).text_length > 0)
    assert bench.view(second).stage is Stage.QUEUED
    hold.set()
    assert bench.ended(second).status is Status.COMPLETE
    assert [turn["role"] for turn in bench.lab.chats[-1].body["messages"]] == ["user", "assistant", "user"]


def test_a_refusal_keeps_the_servers_words_and_the_backend(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(500, "the GPU fell off", headers={"X-LLM-Backend": "hertz"}))
    message = bench.ended(bench.engine.send(tab_of(bench, "fast"), "hello").answer)
    assert message.status is Status.FAILED
    assert message.facts is not None
    assert message.facts.http_status == 500
    assert "the GPU fell off" in (message.facts.error or "")


def test_a_connection_lost_in_mid_answer_cuts_it_off_and_keeps_the_text(bench: Bench) -> None:
    bench.lab.script(lan.FAST, dies_after(3))
    message = bench.ended(bench.engine.send(tab_of(bench, "fast"), "hello").answer)
    assert message.status is Status.CUT_OFF
    assert message.text
    assert message.facts is not None
    assert "lost" in (message.facts.error or "")


def test_an_error_in_mid_stream_fails_and_keeps_the_text(bench: Bench) -> None:
    bench.lab.script(lan.FAST, errs_after(3, {"message": "context exceeded"}))
    message = bench.ended(bench.engine.send(tab_of(bench, "fast"), "hello").answer)
    assert message.status is Status.FAILED
    assert message.text
    assert message.facts is not None
    assert "context exceeded" in (message.facts.error or "")


def test_length_is_cut_off_with_its_reason(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(finish="length"))
    message = bench.ended(bench.engine.send(tab_of(bench, "fast"), "hello").answer)
    assert message.facts is not None
    assert (message.status, message.facts.finish_reason) == (Status.CUT_OFF, "length")


def test_retrying_makes_a_sibling_and_keeps_the_old_answer(bench: Bench) -> None:
    bench.lab.script(lan.FAST, refuses(503, "no backend"), Behaviour())
    tab = tab_of(bench, "fast")
    failed = bench.ended(bench.engine.send(tab, "hello").answer)
    again = bench.ended(bench.engine.retry(tab, failed.id))
    assert again.status is Status.COMPLETE
    assert again.parent_id == failed.parent_id
    assert bench.engine.message(failed.conversation_id, failed.id) == failed
    assert [m.id for m in bench.engine.path(tab) or ()][-1] == again.id


def test_the_prompt_is_on_disk_before_it_is_on_the_wire(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(hold_after=0, release=hold))
    asked = bench.engine.send(tab_of(bench, "fast"), "remember me")
    bench.lab.wait_for(lambda log: any(e.method == "POST" for e in log))
    stored = bench.store.conversation(asked.prompt.conversation_id).result(LIMIT_S)
    assert stored is not None
    assert stored.messages[asked.prompt.id].text == "remember me"
    hold.set()
    bench.ended(asked.answer)


def test_the_answer_is_journalled_while_it_grows(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="word " * 2100, hold_after=2000, release=hold))
    asked = bench.engine.send(tab_of(bench, "fast"), "write a lot")
    bench.until(lambda: bench.view(asked.answer).text_length == 10_000)

    def stored() -> Message:
        found = bench.store.conversation(asked.answer.conversation_id).result(LIMIT_S)
        assert found is not None
        return found.messages[asked.answer.id]

    assert stored().status is Status.WRITING
    bench.until(lambda: len(stored().text) >= 10_000 - 4096)
    bench.until(lambda: len(stored().text) == 10_000)  # the rest within a second
    hold.set()
    bench.ended(asked.answer)


def test_leaving_stops_what_runs_and_the_next_run_shows_it(bench: Bench, new_bench: Callable[[], Bench]) -> None:
    bench.lab.script(lan.FAST, Behaviour(hold_after=3, release=threading.Event()))
    tab = tab_of(bench, "fast")
    answer = bench.engine.send(tab, "hello").answer
    bench.until(lambda: bench.view(answer).text_length > 0)
    bench.close()
    again = new_bench()
    again.engine.restore_tabs(again.opened.tabs)
    (restored,) = again.engine.tabs()
    again.engine.load_tab(restored.id).result(LIMIT_S)
    path = again.engine.path(restored.id) or ()
    assert [(m.role, m.status) for m in path] == [(Role.USER, Status.COMPLETE), (Role.ASSISTANT, Status.STOPPED)]
    assert path[-1].text


def test_finishing_lets_answers_complete_and_drops_prompts_typed_ahead(bench: Bench) -> None:
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(hold_after=2, release=hold))
    tab = tab_of(bench, "fast")
    running = bench.engine.send(tab, "one").answer
    ahead = bench.engine.send(tab, "two").answer
    bench.until(lambda: bench.view(running).text_length > 0)
    threading.Timer(0.1, hold.set).start()
    assert bench.engine.finish(LIMIT_S)
    assert bench.ended(running).status is Status.COMPLETE
    assert bench.ended(ahead).status is Status.STOPPED
    with pytest.raises(NothingSent):
        bench.engine.send(tab, "three")
