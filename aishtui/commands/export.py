"""`aishtui export`: one conversation or all of them as a file, or to standard output."""

import json
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import TextIO

from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.halves import utf8
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.portable.forms import Form, form_of_name, named_after
from aishtui.chat.wording import plural, size
from aishtui.commands.history_store import NoHistory, history_store
from aishtui.commands.output import STOPPED, USAGE, let_go_of
from aishtui.commands.progress_line import ProgressLine
from aishtui.commands.settings import Settings
from aishtui.engine.exporting import export_text
from aishtui.engine.job import ExportOrder, Job, NothingToExport
from aishtui.screens.export_line import free_path
from aishtui.store.database import Store
from aishtui.store.errors import StoreError
from aishtui.store.whole_file import whole_file

_MOST_NAMED = 6
# JSON escapes C0 itself; these are what else can steer a terminal (see `chat/clean.py`).
_STEERS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class ExportWanted:
    """`name` None: all conversations, or the newest comparison. `branches` and `form` None: what is usual; `target`
    None or `-`: standard output."""

    name: str | None
    form: Form | None = None
    branches: bool | None = None
    target: str | None = None
    comparison: bool = False
    """`name` is a comparison's id, `newest`, or means a conversation whose newest comparison is wanted."""


class _Unknown(Exception):
    """It is not known what is wanted: no conversation, or several, are called like that; the message is a sentence."""


def run_export(settings: Settings, wanted: ExportWanted, out: TextIO, notes: TextIO) -> int:
    """Returns the exit status: 0 written, 1 not, 2 there is no such conversation, 130 stopped."""
    try:
        with _interruptible(), history_store(settings, notes) as store:
            return _export(store, wanted, out, notes)
    except _Unknown as problem:
        print(f"aishtui: {problem}", file=notes)
        return USAGE
    except (NoHistory, NothingToExport, StoreError) as problem:
        print(f"aishtui: {problem}", file=notes)
        return 1
    except KeyboardInterrupt:
        print("aishtui: stopped; nothing was written." if _is_file(wanted) else "aishtui: stopped.", file=notes)
        return STOPPED


def _export(store: Store, wanted: ExportWanted, out: TextIO, notes: TextIO) -> int:
    job = Job()
    if wanted.comparison:
        comparison, title = _named_comparison(store, wanted.name)
        order = _order(wanted, None, comparison)
        if order.form is Form.TEXT:
            raise _Unknown("A comparison is written as md or json: name FILE so, or say --format.")
    else:
        id_, title = _named(store, wanted.name)
        order = _order(wanted, id_)
    text = export_text(store, order, job)
    with ProgressLine(job, notes, _words):
        if wanted.target is not None and _is_file(wanted):
            path = _path(Path(wanted.target), title, order.form)
            with whole_file(path, replace=True) as file:
                length = sum(file.write(utf8(piece)) for piece in text)
        else:
            return _to_output(text, order.form, out, notes)
    one = "the comparison" if wanted.comparison else "the conversation"
    what = plural(job.total, "conversation") if order.everything else one
    print(f"aishtui: {what} written to {path} ({size(length)}).", file=notes)
    return 0


def _is_file(wanted: ExportWanted) -> bool:
    return wanted.target not in (None, "-")


def _words(job: Job) -> str:
    return f"exporting: {job.done} of {plural(job.total, 'conversation')}" if job.total else "exporting"


def _path(target: Path, title: str, form: Form) -> Path:
    """In a folder the file is called after the conversation, and none that is there is replaced."""
    if not target.is_dir():
        return target
    everything = f"aishtui-{date.today().isoformat()}.{form.value}"
    return free_path(target, named_after(title, form) if title else everything)


def _order(wanted: ExportWanted, id_: str | None, comparison: str | None = None) -> ExportOrder:
    everything = id_ is None and comparison is None
    named = form_of_name(wanted.target) if wanted.target is not None else None
    form = wanted.form or named or (Form.JSON if everything else Form.MARKDOWN)
    branches = wanted.branches if wanted.branches is not None else form is Form.JSON
    return ExportOrder(form, branches, id_, comparison=comparison)


def _named_comparison(store: Store, name: str | None) -> tuple[str, str]:
    """Id and title of the one comparison that `name` can mean. Raises _Unknown."""
    if name is None or name == "newest":
        newest = store.newest_comparison().result()
        if newest is None:
            raise _Unknown("Nothing has been compared yet.")
        return newest, _title(store, store.comparison(newest).result())
    if answers := store.comparison(name).result():
        return name, _title(store, answers)
    id_, title = _named(store, name)
    newest = store.newest_comparison(id_).result()
    if newest is None:
        raise _Unknown(f"Nothing was compared in “{clean_line(title, 60)}”; without --comparison it is exported.")
    return newest, f"compare {title}"


def _title(store: Store, answers: Sequence[Message]) -> str:
    first = next(iter(answers), None)
    kept = store.kept_conversation(first.conversation_id).result() if first is not None else None
    return f"compare {kept.conversation.title}" if kept is not None else "comparison"


def _named(store: Store, name: str | None) -> tuple[str | None, str]:
    """Id and title of the one conversation that `name` can mean; nothing for all of them. Raises _Unknown."""
    if name is None:
        return None, ""
    found = store.conversations_called(name, _MOST_NAMED).result()
    if len(found) == 1:
        return found[0].id, found[0].title or found[0].id
    shown = clean_line(name, 60)
    if not found:
        raise _Unknown(f"There is no conversation “{shown}”. Name an id, its beginning, or words of the title; "
                       "`aishtui search` prints ids.")  # fmt: skip
    some = "; ".join(f"{clean_line(one.id, 60)} {clean_line(one.title, 60)}" for one in found[: _MOST_NAMED - 1])
    more = " and others" if len(found) == _MOST_NAMED else ""
    raise _Unknown(f"“{shown}” may be several conversations: {some}{more}. Name the id.")


def _to_output(text: Iterator[str], form: Form, out: TextIO, notes: TextIO) -> int:
    """Byte for byte, unless a terminal reads it."""
    first = next(text, "")  # what is wrong with the order shows now
    try:
        write = _for_terminal(form, out) if out.isatty() else _for_others(out)
        write(first)
        for piece in text:
            write(piece)
        out.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            print(f"aishtui: standard output cannot be written ({error.strerror or error}).", file=notes)
        let_go_of(out)
        return 1
    return 0


def _for_others(out: TextIO) -> Callable[[str], object]:
    out.flush()
    buffer = out.buffer
    return lambda piece: buffer.write(utf8(piece))


def _for_terminal(form: Form, out: TextIO) -> Callable[[str], object]:
    if form is Form.JSON:
        return lambda piece: out.write(_STEERS.sub(lambda match: json.dumps(match.group())[1:-1], piece))
    return lambda piece: out.write(clean_text(piece))


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends it like Ctrl+C does: in order."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
