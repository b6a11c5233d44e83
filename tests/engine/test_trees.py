"""Forks, branches that are deleted and had back, and one conversation in two tabs and in two aishtui."""

import threading
from collections.abc import Callable, Sequence

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.branches import versions
from aishtui.chat.history import Wanted
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.tabs import Tab
from aishtui.engine.trees import BeingWritten
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.test_branching import texts
from tests.engine.test_turns import tab_of
from tests.servers import lan
from tests.servers.behaviour import Behaviour

NewBench = Callable[[], Bench]


def asked(bench: Bench, tab: str, *prompts: str) -> list[Message]:
    """Send them one after the other; the path's messages."""
    for text in prompts:
        bench.ended(bench.engine.send(tab, text).answer)
    return list(bench.engine.path(tab) or ())


def tree(bench: Bench, tab: str) -> Conversation:
    found = bench.engine.conversation(tab)
    assert found is not None
    return found


def numbers(bench: Bench, tab: str) -> list[str]:
    """`‹2/3›` for each message of the path; empty where it has no other version."""
    path = bench.engine.path(tab) or ()
    found = versions(tree(bench, tab), path)
    return [str(found.get(message.id, "")) for message in path]


def opened(bench: Bench, conversation_id: str, leaf_id: str | None) -> str:
    """A tab on a conversation that is stored."""
    bench.engine.restore_tabs(
        [*bench.engine.tabs(), Tab("tab-elsewhere", 9, conversation_id, "fast", lan.FAST, leaf_id)]
    )
    bench.engine.load_tab("tab-elsewhere").result(LIMIT_S)
    return "tab-elsewhere"


def looked(bench: Bench, tab: str) -> bool:
    return bench.engine.look_for_others(tab).result(LIMIT_S)


def written(bench: Bench) -> None:
    """Everything handed to the store so far is on disk."""
    bench.store.remember_prompt("").result(LIMIT_S)


# -- forks


def test_a_fork_ends_at_its_message_and_both_tabs_go_their_own_ways(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    fork = bench.engine.fork(one, path[1].id)
    assert (fork.active, fork.conversation_id, fork.preset) == (True, path[0].conversation_id, "fast")
    assert texts(bench, fork.id) == ["7×8", "7 × 8 = 56"]
    asked(bench, fork.id, "×3")
    assert texts(bench, fork.id) == ["7×8", "7 × 8 = 56", "×3", "56 × 3 = 168"]
    assert texts(bench, one) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]
    assert numbers(bench, one) == ["", "", "‹1/2›", ""]
    assert numbers(bench, fork.id) == ["", "", "‹2/2›", ""]
    assert [turn["content"] for turn in bench.lab.chats[-1].messages] == ["7×8", "7 × 8 = 56", "×3"]


def test_a_fork_from_a_prompt_has_it_as_its_draft(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    fork = bench.engine.fork(one, path[2].id)
    assert (fork.draft, texts(bench, fork.id)) == ("×2", ["7×8", "7 × 8 = 56"])
    first = bench.engine.fork(one, path[0].id)
    assert (first.draft, texts(bench, first.id)) == ("7×8", [])


def test_a_fork_of_an_answer_that_is_being_written_waits_for_it(bench: Bench) -> None:
    release = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release), Behaviour(text="three"))
    one = tab_of(bench, "fast")
    growing = bench.engine.send(one, "count").answer
    bench.until(lambda: bench.text(growing) != "")
    fork = bench.engine.fork(one, growing.id)
    more = bench.engine.send(fork.id, "more").answer
    assert bench.view(more).status is Status.WRITING
    bench.engine.close_tab(one)
    release.set()
    bench.ended(more)
    assert texts(bench, fork.id) == ["count", "one two", "more", "three"]


def test_forks_are_there_after_the_next_start(new_bench: NewBench) -> None:
    bench = new_bench()
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    fork = bench.engine.fork(one, path[1].id).id
    bench.close()
    later = new_bench()
    later.engine.restore_tabs(later.opened.tabs)
    later.engine.load_tab(one).result(LIMIT_S)
    assert texts(later, one) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]
    assert texts(later, fork) == ["7×8", "7 × 8 = 56"]


