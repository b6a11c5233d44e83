"""Exports and imports beside a running engine."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from aishtui.chat.messages import Conversation
from aishtui.chat.portable.forms import Form
from aishtui.chat.portable.kept import Imported, KeptConversation
from aishtui.chat.presets import Preset
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.importing import import_file
from aishtui.engine.job import ExportOrder, Job, JobStopped, NothingToExport
from aishtui.engine.keeper import KeepsNothing
from aishtui.engine.porting import Porting
from aishtui.store.database import Store
from aishtui.store.errors import AlreadyThere, CannotOpen, DiskFull
from tests.chat.portable.values import STAMP, THEN_MS, an_id, answer, kept, prompt
from tests.engine.bench import Bench
from tests.servers.homelab import Homelab

T = TypeVar("T")

LIMIT_S = 20.0
TALK = kept(prompt("one"), answer("two", 2, an_id(1)), title="Talk")
EVERYTHING = ExportOrder(Form.JSON, branches=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "data")
    store.start()
    yield store
    store.close()


@pytest.fixture
def book() -> ConversationBook:
    return ConversationBook()


@pytest.fixture
def porting(store: Store, book: ConversationBook) -> Porting:
    return Porting(store, book, nothing_to_look_at, lambda: None)


def nothing_to_look_at(_conversation_id: str) -> Future[bool]:
    raise AssertionError("no conversation is in memory")


def lines(count: int) -> bytes:
    return b"".join(
        json.dumps({"messages": [{"role": "user", "content": f"number {number}"}]}).encode() + b"\n"
        for number in range(count)
    )


def test_what_is_exported_is_imported_again(porting: Porting, store: Store, tmp_path: Path) -> None:
    store.import_conversation(TALK).result()
    path = tmp_path / "a.json"
    assert porting.export(EVERYTHING, path, Job()).result(LIMIT_S) == path.stat().st_size
    report = porting.import_file(path, Job()).result(LIMIT_S)
    assert (report.known, report.new, report.whole) == (1, 0, True)
    with pytest.raises(AlreadyThere):
        porting.export(EVERYTHING, path, Job()).result(LIMIT_S)


def test_how_far_it_is_can_be_seen(porting: Porting, store: Store, tmp_path: Path) -> None:
    for number in range(3):
        store.import_conversation(KeptConversation(Conversation(an_id(number * 10), STAMP, ""))).result()
    job = Job()
    porting.export(EVERYTHING, tmp_path / "a.json", job).result(LIMIT_S)
    assert (job.done, job.total) == (3, 3)
    job = Job()
    porting.import_file(tmp_path / "a.json", job).result(LIMIT_S)
    assert job.done == job.total == (tmp_path / "a.json").stat().st_size


def test_a_stopped_export_leaves_nothing_behind(porting: Porting, store: Store, tmp_path: Path) -> None:
    store.import_conversation(TALK).result()
    job = Job()
    job.stop()
    with pytest.raises(JobStopped):
        porting.export(EVERYTHING, tmp_path / "a.json", job).result(LIMIT_S)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_leaving_stops_what_runs(porting: Porting, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(20_000))
    job = Job()
    running = porting.import_file(path, job)
    porting.stop(LIMIT_S)
    report = running.result(LIMIT_S)
    assert job.stopped
    assert report.stopped
    assert report.new < 20_000
    assert len(store.conversation_ids("", 20_000).result()) == report.new


class _Slow(KeepsNothing):
    """A store with two conversations, whose first is read when the job is stopped."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.asked = threading.Event()

    def conversation_ids(self, after: str, limit: int) -> Future[tuple[str, ...]]:
        return _done(() if after else (an_id(0), an_id(50)))

    def kept_conversation(self, conversation_id: str) -> Future[KeptConversation | None]:
        self.asked.set()
        while not self.job.stopped:
            time.sleep(0.01)
        return _done(TALK)


def _done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


def test_leaving_leaves_no_half_export(book: ConversationBook, tmp_path: Path) -> None:
    job = Job()
    slow = _Slow(job)
    porting = Porting(slow, book, nothing_to_look_at, lambda: None)
    running = porting.export(EVERYTHING, tmp_path / "a.json", job)
    assert slow.asked.wait(LIMIT_S)
    assert not (tmp_path / "a.json").exists()
    porting.stop(LIMIT_S)
    with pytest.raises(JobStopped):
        running.result(0)
    assert list(tmp_path.iterdir()) == []


