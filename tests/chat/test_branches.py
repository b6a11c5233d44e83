"""Branches of a conversation: versions and paths below them."""

from aishtui.chat.branches import Version, neighbour, newest_leaf_below, versions
from aishtui.chat.messages import Conversation, Message, Role

STAMP = "2026-11-23T12:04:00+00:00"


def tree(*edges: tuple[str, str | None]) -> Conversation:
    """Messages by id and parent; those whose id begins with `a` are answers."""
    found = {}
    for name, parent in edges:
        role = Role.ASSISTANT if name[-1] == "a" else Role.USER
        found[name] = Message(name, "c", parent, role, name, STAMP)
    return Conversation("c", STAMP, messages=found)


TREE = tree(
    ("1u", None), ("2a", "1u"), ("3u", "2a"), ("4a", "3u"), ("5a", "1u"), ("6u", None), ("7a", "6u"), ("8u", "2a")
)


def test_only_messages_with_other_versions_have_a_place() -> None:
    found = versions(TREE, TREE.path("4a"))
    assert found == {"1u": Version(1, 2), "2a": Version(1, 2), "3u": Version(1, 2)}
    assert str(versions(TREE, TREE.path("8u"))["8u"]) == "‹2/2›"


def test_a_conversation_without_branches_has_none() -> None:
    straight = tree(("1u", None), ("2a", "1u"))
    assert versions(straight, straight.path("2a")) == {}


def test_an_answer_is_no_version_of_a_prompt() -> None:
    mixed = tree(("1u", None), ("2a", "1u"), ("3u", "1u"))
    assert versions(mixed, mixed.path("2a")) == {}


def test_the_neighbours_of_a_version_are_those_made_before_and_after_it() -> None:
    three = tree(("1u", None), ("2a", "1u"), ("3a", "1u"), ("4a", "1u"))
    assert [m.id if m else None for m in (neighbour(three, "3a", -1), neighbour(three, "3a", 1))] == ["2a", "4a"]
    assert neighbour(three, "2a", -1) is None
    assert neighbour(three, "4a", 1) is None


def test_a_path_goes_on_to_the_newest_end_below_a_message() -> None:
    assert newest_leaf_below(TREE, "1u") == "8u"
    assert newest_leaf_below(TREE, "3u") == "4a"
    assert newest_leaf_below(TREE, "5a") == "5a"


def test_a_damaged_tree_that_runs_in_a_circle_has_an_end_all_the_same() -> None:
    circle = tree(("1u", "2a"), ("2a", "1u"))
    assert newest_leaf_below(circle, "1u") == "1u"
