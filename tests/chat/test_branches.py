"""Branches of a conversation: versions, paths below them, and what is left when one goes."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.branches import Version, branch, leaf_without, mended, neighbour, newest_leaf_below, versions
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


def test_whatever_stands_below_one_message_is_a_version_of_the_same_place() -> None:
    """A prompt below a prompt, whose answer was deleted and had back: neither may be out of reach."""
    mixed = tree(("1u", None), ("2a", "1u"), ("3u", "1u"))
    assert versions(mixed, mixed.path("2a")) == {"2a": Version(1, 2)}
    assert neighbour(mixed, "2a", 1) == mixed.messages["3u"]


def test_what_has_lost_the_message_above_it_is_a_beginning() -> None:
    torn = tree(("1u", None), ("2a", "1u"), ("4a", "3u"), ("5u", "4a"))
    assert versions(torn, torn.path("5u")) == {"4a": Version(2, 2)}
    assert neighbour(torn, "1u", 1) == torn.messages["4a"]


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


def test_a_branch_is_a_message_and_all_below_it() -> None:
    assert [message.id for message in branch(TREE, "2a")] == ["2a", "3u", "4a", "8u"]
    assert [message.id for message in branch(TREE, "5a")] == ["5a"]


def test_a_path_without_its_end_goes_on_in_the_nearest_version() -> None:
    three = tree(("1u", None), ("2a", "1u"), ("3a", "1u"), ("4a", "1u"), ("5u", "3a"), ("6u", "4a"))
    assert leaf_without(three, "5u", {"3a", "5u"}) == "2a"
    assert leaf_without(three, "2a", {"2a"}) == "5u"
    assert leaf_without(three, "2a", {"2a", "3a", "5u"}) == "6u"
    assert leaf_without(three, "5u", {"6u", "4a"}) == "5u"


def test_a_path_whose_last_version_goes_ends_above_it() -> None:
    straight = tree(("1u", None), ("2a", "1u"), ("3u", "2a"))
    assert leaf_without(straight, "3u", {"3u"}) == "2a"
    assert leaf_without(straight, "3u", {"1u", "2a", "3u"}) is None
    assert leaf_without(straight, None, {"1u"}) is None


def test_a_circle_begins_with_its_first_message_and_everything_is_in_some_path() -> None:
    damaged = tree(("1u", None), ("2a", "4a"), ("3u", "2a"), ("4a", "3u"), ("5u", "3u"), ("6u", "6u"))
    whole = Conversation("c", STAMP, messages=mended(damaged.messages))
    assert [message.id for message in whole.path("4a")] == ["2a", "3u", "4a"]
    assert [message.id for message in whole.path("5u")] == ["2a", "3u", "5u"]
    assert [message.id for message in whole.siblings("1u")] == ["1u", "2a", "6u"]


@given(st.lists(st.none() | st.integers(0, 30), max_size=25))
def test_every_message_of_any_database_can_be_reached_from_the_first_by_its_versions(parents: list[int | None]) -> None:
    edges = [(f"{at:02}u", None if parent is None else f"{parent:02}u") for at, parent in enumerate(parents)]
    given_ = tree(*edges)
    whole = Conversation("c", STAMP, messages=mended(given_.messages))
    beginnings = {id_ for id_, message in whole.messages.items() if whole.parent_of(message) is None}
    reached = {message.id for id_ in beginnings for message in branch(whole, id_)}
    assert reached == set(whole.messages) == set(given_.messages)
    for id_, message in whole.messages.items():
        path = whole.path(id_)
        assert whole.parent_of(path[0]) is None
        assert path[-1] is message
    changed = {id_ for id_, message in whole.messages.items() if message != given_.messages[id_]}
    assert changed <= beginnings


@given(st.lists(st.none() | st.integers(0, 12), max_size=12), st.data())
def test_what_is_left_of_a_path_is_there_and_as_near_as_can_be(parents: list[int | None], data: st.DataObject) -> None:
    edges = [
        (f"{at:02}u", f"{parent % at:02}u" if parent is not None and at else None) for at, parent in enumerate(parents)
    ]
    whole = tree(*edges)
    ids = sorted(whole.messages)
    leaf = data.draw(st.sampled_from([None, *ids]))
    deleted = {m.id for id_ in data.draw(st.sets(st.sampled_from(ids))) for m in branch(whole, id_)} if ids else set()
    left = leaf_without(whole, leaf, deleted)
    rest = whole.without(deleted)
    assert left is None or left in rest.messages
    if leaf not in deleted:
        assert left == leaf
        return
    kept = [message.id for message in whole.path(leaf) if message.id not in deleted]
    shown = [message.id for message in rest.path(left)]
    assert shown[: len(kept)] == kept, "what stays of the path stays in view"
    below = {m.id for m in rest.messages.values() if rest.parent_of(m) == (kept[-1] if kept else None)}
    assert (len(shown) > len(kept)) == bool(below)