def test_one_that_is_open_shows_what_came(lab: Homelab, tmp_path: Path) -> None:
    with Bench(lab, tmp_path / "data", ()) as bench:
        bench.store.import_conversation(TALK).result()
        tab = bench.engine.new_tab(Preset.of_model("m"))
        bench.engine.load_conversation(an_id(0)).result(LIMIT_S)
        tab = bench.engine.open_conversation(an_id(0), None, otherwise=Preset.of_model("m"), new_tab=True)
        path = tmp_path / "a.json"
        bench.engine.porting.export(EVERYTHING, path, Job()).result(LIMIT_S)
        path.write_text(path.read_text().replace('"title": "Talk"', '"title": "Other"').replace(an_id(2), an_id(3)))
        bench.engine.porting.import_file(path, Job()).result(LIMIT_S)
        open_now = bench.engine.conversation(tab.id)
        assert open_now is not None
        assert sorted(open_now.messages) == [an_id(1), an_id(2), an_id(3)]
        assert open_now.title == "Talk"
        assert bench.engine.take_changes().history


def test_a_conversation_that_nobody_keeps_is_exported_from_memory(tmp_path: Path, book: ConversationBook) -> None:
    book.begin(TALK.conversation)
    porting = Porting(KeepsNothing(), book, nothing_to_look_at, lambda: None)
    order = ExportOrder(Form.TEXT, False, an_id(0))
    porting.export(order, tmp_path / "a.txt", Job()).result(LIMIT_S)
    assert "two" in (tmp_path / "a.txt").read_text()


def test_nothing_is_made_for_what_is_not_there(porting: Porting, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport, match="There is no conversation"):
        porting.export(ExportOrder(Form.TEXT, False, "gone"), tmp_path / "a.txt", Job()).result(LIMIT_S)
    with pytest.raises(CannotOpen, match="No such file"):
        porting.import_file(tmp_path / "none.json", Job()).result(LIMIT_S)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


class _Failing(KeepsNothing):
    """A store whose disk is full from the third conversation on."""

    def __init__(self) -> None:
        self.taken = 0

    def import_conversation(self, kept: KeptConversation, durable: bool = True) -> Future[Imported]:
        future: Future[Imported] = Future()
        if self.taken == 2:
            future.set_exception(DiskFull(Path("/data/aishtui.db")))
        else:
            self.taken += 1
            future.set_result(Imported(kept.conversation.id, new=True, added=1))
        return future


def test_a_full_disk_ends_it_with_what_is_in(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(lines(10))
    with path.open("rb") as file:
        report = import_file(_Failing(), file, THEN_MS, Job())
    assert (report.new, report.whole) == (2, False)
    assert report.words() == f"{DiskFull(Path('/data/aishtui.db'))} 2 conversations imported (2 new messages)."


class _Breaking:
    """A file on a disk that fails in its middle."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read1(self, size: int, /) -> bytes:
        if not self._content:
            raise OSError(5, "Input/output error")
        content, self._content = self._content, b""
        return content


def test_a_file_that_cannot_be_read_any_further_is_said(store: Store) -> None:
    report = import_file(store, _Breaking(lines(3)), THEN_MS, Job())
    assert report.words() == (
        "The file cannot be read any further (Input/output error). 3 conversations imported (3 new messages)."
    )


def test_what_has_ended_in_memory_is_exported_also_where_the_disk_does_not_have_it(
    store: Store, book: ConversationBook, tmp_path: Path
) -> None:
    store.import_conversation(kept(prompt("one"), title="Talk")).result(LIMIT_S)
    book.load(TALK.conversation)
    job = Job()
    porting = Porting(store, book, lambda _: Future(), lambda: None)
    order = ExportOrder(Form.JSON, branches=True, conversation_id=TALK.conversation.id)
    porting.export(order, tmp_path / "talk.json", job).result(LIMIT_S)
    (written,) = json.loads((tmp_path / "talk.json").read_text())["conversations"]
    assert [message["text"] for message in written["messages"]] == ["one", "two"]
