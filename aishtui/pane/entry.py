"""One message of a document: its source, what of it is opened, and its lines while they are needed."""

from collections.abc import Iterator, Sequence
from itertools import islice

from aishtui.chat.answers import AnswerDelta, AnswerFacts, AnswerView
from aishtui.chat.clean import clean_text
from aishtui.chat.messages import Message, Role
from aishtui.chat.prompt_queue import Place
from aishtui.pane import parts
from aishtui.pane.frame import Frame, Growing
from aishtui.pane.lines import BLANK, Line
from aishtui.pane.plain import plain_lines
from aishtui.pane.thinking import Thinking

_GAP = (BLANK,)
FOLD_AFTER = 12
"""A user's message with more lines than this is folded."""
_SHOWN_OF_FOLDED = 8


class Entry:
    """A message and its layout. The lines are a cache: the source is the truth. A bare one has no head and no foot."""

    # There may be ten thousand of them, most never looked at.
    __slots__ = (
        "_bare", "_body", "_foot", "_growing", "_head", "_new_thinking", "_pending", "_text", "_text_length",
        "_thinking", "_thinking_length", "_thought", "above", "height", "message", "opened", "queued", "revision",
        "version", "view",
    )  # fmt: skip

    def __init__(self, message: Message, bare: bool = False) -> None:
        self.message = message
        self._bare = bare
        self.view: AnswerView | None = None
        self.opened: frozenset[str] = frozenset()
        self.version = ""
        """`‹2/3›` where the message has other versions."""
        self.above = ""
        """What is said above it of the messages that are left out there."""
        self.queued: Place | None = None
        """Where it stands, of a prompt that was typed ahead."""
        self.height = 0
        self.revision = 0
        """Another number whenever its lines may be others."""
        self._take(message)
        self._pending: list[str] = []
        """Text that the growing layout has not been fed."""
        self._head: Sequence[Line] = ()
        self._thought: Thinking | None = None
        """The thinking's layout while that is opened."""
        self._new_thinking: list[str] = []
        """Thinking that its layout has not been fed."""
        self._body: Sequence[Line] | None = None
        self._foot: Sequence[Line] = ()
        self._growing: Growing | None = None

    def _take(self, message: Message) -> None:
        self._text: list[str] = [message.text]
        self._thinking: list[str] = [message.thinking]
        self._text_length, self._thinking_length = len(message.text), len(message.thinking)

    @property
    def text(self) -> str:
        return _joined(self._text)

    @property
    def thinking(self) -> str:
        return _joined(self._thinking)

    @property
    def running(self) -> bool:
        """Whether its lines change with time."""
        return self.view is not None and not self.view.status.ended

    @property
    def laid_out(self) -> bool:
        return self._body is not None

    def grow(self, delta: AnswerDelta) -> None:
        """Take in what is new. What is here already (a text loaded while it grew) is not taken twice."""
        if self.message.status.ended:
            return
        self.view = delta.view
        text = _unread(delta.text, delta.cursor.text, self._text_length)
        thinking = _unread(delta.thinking, delta.cursor.thinking, self._thinking_length)
        self._text_length += len(text)
        self._thinking_length += len(thinking)
        if text:
            self._text.append(text)
            self._pending.append(text)
        if thinking:
            self._thinking.append(thinking)
            if self._thought is not None:
                self._new_thinking.append(thinking)

    def end(self, message: Message) -> None:
        """The answer has ended: what is shown from now on is what is stored."""
        same = message.text == self.text
        if message.thinking != self.thinking:
            self._thought = None
        self.message, self.view = message, None
        self._take(message)
        if self._growing is None or not same:
            self.forget()

    def forget(self) -> None:
        """Drop the lines; `height` stays as the best guess."""
        self._head, self._thought, self._body, self._foot, self._growing = (), None, None, (), None

    def toggle(self, fold: str) -> None:
        self.opened = self.opened ^ {fold}
        if fold == "text":
            self.forget()

    def estimate(self, width: int) -> None:
        """Guess the height without laying out; it is corrected before it is seen."""
        text = self.message.text
        lines = len(text) * 5 // (4 * max(20, width)) + text.count("\n") * 3 // 4 + 1
        if self.message.role is not Role.ASSISTANT:
            lines = min(lines, FOLD_AFTER)
        self.height = lines + (4 if self.message.role is Role.ASSISTANT and text else 3)

    def line(self, index: int) -> Line:
        """The line at `index`; blank beyond the last, which is what separates messages."""
        for section in self._sections():
            if index < len(section):
                return section[index]
            index -= len(section)
        return BLANK

    @property
    def fold(self) -> str:
        """What of it can be opened or closed: `thinking`, a long `text`, or nothing."""
        if self.message.role is Role.ASSISTANT:
            return "thinking" if self._thinking_length else ""
        return self._body[-1].fold if self._body else ""

    def body_span(self) -> range:
        """The indexes of the lines of the message's text."""
        begin = len(self._head) + len(self._thought_lines) + len(self._thought_gap)
        return range(begin, begin + len(self._body or ()))

    def thought_span(self) -> range:
        """The indexes of the lines of opened thinking, and of the blank one after them."""
        return range(len(self._head), self.body_span().start)

    @property
    def _thought_lines(self) -> Sequence[Line]:
        return self._thought.lines if self._thought is not None else ()

    @property
    def _thought_gap(self) -> Sequence[Line]:
        """A blank line between opened thinking and the text."""
        return _GAP if self._thought is not None and self._body else ()

    def lay_out(self, frame: Frame) -> int:
        """Bring the lines up to date; the index of the first that changed, its height where none did."""
        self.revision += 1
        width = max(1, frame.width)
        old_head, old_foot, old = self._head, self._foot, self._heights()
        self._head = _kept(old_head, list(self._head_lines(frame, width)))
        head = _first_difference(old_head, self._head)
        thought = self._lay_out_thinking(width)
        body = self._lay_out_body(frame, width)
        self._foot = _kept(old_foot, list(self._foot_lines(frame, width)))
        foot = _first_difference(old_foot, self._foot)
        new = self._heights()
        self.height = sum(new) + 1
        gap = len(self._thought_gap)  # where it is new, its height says so
        return _first_change(old, new, (head, thought, gap, body, foot))

    def _heights(self) -> tuple[int, ...]:
        return tuple(map(len, self._sections()))

    def _sections(self) -> tuple[Sequence[Line], ...]:
        """All its lines in the order they are shown."""
        return self._head, self._thought_lines, self._thought_gap, self._body or (), self._foot

    def _lay_out_thinking(self, width: int) -> int:
        """Lay out the opened thinking; its first line that changed."""
        if "thinking" not in self.opened or not self._thinking_length or self.message.role is not Role.ASSISTANT:
            self._thought, self._new_thinking = None, []
            return 0
        if self._thought is None or self._thought.width != width:
            self._thought, self._new_thinking = Thinking(width), [self.thinking]
        if not self._new_thinking:
            return len(self._thought.lines)
        old = list(self._thought.lines)
        for piece in self._new_thinking:
            self._thought.feed(piece)
        self._new_thinking = []
        return _keep_equal(old, self._thought.lines, self._thought.advance())

    def _lay_out_body(self, frame: Frame, width: int) -> int:
        if self.message.role is not Role.ASSISTANT:
            if self._body is None:
                self._body = list(self._plain_body(width))
                return 0
            return len(self._body)
        if self._growing is None and self.view is None:
            if self._body is None:
                self._body = frame.renderer.body(self.message.text, width)
                return 0
            return len(self._body)
        return self._grow_body(frame, width)

    def _grow_body(self, frame: Frame, width: int) -> int:
        if self._growing is None:
            self._growing = frame.renderer.growing(width)
            self._pending = [self.text]
        growing = self._growing
        old = list(growing.lines)
        for piece in self._pending:
            growing.feed(piece)
        self._pending = []
        first = growing.advance() if self.view is not None else growing.finish()
        self._body = growing.lines
        if self.view is None:
            self._growing = None
        return _keep_equal(old, growing.lines, first)

    def _plain_body(self, width: int) -> Iterator[Line]:
        text = clean_text(self.message.text)
        if "text" in self.opened:
            yield from plain_lines(text, width)
            yield parts.fold_line(text, opened=True)
            return
        beginning = list(islice(plain_lines(text, width), FOLD_AFTER + 1))
        if len(beginning) <= FOLD_AFTER:
            yield from beginning
            return
        yield from beginning[:_SHOWN_OF_FOLDED]
        yield parts.fold_line(text, opened=False)

    def _facts(self) -> AnswerFacts:
        if self.view is not None:
            return self.view.facts
        return self.message.facts or AnswerFacts()

    def _head_lines(self, frame: Frame, width: int) -> Iterator[Line]:
        if self._bare:
            return
        if self.above:
            yield from parts.left_out_lines(self.above, width)
        if self.message.role is not Role.ASSISTANT:
            yield parts.user_header(self.message, width, frame.today, self.version)
            return
        facts = self._facts()
        came = parts.headers_came(self.message.status, facts, self.view, self._text_length > 0)
        yield parts.answer_header(facts, came, width, self.version)
        if self._thinking_length:
            opened = "thinking" in self.opened
            yield parts.thinking_line(self._thinking_length, self.view, facts, opened, frame.now)

    def _foot_lines(self, frame: Frame, width: int) -> Iterator[Line]:
        if self.queued is not None:
            yield parts.queued_line(self.queued, width, frame.keys)
        if self._bare or self.message.role is not Role.ASSISTANT:
            return
        if self._body:
            yield parts.GAP
        if self.view is not None and not self.view.status.ended:
            yield from parts.running_lines(self.view, frame.now, width)
            return
        status = self.view.status if self.view is not None else self.message.status
        yield from parts.ended_lines(status, self._facts(), width, bool(self._body), frame.keys)


