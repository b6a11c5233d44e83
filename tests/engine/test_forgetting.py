"""Conversations that go out of memory, also while another aishtui is writing in them."""

import threading
import time
from collections.abc import Callable

from aishtui.chat.comparisons import Compared
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour

NewBench = Callable[[], Bench]


def test_what_was_forgotten_is_read_again_and_gone_on_with(bench: Bench) -> None:
    fast, chat = bench.engine.presets["fast"], bench.engine.presets["chat"]
    first = bench.engine.ask_compared("7×8", fast, Compared("c", 0, 1))
    bench.ended(first.answer)
    assert bench.engine.forget(first.answer.conversation_id)
    assert bench.engine.message(first.answer.conversation_id, first.answer.id) is None
    conversation = bench.engine.load_conversation(first.answer.conversation_id).result(LIMIT_S)
    second = bench.engine.ask_compared(conversation.messages[first.prompt.id], chat, Compared("c", 1, 1))
    bench.ended(second.answer)
    ends_at = time.monotonic() + LIMIT_S
    while not all(answer.status.ended for answer in bench.store.comparison("c").result(LIMIT_S)):
        assert time.monotonic() < ends_at, "its end is not kept"
        time.sleep(0.01)
    answers = bench.store.comparison("c").result(LIMIT_S)
    assert [(answer.parent_id, answer.text) for answer in answers] == [(first.prompt.id, "7 × 8 = 56")] * 2


def test_one_in_which_another_aishtui_is_writing_is_followed_again_after_it_was_forgotten(new_bench: NewBench) -> None:
    there, here = new_bench(), new_bench()
    release = threading.Event()
    there.lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release))
    asked = there.engine.ask("hello", there.engine.presets["fast"])
    id_, answer_id = asked.answer.conversation_id, asked.answer.id
    there.until(lambda: there.text(asked.answer).startswith("one"))
    here.engine.load_conversation(id_).result(LIMIT_S)
    assert here.engine.is_foreign(answer_id)
    assert here.engine.forget(id_)
    ends_at = time.monotonic() + LIMIT_S
    while id_ in here.engine._foreign._looking:
        assert time.monotonic() < ends_at, "nobody will ever follow it again"
        time.sleep(0.01)
    here.engine.load_conversation(id_).result(LIMIT_S)
    release.set()
    there.ended(asked.answer)
    here.until(lambda: here.view(asked.answer).status.ended)
    assert here.text(asked.answer) == "one two"
