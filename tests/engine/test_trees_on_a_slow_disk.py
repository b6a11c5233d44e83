"""What the disk says of a tree while it has not yet taken what was done here."""

import asyncio
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest

from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Tab
from aishtui.chat.tree_news import TreeNews
from aishtui.engine.changes import Changes
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.foreign_answers import ForeignAnswers
from aishtui.engine.keeper import KeepsNothing
from aishtui.engine.tab_list import TabList
from aishtui.engine.trees import Trees
from aishtui.store.errors import DiskFull

STAMP = "2026-11-23T12:04:00+00:00"


class SlowDisk(KeepsNothing):
    """Takes what it is given when it is told to; until then it says what was there before."""

    def __init__(self, *ids: str) -> None:
        self.here, self.deleted = set(ids), set[str]()
        self.taking: list[tuple[Future[str], tuple[str, ...]]] = []
        self.restored: list[str] = []
        self.asked: list[Future[TreeNews]] = []
        self.answers_at_once = True

    def delete_messages(self, ids: Sequence[str]) -> Future[str]:
        self.taking.append((Future(), tuple(ids)))
        return self.taking[-1][0]

    def restore_messages(self, ids: Sequence[str]) -> Future[None]:
        self.restored += ids
        return super().restore_messages(ids)

    def tree_news(self, conversation_id: str, known: Collection[str]) -> Future[TreeNews]:
        self.asked.append(Future())
        if self.answers_at_once:
            self.answer()
        return self.asked[-1]

    def answer(self) -> None:
        self.asked[-1].set_result(TreeNews((), frozenset(self.here), frozenset(self.deleted)))

    def take(self) -> None:
        for future, ids in self.taking:
            self.here -= set(ids)
            self.deleted |= set(ids)
            future.set_result(STAMP)
        self.taking.clear()


class Wood:
    """One straight conversation of four messages, in one tab."""

    def __init__(self) -> None:
        messages = {}
        for at, (id_, parent) in enumerate((("1", None), ("2", "1"), ("3", "2"), ("4", "3"))):
            messages[id_] = Message(id_, "c", parent, Role.ASSISTANT if at % 2 else Role.USER, id_, STAMP)
        self.disk, self.book, tabs = SlowDisk(*messages), ConversationBook(), TabList()
        self.book.begin(Conversation("c", STAMP, messages=messages))
        tabs.add(Tab("t", 0, "c", "fast", "m", leaf_id="4"))
        changes = Changes()
        foreign = ForeignAnswers(self.disk, self.book, lambda _id: True, changes.answer)
        self.trees = Trees(threading.RLock(), self.book, tabs, self.disk, foreign, changes, lambda: None)

    @property
    def ids(self) -> list[str]:
        return sorted(self.book.get("c").messages)


async def test_what_was_deleted_here_is_nothing_new_though_the_disk_has_it_still() -> None:
    wood = Wood()
    wood.trees.cut("t", "3")
    assert await wood.trees.look("c") is False
    assert wood.ids == ["1", "2"]
    wood.disk.take()
    assert await wood.trees.look("c") is False
    assert wood.ids == ["1", "2"]


async def test_once_the_disk_has_it_what_the_other_has_back_is_news() -> None:
    wood = Wood()
    wood.trees.cut("t", "3")
    wood.disk.take()
    wood.disk.here, wood.disk.deleted = {"1", "2", "3", "4"}, set()
    assert await wood.trees.look("c") is True
    assert wood.ids == ["1", "2", "3", "4"]


async def test_what_is_deleted_while_the_disk_is_asked_is_asked_for_again() -> None:
    wood = Wood()
    wood.disk.answers_at_once = False
    looking = asyncio.create_task(wood.trees.look("c"))
    await _until(lambda: len(wood.disk.asked) == 1)
    wood.disk.answer()
    wood.trees.cut("t", "3")
    wood.disk.take()
    await _until(lambda: len(wood.disk.asked) == 2)
    wood.disk.answer()
    assert await looking is False
    assert wood.ids == ["1", "2"]


async def test_on_a_full_disk_what_was_done_here_counts() -> None:
    wood = Wood()
    cut = wood.trees.cut("t", "3")
    wood.disk.taking[0][0].set_exception(DiskFull(Path("aishtui.db")))
    assert await wood.trees.look("c") is False
    assert wood.ids == ["1", "2"]
    wood.trees.mend(cut)
    assert wood.ids == ["1", "2", "3", "4"]
    assert wood.disk.restored == ["3", "4"]


@pytest.mark.parametrize(("deleted", "left"), [("34", ["1", "2"]), ("3", ["1", "2", "3", "4"]), ("1234", [])])
async def test_what_others_delete_goes_unless_something_stands_on_it(deleted: str, left: list[str]) -> None:
    wood = Wood()
    wood.disk.here -= set(deleted)
    wood.disk.deleted |= set(deleted)
    assert await wood.trees.look("c") is (len(left) < 4)
    assert wood.ids == left
    assert wood.disk.restored == (["3"] if deleted == "3" else [])


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)
