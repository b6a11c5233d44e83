"""Into a conversation that is here goes what is missing, and nothing is overwritten."""

from dataclasses import replace

import pytest
from hypothesis import given

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.merging import Here, Merge, NotMergeable, merge
from tests.chat.portable.values import an_id, answer, conversations, kept, prompt, whole_histories

ONE, TWO = prompt("one"), answer("two", 2, an_id(1))


def here(*messages: Message, deleted: tuple[str, ...] = ()) -> dict[str, Here]:
    return {
        message.id: Here(message.conversation_id, message.parent_id, message.role, message.text, message.id in deleted)
        for message in messages
    }


@whole_histories
@given(of=conversations())
def test_a_second_time_there_is_nothing_to_do(of: KeptConversation) -> None:
    messages = of.conversation.messages.values()
    assert merge(of, {}) == Merge(tuple(messages))
    assert merge(of, here(*messages)) == Merge()


def test_only_what_is_missing_is_added() -> None:
    assert merge(kept(ONE, TWO), here(ONE)) == Merge((TWO,))
    assert merge(kept(TWO), here(ONE)) == Merge((TWO,))


def test_another_text_under_the_same_id_is_refused_and_the_rest_goes_on() -> None:
    merged = merge(kept(ONE, TWO), here(replace(ONE, text="another")))
    assert merged.add == (TWO,)
    assert merged.refused == (f"the message {ONE.id} is here with another text; the one that is here stays",)


def test_an_answer_that_has_become_longer_here_is_no_other() -> None:
    grown = replace(TWO, text="two and more")
    assert merge(kept(ONE, replace(TWO, status=Status.CUT_OFF)), here(ONE, grown)) == Merge()
    assert merge(kept(ONE, TWO), here(ONE, grown)).refused != ()


def test_what_was_deleted_here_comes_back_with_what_it_stands_below() -> None:
    assert merge(kept(ONE, TWO), here(ONE, TWO, deleted=(ONE.id, TWO.id))).restore == (ONE.id, TWO.id)
    assert merge(kept(TWO), here(ONE, deleted=(ONE.id,))) == Merge((TWO,), (ONE.id,))


def test_a_message_of_another_conversation_is_not_moved() -> None:
    elsewhere = replace(ONE, conversation_id=an_id(5))
    with pytest.raises(NotMergeable, match="is in another conversation here"):
        merge(kept(ONE, TWO), here(elsewhere))


def test_a_message_needs_what_it_follows() -> None:
    with pytest.raises(
        NotMergeable, match=f"the message {TWO.id} follows {ONE.id}, which is neither in the file nor here"
    ):
        merge(kept(TWO), {})
