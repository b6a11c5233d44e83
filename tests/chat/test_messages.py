"""Conversations are trees; a tab shows one path of them."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.messages import Conversation, Message, Role


def message(message_id: str, parent: str | None = None, role: Role = Role.USER) -> Message:
    return Message(message_id, "c", parent, role, f"text of {message_id}", "2026-01-01T00:00:00+00:00")


def tree(*messages: Message) -> Conversation:
    return Conversation("c", "2026-01-01T00:00:00+00:00", messages={m.id: m for m in messages})


def test_a_path_leads_from_the_first_message_to_the_leaf() -> None:
    talk = tree(message("1"), message("2", "1"), message("3", "1"), message("4", "3"))
    assert [m.id for m in talk.path("4")] == ["1", "3", "4"]
    assert [m.id for m in talk.path("2")] == ["1", "2"]


def test_a_path_to_nowhere_is_empty() -> None:
    assert tree(message("1")).path(None) == ()
    assert tree(message("1")).path("gone") == ()


def test_siblings_share_a_parent_and_stand_in_order() -> None:
    answers = [message(i, "1", Role.ASSISTANT) for i in ("4", "2", "3")]
    talk = tree(message("1"), *answers, message("5", "1"))
    assert [m.id for m in talk.siblings("3")] == ["2", "3", "4", "5"]


def test_putting_a_message_leaves_the_old_conversation_alone() -> None:
    before = tree(message("1"))
    after = before.with_message(message("2", "1"))
    assert set(before.messages) == {"1"}
    assert set(after.messages) == {"1", "2"}


@given(st.lists(st.integers(0, 20), max_size=20))
def test_a_path_ends_also_in_a_damaged_tree(parents: list[int]) -> None:
    talk = tree(*(message(str(i), str(parent)) for i, parent in enumerate(parents)))
    for message_id in talk.messages:
        assert talk.path(message_id)[-1].id == message_id