def test_what_one_tab_makes_is_told_to_the_others(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    asked(bench, one, "7×8")
    bench.engine.take_changes()
    answer = bench.engine.send(one, "×2").answer
    assert bench.engine.take_changes().trees == {answer.conversation_id}
    bench.ended(answer)


# -- branches that go


def test_a_deleted_branch_is_gone_with_all_below_it_and_comes_back_as_it_was(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    again = bench.ended(bench.engine.retry(one, path[1].id))
    bench.engine.show_through(one, path[1].id)
    before = tree(bench, one)
    cut = bench.engine.trees.cut(one, path[1].id)
    assert cut.message_ids == tuple(message.id for message in path[1:])
    assert [message.id for message in bench.engine.path(one) or ()] == [path[0].id, again.id]
    assert numbers(bench, one) == ["", ""]
    bench.engine.trees.mend(cut)
    assert tree(bench, one).messages == before.messages
    assert texts(bench, one) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]


def test_without_another_version_the_path_ends_above_the_branch(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    bench.engine.trees.cut(one, path[2].id)
    assert texts(bench, one) == ["7×8", "7 × 8 = 56"]
    bench.engine.trees.cut(one, path[0].id)
    assert texts(bench, one) == []
    asked(bench, one, "9×9")
    assert texts(bench, one) == ["9×9", "9 × 9 = 81"]


def test_every_tab_that_shows_the_branch_leaves_it_and_only_those_come_back(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    other = bench.engine.fork(one, path[3].id).id
    above = bench.engine.fork(one, path[1].id).id
    cut = bench.engine.trees.cut(one, path[2].id)
    for tab in (one, other, above):
        assert texts(bench, tab) == ["7×8", "7 × 8 = 56"]
    asked(bench, other, "×3")
    bench.engine.trees.mend(cut)
    assert texts(bench, one) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]
    assert texts(bench, other) == ["7×8", "7 × 8 = 56", "×3", "56 × 3 = 168"], "it has gone elsewhere meanwhile"
    assert texts(bench, above) == ["7×8", "7 × 8 = 56"]


def test_a_deleted_branch_is_not_in_another_start_until_it_is_had_back(new_bench: NewBench) -> None:
    bench = new_bench()
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    cut = bench.engine.trees.cut(one, path[2].id)
    written(bench)
    other = new_bench()
    tab = opened(other, path[0].conversation_id, path[3].id)
    assert [message.id for message in tree(other, tab).messages.values()] == [message.id for message in path[:2]]
    bench.engine.trees.mend(cut)
    written(bench)
    stored = bench.store.conversation(path[0].conversation_id).result(LIMIT_S)
    assert stored is not None
    assert stored.messages == tree(bench, one).messages


def test_a_deleted_branch_is_found_by_no_search_until_it_is_had_back(bench: Bench) -> None:
    def found() -> list[str]:
        written(bench)
        rows = bench.store.history(Wanted("zanzibar"), 10).result(LIMIT_S).rows
        return [row.hit.message_id for row in rows if row.hit is not None]

    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "of zanzibar")
    assert found()[0] in (path[2].id, path[3].id)
    cut = bench.engine.trees.cut(one, path[2].id)
    assert found() == []
    bench.engine.trees.mend(cut)
    assert found()[0] in (path[2].id, path[3].id)


def test_a_branch_in_which_something_is_being_written_stays(bench: Bench) -> None:
    release = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release))
    one = tab_of(bench, "fast")
    growing = bench.engine.send(one, "count")
    with pytest.raises(BeingWritten, match="still being written"):
        bench.engine.trees.cut(one, growing.prompt.id)
    release.set()
    bench.ended(growing.answer)
    bench.engine.trees.cut(one, growing.prompt.id)
    assert texts(bench, one) == []


def test_what_is_asked_below_a_deleted_message_has_it_back(bench: Bench) -> None:
    """A tab may still hold an edit of what another tab deleted."""
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8", "×2")
    bench.engine.trees.cut(one, path[0].id)
    bench.ended(bench.engine.send_below(one, path[1].id, "×3").answer)
    assert texts(bench, one) == ["7×8", "7 × 8 = 56", "×3", "56 × 3 = 168"]
    written(bench)
    stored = bench.store.conversation(path[0].conversation_id).result(LIMIT_S)
    assert stored is not None
    assert stored.messages == tree(bench, one).messages


def test_a_deleted_answer_that_is_asked_for_again_is_back_beside_the_new_one(bench: Bench) -> None:
    one = tab_of(bench, "fast")
    path = asked(bench, one, "7×8")
    bench.engine.trees.cut(one, path[1].id)
    assert texts(bench, one) == ["7×8"]
    bench.ended(bench.engine.retry(one, path[1].id))
    assert numbers(bench, one) == ["", "‹2/2›"]