def _unread(new: str, reaches: int, here: int) -> str:
    """The part of `new`, which reaches up to `reaches` characters, that is not `here` yet."""
    begins = reaches - len(new)
    return new[max(0, here - begins) :] if begins >= 0 else new


def _joined(pieces: list[str]) -> str:
    """The pieces as one text; they are joined only once."""
    if len(pieces) != 1:
        pieces[:] = ["".join(pieces)]
    return pieces[0]


def _first_difference(old: Sequence[Line], new: Sequence[Line]) -> int:
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _first_change(old: Sequence[int], new: Sequence[int], changed: Sequence[int]) -> int:
    """The first line that changed of sections below each other, each with its own first change; beyond the blank
    line after them where none did."""
    above = 0
    for before, after, first in zip(old, new, changed, strict=True):
        if first < after or before != after:
            return above + first
        above += after
    return above + 1


def _kept(old: Sequence[Line], new: list[Line]) -> Sequence[Line]:
    """The old lines where they are the same: what was drawn of them is kept."""
    return old if list(old) == new else new


def _keep_equal(old: Sequence[Line], new: list[Line], start: int) -> int:
    """Put the old lines where the new ones are equal (what was drawn of them is kept); the first that differs."""
    for at in range(start, min(len(old), len(new))):
        if old[at] is not new[at]:
            if old[at] != new[at]:
                return at
            new[at] = old[at]
    return min(len(old), len(new))
