"""Answers while the screen is gone: which go on, how the others end, and that somebody is told of it."""

import threading
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.wording import ending
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.conftest import PRESETS
from tests.engine.test_turns import tab_of
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab


def unseen(bench: Bench) -> list[tuple[str, str]]:
    return [(found.answer_id, found.status) for found in bench.store.unseen().result(LIMIT_S)]


def holding(bench: Bench, question: str = "one") -> tuple[str, Message, threading.Event]:
    """An answer that stalls after two words: its tab, the answer, and what lets it go on."""
    hold = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=hold))
    tab = tab_of(bench, "fast")
    answer = bench.engine.send(tab, question).answer
    bench.until(lambda: bench.view(answer).text_length > 0)
    return tab, answer, hold


def test_what_ends_on_the_screen_was_seen(bench: Bench) -> None:
    answer = bench.engine.send(tab_of(bench, "fast"), "7×8").answer
    assert bench.ended(answer).status is Status.COMPLETE
    assert bench.engine.finish(LIMIT_S)
    assert unseen(bench) == []


def test_what_completes_after_the_screen_has_gone_is_noted_until_it_is_seen(bench: Bench) -> None:
    _, answer, hold = holding(bench)
    bench.engine.screen_gone()
    hold.set()
    assert bench.engine.finish(LIMIT_S)
    assert bench.ended(answer).text.strip() == "one two three four"
    assert unseen(bench) == [(answer.id, "complete")]
    bench.engine.archive.mark_seen([answer.id]).result(LIMIT_S)
    assert unseen(bench) == []


def test_a_prompt_typed_ahead_is_dropped_at_once_and_kept(bench: Bench) -> None:
    tab, running, hold = holding(bench)
    ahead = bench.engine.send(tab, "two").answer
    bench.engine.screen_gone()
    bench.until(lambda: bench.view(ahead).status is Status.STOPPED)
    assert bench.view(running).status is Status.WRITING
    hold.set()
    assert bench.engine.finish(LIMIT_S)
    stored = bench.store.conversation(running.conversation_id).result(LIMIT_S)
    assert stored is not None
    assert [m.text for m in stored.path(ahead.id) if m.id == ahead.parent_id] == ["two"]


def test_what_has_not_ended_within_the_limit_is_cut_off_and_says_why(bench: Bench) -> None:
    _, answer, _ = holding(bench)
    bench.engine.screen_gone()
    assert not bench.engine.finish(0.05, "The line had dropped.")
    bench.engine.close()
    ended = bench.ended(answer)
    assert (ended.status, ended.text.strip()) == (Status.CUT_OFF, "one two")
    assert ended.facts is not None
    assert ended.facts.error == "The line had dropped."
    assert unseen(bench) == [(answer.id, "cut_off")]


def test_what_nobody_has_answered_within_the_limit_has_failed(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(headers_after_s=10_000))
    answer = bench.engine.send(tab_of(bench, "fast"), "one").answer
    bench.until(lambda: bench.view(answer).sent_at is not None)
    bench.engine.screen_gone()
    assert not bench.engine.finish(0.05, "The line had dropped.")
    bench.engine.close()
    assert bench.ended(answer).status is Status.FAILED


def test_what_waits_to_be_sent_again_is_sent_again(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, refuses(503, "busy"), Behaviour(text="here I am"))
    with Bench(lab, tmp_path, PRESETS, pauses_s=(0.3,)) as bench:
        answer = bench.engine.send(tab_of(bench, "fast"), "one").answer
        bench.until(lambda: bench.view(answer).retry_at is not None)
        bench.engine.screen_gone()
        assert bench.engine.finish(LIMIT_S)
        assert bench.ended(answer).text.strip() == "here I am"


def test_what_is_stopped_by_somebody_else_than_the_user_says_so(bench: Bench) -> None:
    _, answer, _ = holding(bench)
    bench.engine.stop_all("aishtui was told to end.")
    ended = bench.ended(answer)
    assert ended.status is Status.STOPPED
    assert ended.facts is not None
    assert ended.facts.error == "aishtui was told to end."
    assert ending(ended.status, ended.facts) == "stopped"
