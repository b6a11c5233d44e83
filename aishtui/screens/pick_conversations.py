"""Conversations to pick: the newest by their titles, with a look at where each ended. The favourites are the pinned
ones, which stand first in the history too."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from aishtui.chat.ages import age
from aishtui.chat.clean import clean_line
from aishtui.chat.history import Mark, Summary, Wanted
from aishtui.chat.messages import Message, Role
from aishtui.chat.often_used import PickKind
from aishtui.chat.wording import and_list, plural
from aishtui.engine.archive import Archive
from aishtui.screens.pick_facts import fact, titled
from aishtui.store.errors import StoreError
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

EMPTY = "No conversation yet. Ask something: every prompt and every answer is kept. Esc goes back."
PAGE = 250
MOST = 5_000
"""So many of the newest are listed; the history searches all of them."""
_LAST = 3
"""So many of the last messages are shown."""
_LINES = 12
"""So many lines of each."""
_NO_TITLE = "(no title)"


class Conversations:
    """What has been read of them so far."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._summaries: dict[str, Summary] = {}
        self.entries: list[PickEntry] = []
        self.pinned: list[str] = []
        self.whole = True
        """False: there are more than are listed."""
        self.problem = ""

    def summary(self, conversation_id: str) -> Summary:
        return self._summaries[conversation_id]

    async def pages(self) -> AsyncIterator[None]:
        """Read page by page, and stop for whoever wants to show each."""
        after: Mark | None = None
        while len(self.entries) < MOST:
            try:
                found = await asyncio.wrap_future(self._archive.find(Wanted(), PAGE, after))
            except StoreError as problem:
                self.problem = str(problem)
                yield
                return
            self._take(found.rows)
            after = found.next
            self.whole = after is None
            yield
            if after is None:
                return

    def _take(self, rows: Sequence[Summary]) -> None:
        now = datetime.now().astimezone()
        for row in rows:
            if row.id not in self._summaries:
                self._summaries[row.id] = row
                self.entries.append(_entry(row, now))
                if row.pinned:
                    self.pinned.append(row.id)

    def note(self, history: str) -> str:
        """What is to be known of the list; `history` is how one comes to the history."""
        many = f"The newest {len(self.entries):,} are listed; {history} searches all of them."
        return self.problem or (many if not self.whole and len(self.entries) >= MOST else "")

    def mark(self, conversation_id: str, on: bool) -> None:
        self.pinned = [known for known in self.pinned if known != conversation_id]
        if on:
            self.pinned.append(conversation_id)

    def look(self, entry: PickEntry) -> ReadingText:
        row = self._summaries[entry.key]
        reading = titled(entry.label)
        fact(reading, "changed", _moment(row.changed_at))
        fact(reading, "begun", _moment(row.created_at))
        fact(reading, "messages", str(row.messages))
        fact(reading, "asked", clean_line(and_list(row.presets[:5]) or and_list(row.models[:5])))
        fact(reading, "answered by", clean_line(and_list(row.backends[:5])))
        if row.comparison is not None:
            columns = ", ".join(clean_line(name, 40) for name in row.comparison.columns)
            fact(reading, "compared", f"{columns}: {plural(row.comparison.rounds, 'round')}")
        return reading

    async def look_closer(self, entry: PickEntry) -> ReadingText:
        """The same, with the last lines of its last messages."""
        reading = self.look(entry)
        try:
            messages = await asyncio.wrap_future(self._archive.preview(entry.key))
        except StoreError as problem:
            reading.line()
            reading.line(str(problem), "error")
            return reading
        for message in messages[-_LAST:]:
            _add(reading, message)
        return reading


def _entry(row: Summary, now: datetime) -> PickEntry:
    also = " ".join(map(clean_line, (*row.presets[:4], *row.models[:4], *row.backends[:4])))
    label = clean_line(row.title, 200) or _NO_TITLE
    return PickEntry(PickKind.CONVERSATION, row.id, label, age(row.changed_at, now), also, "Newest")


def _add(reading: ReadingText, message: Message) -> None:
    reading.line()
    reading.line("You" if message.role is Role.USER else "Answer", "muted")
    lines = message.text.strip().splitlines()
    if len(lines) > _LINES:
        reading.line("…", "muted")
    reading.line("\n".join(lines[-_LINES:]) or f"({message.status.value}, no text)")


def _moment(stamp: str) -> str:
    """A UTC stamp in the local zone; empty where it is none."""
    try:
        return f"{datetime.fromisoformat(stamp).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return ""
