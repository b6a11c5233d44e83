"""One tab as the screen holds it: its document, and how far it has read each answer."""

from collections.abc import Sequence

from aishtui.chat.answers import AnswerFacts, AnswerView, Cursor, Stage, Status
from aishtui.chat.beginnings import turns
from aishtui.chat.branches import versions
from aishtui.chat.messages import Message, Role
from aishtui.chat.places import ReadingPlace
from aishtui.chat.prompt_queue import place
from aishtui.chat.wording import plural
from aishtui.engine.engine import Engine
from aishtui.pane.document import Document
from aishtui.pane.parts import FOLDED, OPENED
from aishtui.widgets.tab_bar import TabState


class TabView:
    """Feeds a document from the engine. A hidden tab's document takes the text and lays out nothing."""

    def __init__(self, engine: Engine, tab_id: str, conversation_id: str, place: ReadingPlace | None = None) -> None:
        """`place` is where its reader was the last time."""
        self._engine = engine
        self._cursors: dict[str, Cursor] = {}
        self._states: dict[str, tuple[Status, Stage, AnswerFacts, str, str]] = {}
        self._news = False
        self._queued: tuple[Message, ...] = ()
        self._place = place
        self.tab_id = tab_id
        self.conversation_id = conversation_id
        self.document = Document()
        self.loaded = False
        self.last_answer_id: str | None = None
        self.seen = False
        """The user has looked at how its last answer ended, and gone on."""
        self.left_out_opened = False
        """What is left out of what is sent is shown all the same."""
        self.automatic = False
        """The preset was taken because nobody named one; it may change until the first prompt."""

    def show(self, path: Sequence[Message]) -> None:
        """Show the path that was loaded just now."""
        shown = self.shown(path)
        self.document.load(shown)
        self.document.resume(self._place)
        self._take(shown)

    def switch(self, path: Sequence[Message], keep_cursor: bool = False) -> None:
        """Show another branch; the reader's place stays in what both have in common."""
        shown = self.shown(path)
        self.document.replace_path(shown, keep_cursor)
        self._take(shown)

    def shown(self, path: Sequence[Message]) -> tuple[Message, ...]:
        """What stands in the document: of the tab's path, and of what was typed ahead."""
        sent = path if self.left_out_opened else path[self._engine.first_sent(self.tab_id) :]
        return (*sent, *self.queued())

    def queued(self) -> tuple[Message, ...]:
        """What waits to be sent here, as it stands in the document: it is in no conversation yet."""
        return tuple(
            Message(one.id, self.conversation_id, None, Role.USER, one.text, one.created_at)
            for one in self._engine.queue.coming_to(self.tab_id)
        )

    def is_queued(self, message: Message) -> bool:
        return any(one.id == message.id for one in self._engine.queue.coming_to(self.tab_id))

    def open_left_out(self, message_id: str | None) -> None:
        """Show also what is left out where this message is among it; the document is to be switched afterwards."""
        path = self._engine.path(self.tab_id) or ()
        left_out = path[: self._engine.first_sent(self.tab_id)]
        self.left_out_opened = self.left_out_opened or any(message.id == message_id for message in left_out)

    def renew(self) -> bool:
        """The tree is another: show the tab's path and its versions as they are now. Whether anything here changed."""
        path = self._engine.path(self.tab_id) if self.loaded else None
        if path is None:
            return False
        shown = self.shown(path)
        same = [message.id for message in shown] == [message.id for message in self.document.messages]
        if not same or self.queued() != self._queued:
            self.switch(path, keep_cursor=True)
            return True
        new = self._show_left_out()
        new = self._show_places() or new
        return self._show_versions(shown) or new

    def _show_places(self) -> bool:
        queue, edited = self._engine.queue.coming_to(self.tab_id), self._engine.queue.edited(self.tab_id)
        return self.document.show_queued(
            {one.id: place(queue, index, one.id == edited) for index, one in enumerate(queue)}
        )

    def _show_versions(self, path: Sequence[Message]) -> bool:
        tree = self._engine.own_tree(self.tab_id)
        return tree is not None and self.document.show_versions(versions(tree, path))

    def _show_left_out(self) -> bool:
        path = self._engine.path(self.tab_id) or ()
        first = self._engine.first_sent(self.tab_id)
        if not first:
            return self.document.show_left_out(None)
        count = len(turns(path[:first]))
        mark = OPENED if self.left_out_opened else FOLDED
        what = f"{plural(count, 'turn')} above {'is' if count == 1 else 'are'}" if count else "What is above is"
        return self.document.show_left_out(
            path[first].id, f"{mark} {what} not sent any more; :drop off sends all again"
        )

    def _take(self, path: Sequence[Message]) -> None:
        self.loaded = True
        self._cursors = {message.id: Cursor() for message in path if message.status is Status.WRITING}
        self._queued = self.queued()
        self._show_left_out()
        self._show_places()
        self._show_versions(path)
        answers = [message.id for message in path if message.role is Role.ASSISTANT]
        last = answers[-1] if answers else None
        self.seen = self.seen and last == self.last_answer_id
        self.last_answer_id = last
        for answer_id in tuple(self._cursors):
            self.update(answer_id)

    def add(self, *messages: Message) -> None:
        """Add what was just sent: above what is held."""
        self.automatic = self.seen = False
        if self._queued:
            self.switch(self._engine.path(self.tab_id) or ())
            return
        for message in messages:
            self.document.add(message)
            if message.role is Role.ASSISTANT:
                self._cursors[message.id] = Cursor()
                self.last_answer_id = message.id

    def update(self, answer_id: str) -> bool:
        """Read what is new in an answer; False if it is none of this tab's."""
        cursor = self._cursors.get(answer_id)
        if cursor is None:
            return self._learn(answer_id)
        delta = self._engine.read(self.conversation_id, answer_id, cursor)
        if delta is None:
            return False
        self._cursors[answer_id] = delta.cursor
        state = (delta.view.status, delta.view.stage, delta.view.facts, delta.view.says, delta.view.behind)
        self._news = self._news or state != self._states.get(answer_id)
        self._states[answer_id] = state
        self.document.grow(delta)
        if delta.view.status.ended:
            message = self._engine.message(self.conversation_id, answer_id)
            if message is not None and message.status.ended:
                del self._cursors[answer_id]
                self.document.end(message)
        return True

    def _learn(self, answer_id: str) -> bool:
        """Something became known of an answer that has ended: whose answer its backend gave beside it."""
        entry = self.document.entry_of(answer_id)
        message = self._engine.message(self.conversation_id, answer_id)
        if entry is None or message is None or not message.status.ended or entry.message == message:
            return False
        self.document.end(message)
        self._news = True
        return True

    def take_news(self) -> bool:
        """Whether more than text has come since the last call: another stage, something known, an end."""
        news, self._news = self._news, False
        return news

    @property
    def answering(self) -> bool:
        return bool(self._cursors)

    def running(self) -> tuple[str, ...]:
        """The ids of the answers that are not at their end."""
        return tuple(self._cursors)

    def live_text(self) -> str:
        """What has arrived of the last answer while it is still being written; empty otherwise."""
        if self.last_answer_id is None or self.last_answer_id not in self._cursors:
            return ""
        delta = self._engine.read(self.conversation_id, self.last_answer_id, Cursor())
        return delta.text if delta is not None else ""

    def answer_in_view(self) -> AnswerView | None:
        """The answer the status bar speaks of: the one being written, before those that wait for it; else the last."""
        views = [self._engine.view(self.conversation_id, answer_id) for answer_id in self.running()]
        under_way = [view for view in views if view is not None and view.stage is not Stage.QUEUED]
        if under_way:
            return under_way[0]
        if self.last_answer_id is None:
            return None
        return self._engine.view(self.conversation_id, self.last_answer_id)

    def state(self) -> TabState:
        """How the tab stands. What has ended is told until it has been seen."""
        view = self.answer_in_view()
        if view is None or (view.status.ended and self.seen):
            return TabState.IDLE
        match view.status:
            case Status.WRITING:
                return TabState.QUEUED if view.stage is Stage.QUEUED else TabState.ANSWERING
            case Status.COMPLETE:
                return TabState.DONE
            case Status.STOPPED:
                return TabState.STOPPED
            case Status.CUT_OFF:
                return TabState.CUT_OFF
            case Status.FAILED:
                return TabState.FAILED
