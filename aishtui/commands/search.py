"""`aishtui search`: which conversations have these words, and where."""

from datetime import UTC, datetime
from typing import TextIO

from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.history import ComparisonSummary, Found, Hit, Mark, Summary, Wanted
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.commands.history_store import NoHistory, history_store
from aishtui.commands.output import let_go_of, write_json
from aishtui.commands.settings import Settings
from aishtui.store.database import Store
from aishtui.store.errors import StoreError

NOTHING = 1
TROUBLE = 2
_TITLE = 80


@dataclass(frozen=True, slots=True)
class SearchWanted:
    wanted: Wanted
    limit: int = 20
    as_json: bool = False


def run_search(settings: Settings, search: SearchWanted, out: TextIO, notes: TextIO) -> int:
    """Returns the exit status, as grep does: 0 found, 1 nothing found, 2 it could not be searched."""
    try:
        with history_store(settings, notes) as store:
            found = _found(store, search)
    except (NoHistory, StoreError) as problem:
        print(f"aishtui: {problem}", file=notes)
        return TROUBLE
    if found.note:
        print(f"aishtui: {found.note}", file=notes)
    try:
        _print(found, search.as_json, out)
    except BrokenPipeError:
        let_go_of(out)
    except OSError as error:
        print(f"aishtui: what was found could not be written: {error.strerror or error}.", file=notes)
        return TROUBLE
    if found.next is not None:
        print(f"aishtui: there is more; --limit {search.limit * 2} shows it.", file=notes)
    if not found.rows:
        print("aishtui: nothing was found.", file=notes)
    return 0 if found.rows else NOTHING


def _found(store: Store, search: SearchWanted) -> Found:
    """Page by page up to the limit: a page may end early."""
    rows: list[Summary] = []
    note, after = "", None
    while True:
        page: Found = store.history(search.wanted, search.limit - len(rows), after).result()
        rows += page.rows
        note, after = note or page.note, page.next
        if after is None or len(rows) >= search.limit:
            return Found(tuple(rows[: search.limit]), _next(after, len(rows), search.limit), note)


def _next(after: Mark | None, read: int, limit: int) -> Mark | None:
    return after or (Mark("") if read > limit else None)


def _print(found: Found, as_json: bool, out: TextIO) -> None:
    if as_json:
        write_json({"conversations": [_object(row) for row in found.rows], "more": found.next is not None}, out, 2)
        return
    for row in found.rows:
        out.write(_row(row, out.isatty()))
    out.flush()


def _object(row: Summary) -> dict[str, object]:
    """Places of words are (start, end) in the excerpt, which is a piece of the text as it was received."""
    return {
        "id": row.id,
        "title": row.title,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "messages": row.messages,
        "pinned": row.pinned,
        "presets": list(row.presets),
        "models": list(row.models),
        "backends": list(row.backends),
        "comparison": _comparison(row.comparison) if row.comparison is not None else None,
        "hit": _hit(row.hit) if row.hit is not None else None,
    }


def _comparison(comparison: ComparisonSummary) -> dict[str, object]:
    return {"id": comparison.id, "columns": list(comparison.columns), "rounds": comparison.rounds}


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "message_id": hit.message_id,
        "role": hit.role.value,
        "excerpt": hit.excerpt,
        "marks": [list(mark) for mark in hit.marks],
        "count": hit.count,
    }


def _row(row: Summary, terminal: bool) -> str:
    """`ID  2026-11-25  title  excerpt`, on one line for scripts; on a terminal the excerpt stands below, marked."""
    head = f"{clean_line(row.id)}  {clean_line(row.changed_at[:10])}  {clean_line(row.title, _TITLE) or 'no title'}"
    if row.hit is None:
        return f"{head}\n"
    more = f" (and {row.hit.count - 1} more)" if row.hit.count > 1 else ""
    excerpt = _marked(row.hit) if terminal else _one_line(row.hit.excerpt)
    return f"{head}\n    {excerpt}{more}\n" if terminal else f"{head}  {excerpt}{more}\n"


def _marked(hit: Hit) -> str:
    parts, at = [], 0
    for start, end in hit.marks:
        parts += [_one_line(hit.excerpt[at:start]), f"\x1b[1m{_one_line(hit.excerpt[start:end])}\x1b[22m"]
        at = end
    return "".join((*parts, _one_line(hit.excerpt[at:])))


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ").replace("\t", " ")


def utc_bound(text: str) -> str | None:
    """A date, or a date and time in UTC, as the history compares them; None for what is neither."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2026-11-25"):
        return at.date().isoformat()
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
