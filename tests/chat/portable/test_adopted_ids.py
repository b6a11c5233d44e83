"""Ids of a file are kept where they sort among ours, and made anew, the same each time, where they would not."""

from dataclasses import replace

from hypothesis import given

from aishtui.chat.ids import LOW_BITS, id_of, milliseconds_of
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.portable.adopted_ids import with_adopted_ids
from aishtui.chat.portable.kept import KeptConversation
from tests.chat.portable.values import NOW_MS, STAMP, an_id, answer, conversations, kept, prompt, whole_histories


def renamed(of: KeptConversation, names: dict[str, str]) -> KeptConversation:
    def name(id_: str) -> str:
        return names.get(id_, id_)

    messages = [
        replace(
            message,
            id=name(message.id),
            parent_id=message.parent_id and name(message.parent_id),
            begins_at=message.begins_at and name(message.begins_at),
        )
        for message in of.conversation.messages.values()
    ]
    by_id: dict[str, Message] = {message.id: message for message in messages}
    return KeptConversation(Conversation(of.conversation.id, STAMP, of.conversation.title, by_id))


def texts(of: KeptConversation) -> list[str]:
    return [message.text for message in of.newest_path()]


@whole_histories
@given(of=conversations())
def test_ids_of_the_past_are_kept(of: KeptConversation) -> None:
    assert with_adopted_ids(of, NOW_MS) == (of, 0)


def test_ids_from_a_clock_that_was_ahead_sort_below_what_is_written_from_now_on() -> None:
    ahead = id_of(NOW_MS + 10**9 << LOW_BITS)
    of = renamed(kept(prompt("one"), answer("two", 2, an_id(1)), prompt("three", 3, an_id(2))), {an_id(2): ahead})
    adopted, made = with_adopted_ids(of, NOW_MS)
    assert made == 1
    assert max(adopted.conversation.messages) < id_of(NOW_MS << LOW_BITS)
    assert texts(adopted) == ["one", "two", "three"]
    assert with_adopted_ids(of, NOW_MS + 5000)[0] == adopted


def test_ids_and_stamps_from_the_future_come_just_behind_the_parent() -> None:
    ahead = id_of(NOW_MS + 10**9 << LOW_BITS)
    of = renamed(kept(prompt("one"), answer("two", 2, an_id(1))), {an_id(2): ahead})
    messages = {
        id_: replace(message, created_at="3000-01-01T00:00:00Z" if id_ == ahead else STAMP)
        for id_, message in of.conversation.messages.items()
    }
    of = KeptConversation(Conversation(of.conversation.id, STAMP, "", messages))
    adopted, _ = with_adopted_ids(of, NOW_MS)
    first, second = adopted.newest_path()
    assert (milliseconds_of(second.id) or 0) - (milliseconds_of(first.id) or 0) == 1
    assert second.created_at == "3000-01-01T00:00:00Z"


def test_ids_of_another_form_become_ours_and_lead_to_each_other_still() -> None:
    of = renamed(kept(prompt("one"), answer("two", 2, an_id(1))), {an_id(1): "msg-1", an_id(2): "ZZZZ"})
    of = KeptConversation(replace_id(of.conversation, "chat/é"))
    adopted, made = with_adopted_ids(of, NOW_MS)
    assert made == 3
    assert texts(adopted) == ["one", "two"]
    assert all(milliseconds_of(id_) is not None for id_ in (adopted.conversation.id, *adopted.conversation.messages))
    assert {message.conversation_id for message in adopted.conversation.messages.values()} == {adopted.conversation.id}
    assert with_adopted_ids(of, NOW_MS)[0] == adopted


def test_where_a_request_begins_is_still_the_same_message() -> None:
    last = replace(prompt("three", 3, an_id(2)), begins_at=an_id(1))
    of = renamed(kept(prompt("one"), answer("two", 2, an_id(1)), last), {an_id(1): "msg-1"})
    first, *_, last = with_adopted_ids(of, NOW_MS)[0].newest_path()
    assert last.begins_at == first.id != "msg-1"


def replace_id(of: Conversation, id_: str) -> Conversation:
    return Conversation(id_, of.created_at, of.title, of.messages)