# -- two aishtui


def two(new_bench: NewBench, *prompts: str) -> tuple[Bench, str, Bench, str, Sequence[Message]]:
    """A conversation, open here and there."""
    here = new_bench()
    one = tab_of(here, "fast")
    path = asked(here, one, *prompts)
    written(here)
    there = new_bench()
    return here, one, there, opened(there, path[0].conversation_id, path[-1].id), path


def test_both_make_siblings_and_each_sees_the_others_when_it_asks(new_bench: NewBench) -> None:
    here, one, there, two_, path = two(new_bench, "7×8")
    asked(here, one, "×2")
    asked(there, two_, "×3")
    assert texts(there, two_) == ["7×8", "7 × 8 = 56", "×3", "56 × 3 = 168"]
    assert numbers(there, two_) == ["", "", "‹2/2›", ""]
    assert numbers(here, one) == ["", "", "", ""], "it has not looked yet"
    here.ended(here.engine.retry(one, path[1].id))
    assert looked(here, one) is False, "asking again has looked"
    here.engine.show_through(one, path[1].id)
    assert numbers(here, one) == ["", "‹1/2›", "‹2/2›", ""]
    assert texts(here, one)[2] == "×3"


def test_looking_finds_what_the_other_made_once(new_bench: NewBench) -> None:
    here, one, there, two_, path = two(new_bench, "7×8")
    there.ended(there.engine.retry(two_, path[1].id))
    written(there)
    here.engine.take_changes()
    assert looked(here, one) is True
    assert here.engine.take_changes().trees == {path[0].conversation_id}
    assert numbers(here, one) == ["", "‹1/2›"]
    assert looked(here, one) is False


def test_an_answer_the_other_began_meanwhile_is_seen_growing_and_to_its_end(new_bench: NewBench) -> None:
    here, one, there, two_, path = two(new_bench, "7×8")
    release = threading.Event()
    there.lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release))
    growing = there.engine.retry(two_, path[1].id)
    there.until(lambda: there.text(growing) != "")
    assert looked(here, one) is True
    assert here.engine.is_foreign(growing.id)
    with pytest.raises(BeingWritten, match="Another aishtui"):
        here.engine.trees.cut(one, path[0].id)
    release.set()
    there.ended(growing)
    here.until(lambda: here.view(growing).status.ended)
    assert here.text(growing) == "one two"


def test_what_one_deletes_is_gone_in_the_other_and_back_in_both(new_bench: NewBench) -> None:
    here, one, there, two_, path = two(new_bench, "7×8", "×2")
    cut = here.engine.trees.cut(one, path[2].id)
    written(here)
    assert looked(there, two_) is True
    assert texts(there, two_) == ["7×8", "7 × 8 = 56"]
    here.engine.trees.mend(cut)
    written(here)
    assert looked(there, two_) is True
    there.engine.show_through(two_, path[2].id)
    assert texts(there, two_) == ["7×8", "7 × 8 = 56", "×2", "56 × 2 = 112"]


def test_going_on_in_what_the_other_deleted_brings_it_back_and_is_asked_with_all_before_it(
    new_bench: NewBench,
) -> None:
    here, one, there, two_, path = two(new_bench, "7×8", "×2")
    here.engine.trees.cut(one, path[0].id)
    written(here)
    asked(there, two_, "×3")
    assert there.lab.chats[-1].messages[0]["content"] == "7×8"
    assert texts(there, two_)[-1] == "112 × 3 = 336"
    written(there)
    assert looked(here, one) is True
    assert tree(here, one).messages.keys() == tree(there, two_).messages.keys()


def test_what_the_other_did_not_see_when_it_deleted_does_not_lose_what_it_stands_on(new_bench: NewBench) -> None:
    """Both at the same time: one goes on below a message, the other deletes that message alone."""
    here, one, there, two_, path = two(new_bench, "7×8", "×2")
    asked(there, two_, "×3")
    written(there)
    here.engine.trees.cut(one, path[2].id)
    written(here)
    assert looked(there, two_) is False
    assert texts(there, two_)[2:5] == ["×2", "56 × 2 = 112", "×3"]
    written(there)
    looked(here, one)
    stored = here.store.conversation(path[0].conversation_id).result(LIMIT_S)
    assert stored is not None
    assert stored.messages == tree(here, one).messages == tree(there, two_).messages
