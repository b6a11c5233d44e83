"""Other ways through a conversation: edited prompts, more answers, and which of them a tab shows."""

from collections.abc import Callable

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Role
from tests.engine.bench import Bench
from tests.engine.test_turns import tab_of
from tests.servers import lan
from tests.servers.behaviour import Behaviour


def texts(bench: Bench, tab: str) -> list[str]:
    return [message.text for message in bench.engine.path(tab) or ()]


def test_a_prompt_below_an_earlier_message_is_a_sibling_and_nothing_is_overwritten(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    bench.ended(bench.engine.send(tab, "7×8").answer)
    second = bench.engine.send(tab, "×2")
    bench.ended(second.answer)
    edited = bench.engine.send_below(tab, second.prompt.parent_id, "×3")
    assert "168" in bench.ended(edited.answer).text
    assert texts(bench, tab) == ["7×8", "7 × 8 = 56", "×3", "56 × 3 = 168"]
    conversation = bench.engine.conversation(tab)
    assert conversation is not None
    assert [m.text for m in conversation.siblings(edited.prompt.id)] == ["×2", "×3"]
    assert len(conversation.messages) == 6


def test_editing_the_first_prompt_makes_another_beginning_and_keeps_the_title(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    first = bench.engine.send(tab, "7×8")
    bench.ended(first.answer)
    bench.ended(bench.engine.send_below(tab, None, "9×9").answer)
    assert texts(bench, tab) == ["9×9", "9 × 9 = 81"]
    assert [turn["content"] for turn in bench.lab.chats[-1].messages] == ["9×9"]
    conversation = bench.engine.conversation(tab)
    assert conversation is not None
    assert conversation.title == "7×8"


def test_asking_again_for_an_earlier_answer_ends_the_path_with_the_new_one(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    first = bench.ended(bench.engine.send(tab, "7×8").answer)
    bench.ended(bench.engine.send(tab, "×2").answer)
    again = bench.ended(bench.engine.retry(tab, first.id))
    assert texts(bench, tab) == ["7×8", "7 × 8 = 56"]
    assert [m.id for m in bench.engine.path(tab) or ()][-1] == again.id != first.id


def test_the_tab_goes_to_another_version_and_down_to_its_newest_end(
    new_bench: Callable[[], Bench], lab_speed: float
) -> None:
    bench = new_bench()
    tab = tab_of(bench, "fast")
    first = bench.ended(bench.engine.send(tab, "7×8").answer)
    bench.ended(bench.engine.send(tab, "×2").answer)
    again = bench.ended(bench.engine.retry(tab, first.id))
    bench.engine.show_through(tab, first.id)
    assert texts(bench, tab) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]
    bench.engine.show_through(tab, again.id)
    bench.engine.show_through(tab, first.id)
    bench.close()
    later = new_bench()
    later.engine.restore_tabs(later.opened.tabs)
    later.engine.load_tab(tab).result(20)
    assert texts(later, tab) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]


def test_what_follows_an_answer_that_was_cut_off_is_sent_with_it(bench: Bench) -> None:
    bench.lab.script(lan.FAST, Behaviour(text="one two", finish="length"), Behaviour(text="three"))
    tab = tab_of(bench, "fast")
    half = bench.ended(bench.engine.send(tab, "count").answer)
    assert half.status is Status.CUT_OFF
    bench.ended(bench.engine.send_below(tab, half.id, "Go on.").answer)
    assert [turn["content"].strip() for turn in bench.lab.chats[-1].messages] == ["count", "one two", "Go on."]


def test_a_message_of_another_conversation_cannot_be_shown(bench: Bench) -> None:
    one, other = tab_of(bench, "fast"), tab_of(bench, "fast")
    asked = bench.engine.send(other, "7×8")
    bench.ended(asked.answer)
    with pytest.raises(KeyError):
        bench.engine.show_through(one, asked.answer.id)
    assert bench.engine.path(one) == ()
    assert asked.prompt.role is Role.USER
