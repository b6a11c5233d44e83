"""A look into a conversation: the turns around a message, and no more than a few of them."""

from aishtui.chat.messages import Message
from aishtui.store.database import Store
from aishtui.store.preview import ABOVE, BELOW, MOST_CHARS
from tests.store.values import answer, conversation, growing, prompt


def long_talk(count: int) -> list[Message]:
    """Prompts and answers by turns, each below the one before."""
    messages = []
    for number in range(count):
        make = answer if number % 2 else prompt
        parent = f"m{number - 1:04}" if number else None
        messages.append(make(f"m{number:04}", text=f"text {number}", parent=parent))
    return messages


def seen(store: Store, message_id: str | None = None, of: str = "c1") -> list[str]:
    return [message.id for message in store.preview(of, message_id).result()]


def test_the_newest_turns_are_seen_or_those_around_a_message(store: Store) -> None:
    store.add_turn(conversation(), long_talk(60)).result()
    assert seen(store) == [f"m{number:04}" for number in range(60 - 1 - ABOVE, 60)]
    assert seen(store, "m0020") == [f"m{number:04}" for number in range(20 - ABOVE, 20 + BELOW + 1)]
    assert seen(store, "m0000")[0] == "m0000"
    assert seen(store, "gone") == seen(store)


def test_the_path_is_the_one_through_the_message_to_its_newest_end(store: Store) -> None:
    tree = [
        prompt("a", "first"),
        answer("b", "a", "one"),
        answer("c", "a", "another"),
        prompt("d", "below b", parent="b"),
        answer("e", "d", "old"),
        answer("f", "d", "new"),
        prompt("g", "below c", parent="c"),
    ]
    store.add_turn(conversation(), tree).result()
    assert seen(store, "b") == ["a", "b", "d", "f"]
    assert seen(store, "e") == ["a", "b", "d", "e"]
    assert seen(store) == ["a", "c", "g"]


def test_deleted_messages_are_not_seen_and_deleted_conversations_are(store: Store) -> None:
    store.add_turn(conversation(), [prompt("a", "x"), answer("b", "a", "y"), prompt("c", "z", parent="b")]).result()
    store.delete_messages(["c"]).result()
    store.delete_conversations(["c1"]).result()
    assert seen(store) == ["a", "b"]
    assert seen(store, of="never there") == []


def test_what_grows_is_seen_with_what_has_arrived(store: Store) -> None:
    store.add_turn(conversation(), [prompt("a", "x"), growing("b", "a")]).result()
    store.journal("b", 0, "so ", "hm").result()
    store.journal("b", 1, "far", "").result()
    assert store.preview("c1").result()[-1].text == "so far"


def test_of_a_very_long_message_the_beginning_is_seen(store: Store) -> None:
    store.add_turn(conversation(), [prompt("a", "x" * (MOST_CHARS + 5))]).result()
    (message,) = store.preview("c1").result()
    assert message.text == "x" * MOST_CHARS + "…"
