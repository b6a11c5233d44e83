"""What one conversation holds for the pane: its messages, which of them have changed, and which still grow."""

from collections.abc import Mapping, Sequence

from aishtui.chat.answers import AnswerDelta
from aishtui.chat.branches import Version
from aishtui.chat.messages import Message, Role
from aishtui.chat.prompt_queue import Place
from aishtui.pane.entry import Entry
from aishtui.pane.frame import Frame
from aishtui.pane.stack import Stack
from aishtui.pane.ticking import next_second


class Contents:
    """The part of a document that takes text: nothing here asks where the reader is, and nothing is laid out."""

    def __init__(self) -> None:
        self._versioned: frozenset[str] = frozenset()
        self._welcome = ""
        self._stack = Stack()
        self._index: dict[str, int] = {}
        self._changed: set[int] = set()
        self._running: set[int] = set()
        self._shape: tuple[int, object, object] | None = None
        """The width and renderer of the lines that are known; None: all are to be laid out anew."""

    @property
    def welcome(self) -> str:
        """Markdown that is shown while there is no message."""
        return self._welcome

    @welcome.setter
    def welcome(self, markdown: str) -> None:
        if markdown != self._welcome:
            self._welcome = markdown
            if self.empty:
                self.load(())

    @property
    def empty(self) -> bool:
        """Whether there is no message; the welcome text is none."""
        return not self._index

    @property
    def messages(self) -> list[Message]:
        return [self._stack.entries[index].message for index in self._index.values()]

    def load(self, messages: Sequence[Message]) -> None:
        """Show these messages and none else; the welcome text if there are none."""
        self._fill([Entry(message) for message in messages])

    def _exchange(self, messages: Sequence[Message]) -> int:
        """Show these messages instead, keeping what is known of those that stay; how many stay at the beginning."""
        known = {entry.message.id: entry for entry in self._stack.entries}
        entries, same = [], 0
        for index, message in enumerate(messages):
            entry = known.get(message.id)
            if entry is not None and (entry.message == message or entry.running):
                same += same == index
            else:
                entry = Entry(message)
            entries.append(entry)
        self._fill(entries)
        return same

    def _fill(self, entries: Sequence[Entry]) -> None:
        self._index = {entry.message.id: index for index, entry in enumerate(entries)}
        if not entries and self._welcome:
            entries = [Entry(Message("", "", None, Role.ASSISTANT, self._welcome, ""), bare=True)]
        self._stack = Stack(entries)
        self._running = {index for index, entry in enumerate(entries) if entry.running}
        self._changed.clear()
        self._shape = None

    def add(self, message: Message) -> None:
        """Append a message: a prompt, or an answer that begins."""
        if message.id in self._index:
            self.end(message)
        elif self.empty and self._stack.entries:
            self.load((message,))
        else:
            self._index[message.id] = len(self._stack)
            self._changed.add(len(self._stack))
            self._stack.append(Entry(message))

    def grow(self, delta: AnswerDelta) -> None:
        """A live answer grew or changed its stage. Answers on other branches are none of this document's."""
        index = self._index.get(delta.view.id)
        if index is not None:
            entry = self._stack.entries[index]
            entry.grow(delta)
            self._changed.add(index)
            if entry.running:
                self._running.add(index)

    def end(self, message: Message) -> None:
        """An answer has ended: from now on it is shown as it is stored."""
        index = self._index.get(message.id)
        if index is not None:
            self._stack.entries[index].end(message)
            self._changed.add(index)
            self._running.discard(index)

    @property
    def growing(self) -> bool:
        """Whether any of its answers has not ended."""
        return bool(self._running)

    def next_second(self, now: float) -> float | None:
        """The next moment at which a clock in view shows another second; None where none is in view."""
        views = [self._stack.entries[index].view for index in self._running if index in self._stack.visible]
        return min(
            (next_second(view, now) for view in views if view is not None and not view.status.ended), default=None
        )

    def message_at(self, index: int) -> Message | None:
        """The message of an entry; None for the welcome text."""
        return self._stack.entries[index].message if self._index and 0 <= index < len(self._stack) else None

    def entry_of(self, message_id: str) -> Entry | None:
        """The entry of a message; None where it is not shown."""
        index = self._index.get(message_id)
        return self._stack.entries[index] if index is not None else None

    def show_versions(self, versions: Mapping[str, Version]) -> bool:
        """Say in the headers of messages with versions which one each is; the others have none. Whether any is new."""
        new = False
        for message_id in {*self._versioned, *versions}:
            entry, version = self.entry_of(message_id), str(versions.get(message_id, ""))
            if entry is not None and entry.version != version:
                entry.version = version
                self._changed.add(self._index[message_id])
                new = True
        self._versioned = frozenset(versions)
        return new

    def show_left_out(self, message_id: str | None, words: str = "") -> bool:
        """Say above this message what is left out there, and above no other. Whether that is new."""
        new = False
        for index, entry in enumerate(self._stack.entries):
            said = words if entry.message.id == message_id else ""
            if entry.above != said:
                entry.above = said
                self._changed.add(index)
                new = True
        return new

    def show_queued(self, places: Mapping[str, Place]) -> bool:
        """Say below the prompts that were typed ahead where each stands. Whether any of that is new."""
        new = False
        for message_id, place in places.items():
            entry = self.entry_of(message_id)
            if entry is not None and entry.queued != place:
                entry.queued = place
                self._changed.add(self._index[message_id])
                new = True
        return new

    def laid_out(self, index: int, frame: Frame) -> Entry:
        """An entry with its lines."""
        return self._stack.need(index, frame)

    def entries(self) -> Sequence[Entry]:
        """All entries, for what reads their text."""
        return self._stack.entries
