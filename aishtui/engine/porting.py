"""Exports and imports for the screen: each in a thread of its own, so that nothing else waits for it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from aishtui.chat.comparisons import is_of
from aishtui.chat.halves import utf8
from aishtui.chat.portable.kept import Imported, KeptConversation
from aishtui.engine.conversation_book import ConversationBook
from aishtui.engine.job import ExportOrder, Job
from aishtui.engine.keeper import Keeper
from aishtui.store.errors import CannotOpen
from aishtui.store.whole_file import whole_file

if TYPE_CHECKING:
    from aishtui.engine.importing import ImportReport

T = TypeVar("T")


class Porting:
    """Every method returns at once; the futures fail with StoreError, NothingToExport and JobStopped. Any thread."""

    def __init__(
        self,
        keeper: Keeper,
        book: ConversationBook,
        look: Callable[[str], Future[bool]],
        history_changed: Callable[[], None],
    ) -> None:
        """`look` compares a conversation that is in memory with what is stored."""
        self._keeper = keeper
        self._book = book
        self._look = look
        self._history_changed = history_changed
        self._running: dict[threading.Thread, Job] = {}

    def conversation(self, conversation_id: str) -> Future[KeptConversation | None]:
        """What an export of it holds; None where there is none, or it is deleted."""
        return self._keeper.kept_conversation(conversation_id)

    def export(self, order: ExportOrder, path: Path, job: Job) -> Future[int]:
        """Writes `path`, where there must be nothing yet; the file's size in bytes. Where it fails or is stopped there
        is still nothing."""
        return self._in_thread(lambda: self._export(order, path, job), job)

    def text(self, order: ExportOrder, job: Job) -> Future[str]:
        """What an export would write."""
        return self._in_thread(lambda: self._text(order, job), job)

    def import_file(self, path: Path, job: Job) -> "Future[ImportReport]":
        """Takes in what is not here; what is open is brought up to date."""
        return self._in_thread(lambda: self._import(path, job), job)

    def stop(self, limit_s: float) -> None:
        """Stops all that runs, and waits until it has put its things away, but no longer than that. Blocks."""
        running = dict(self._running)
        for job in running.values():
            job.stop()
        ends_at = time.monotonic() + limit_s
        for thread in running:
            thread.join(max(0.0, ends_at - time.monotonic()))

    def _export(self, order: ExportOrder, path: Path, job: Job) -> int:
        from aishtui.engine.exporting import export_text  # start-up: few exports are the first thing that is done

        with whole_file(path, replace=False) as file:
            return sum(file.write(utf8(text)) for text in export_text(self._keeper, order, job, self._unsaved(order)))

    def _text(self, order: ExportOrder, job: Job) -> str:
        from aishtui.engine.exporting import export_text  # start-up: as above

        return "".join(export_text(self._keeper, order, job, self._unsaved(order)))

    def _unsaved(self, order: ExportOrder) -> tuple[KeptConversation, ...]:
        """The conversation, or those of the comparison, as they are in memory."""
        if order.comparison is not None:
            of = partial(is_of, order.comparison)
            return tuple(KeptConversation(one) for one in self._book.loaded() if any(map(of, one.messages.values())))
        try:
            return (KeptConversation(self._book.get(order.conversation_id or "")),)
        except KeyError:
            return ()

    def _import(self, path: Path, job: Job) -> "ImportReport":
        from aishtui.engine.importing import import_file  # start-up: as above

        try:
            with path.open("rb") as file:
                job.total = path.stat().st_size
                modified_ms = min(path.stat().st_mtime_ns, time.time_ns()) // 1_000_000
                return import_file(self._keeper, file, modified_ms, job, self._imported)
        except OSError as error:
            raise CannotOpen(path, error.strerror or str(error)) from error
        finally:
            self._history_changed()

    def _imported(self, done: Imported) -> None:
        if done.changed and self._book.is_loaded(done.conversation_id):
            self._look(done.conversation_id).result()

    def _in_thread(self, work: Callable[[], T], job: Job) -> Future[T]:
        outcome: Future[T] = Future()
        outcome.set_running_or_notify_cancel()

        def do() -> None:
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - the top of a thread: whoever waits hears of it
                outcome.set_exception(error)
            else:
                outcome.set_result(result)
            finally:
                del self._running[thread]

        thread = threading.Thread(target=do, name="aishtui-porting", daemon=True)
        self._running[thread] = job
        thread.start()
        return outcome
