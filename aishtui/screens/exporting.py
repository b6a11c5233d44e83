"""Exports and imports from the screen: what runs is seen in the notice and stopped with Esc; the notice says where the
file is. Nothing that is there is overwritten."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from aishtui.chat.portable.forms import Form, named_after
from aishtui.chat.wording import plural, sentences, size
from aishtui.engine.job import ExportOrder, Job, JobStopped, NothingToExport
from aishtui.screens.chosen_message import ChosenMessage
from aishtui.screens.export_line import BadPath, free_path, path_of, read_export_line
from aishtui.screens.typed_commands import CommandFailed
from aishtui.store.errors import StoreError
from aishtui.widgets.notice import NoticeLevel

if TYPE_CHECKING:
    from aishtui.engine.importing import ImportReport

PROGRESS_S = 0.5
_ONE_AT_A_TIME = "An export or import is running. Esc stops it."


class Exporting(ChosenMessage):
    """One export or import at a time; everything else goes on meanwhile."""

    _job: Job | None = None
    _job_words: Callable[[Job], str] = staticmethod(lambda _job: "")

    # -- asked for

    def export(self, line: str) -> None:
        """`:export [all] [branches] [md | json | txt] [FILE]`: the conversation in view, or the comparison. Raises
        CommandFailed."""
        self._refuse_second()
        try:
            wanted = read_export_line(line)
        except BadPath as problem:
            raise CommandFailed(str(problem)) from problem
        if wanted.everything:
            order = ExportOrder(wanted.form, wanted.branches)
            name = f"aishtui-{date.today().isoformat()}.{wanted.form.value}"
        elif self.tab.comparison is not None and not wanted.branches_named:
            order, name = self._comparison_order(self.tab.comparison, wanted.form)
        else:
            conversation = self.engine.conversation(self.tab.id)
            if conversation is None or not conversation.messages:
                raise CommandFailed(
                    "There is nothing in this conversation to export yet. :export all takes all of them."
                )
            order = ExportOrder(wanted.form, wanted.branches, conversation.id, self.tab.leaf_id)
            name = named_after(conversation.title, wanted.form)
        self._show_when_done(self._export(order, self._path(wanted.path, name), self._begin(_exporting)))

    def _comparison_order(self, comparison: str, form: Form) -> tuple[ExportOrder, str]:
        if form is Form.TEXT:
            raise CommandFailed(
                "A comparison is written as md or json. :export branches txt writes this column's conversation."
            )
        if not self.engine.comparing.rounds(comparison):
            raise CommandFailed("Nothing has been compared yet that could be exported.")
        conversation = self.engine.conversation(self.tab.id)
        title = conversation.title if conversation is not None else ""
        return ExportOrder(form, True, comparison=comparison), named_after(f"compare {title}", form)

    async def export_comparison(self, comparison: str, title: str, form: str) -> str:
        """Writes a comparison, open or not, as `md` or `json` into the current folder. The sentence that says where it
        is, or why not."""
        if self._job is not None:
            return _ONE_AT_A_TIME
        order = ExportOrder(Form(form), True, comparison=comparison)
        path = self._path(None, named_after(f"compare {title}", order.form))
        return (await self._export(order, path, self._begin(_exporting)))[0]

    async def export_conversation(self, conversation_id: str, form: str) -> str:
        """Writes any conversation, open or not, as `md`, `json` or `txt` into the current folder: as JSON all of it,
        otherwise its newest path. The sentence that says where it is, or why not."""
        if self._job is not None:
            return _ONE_AT_A_TIME
        try:
            kept = await asyncio.wrap_future(self.engine.porting.conversation(conversation_id))
        except StoreError as problem:
            return str(problem)
        title = kept.conversation.title if kept is not None else ""
        order = ExportOrder(Form(form), form == Form.JSON, conversation_id)
        path = self._path(None, named_after(title, order.form))
        return (await self._export(order, path, self._begin(_exporting)))[0]

    def import_file(self, name: str) -> None:
        """`:import FILE`. Raises CommandFailed."""
        self._refuse_second()
        if not name:
            raise CommandFailed("Name a file: :import conversations.json.")
        try:
            path = path_of(name)
        except BadPath as problem:
            raise CommandFailed(str(problem)) from problem
        self._show_when_done(self._import(path, self._begin(_importing)))

    def stop_job(self) -> bool:
        """Stops what runs; False where nothing does."""
        if self._job is None:
            return False
        self._job.stop()
        return True

    def action_conversation_export(self) -> None:
        self._attempt(lambda: self.export(""))

    def action_history_import(self) -> None:
        """What the palette can do without a file's name: have it typed."""
        if self._prompt.value:
            self._notice.show("Type :import and the file's name in the empty prompt.")
        else:
            self._put_draft(":import ")

    # -- done

    def _refuse_second(self) -> None:
        if self._job is not None:
            raise CommandFailed(_ONE_AT_A_TIME)

    def _path(self, named: Path | None, name: str) -> Path:
        if named is None or named.is_dir():
            return free_path(named or Path.cwd(), name)
        return named

    async def _export(self, order: ExportOrder, path: Path, job: Job) -> tuple[str, NoticeLevel]:
        timer = self.set_interval(PROGRESS_S, self._show_progress)
        try:
            length = await asyncio.wrap_future(self.engine.porting.export(order, path, job))
        except JobStopped:
            return "Stopped; nothing was written.", NoticeLevel.WARNING
        except (StoreError, NothingToExport) as problem:
            return str(problem), NoticeLevel.ERROR
        finally:
            timer.stop()
            self._job = None
        what = f" {plural(job.done, 'conversation')}" if order.everything else ""
        return f"Exported{what} to {path} ({size(length)}).", NoticeLevel.INFO

    async def _import(self, path: Path, job: Job) -> tuple[str, NoticeLevel]:
        timer = self.set_interval(PROGRESS_S, self._show_progress)
        try:
            report = await asyncio.wrap_future(self.engine.porting.import_file(path, job))
        except StoreError as problem:
            return str(problem), NoticeLevel.ERROR
        finally:
            timer.stop()
            self._job = None
        return _outcome(report), NoticeLevel.INFO if report.whole else NoticeLevel.WARNING

    def _begin(self, words: Callable[[Job], str]) -> Job:
        self._job, self._job_words = Job(), words
        return self._job

    def _show_progress(self) -> None:
        if self._job is not None:
            self._notice.show(self._job_words(self._job))

    def _show_when_done(self, work: Awaitable[tuple[str, NoticeLevel]]) -> None:
        async def show() -> None:
            self._notice.show(*await work)

        self.run_worker(show(), exclusive=False)


def _exporting(job: Job) -> str:
    far = f" {job.done} of {plural(job.total, 'conversation')}" if job.total else ""
    return f"Exporting{far}; Esc stops it."


def _importing(job: Job) -> str:
    return f"Importing: {size(job.done)} of {size(job.total)} read; Esc stops it and keeps what is in."


def _outcome(report: "ImportReport") -> str:
    """What is in now, and the first of what is not."""
    first = report.troubles[0] if report.troubles else ""
    more = len(report.troubles) - 1 + report.more_troubles
    others = f"{more} more of this kind: `aishtui import` lists them" if more > 0 else ""
    return sentences(report.words(), f"{first[:1].upper()}{first[1:]}", others)
