"""One turn: from the prompt on disk to the answer's end. Sending, retrying and comparing are all this."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Protocol

from aishtui.chat.answers import Stage, Status
from aishtui.chat.beginnings import sent
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.presets import CLOUD_PREFIXES, Preset, not_sendable
from aishtui.engine.changes import Changes
from aishtui.engine.journal import Journal
from aishtui.engine.judging import Judging
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import Unreadable, kept
from aishtui.engine.link import NotConnected
from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.taking import take_delta
from aishtui.wire.deltas import Delta, HeaderCost, Named, Usage
from aishtui.wire.exchange import headers_to_json
from aishtui.wire.request import chat_request

if TYPE_CHECKING:  # httpx comes with it, and it is loaded in the engine's thread after the first paint
    from aishtui.endpoint.errors import EndpointError
    from aishtui.endpoint.reply import Reply

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Turn:
    """What one answer needs to be asked for. `message` is the answer's row as it was begun."""

    message: Message
    preset: Preset
    origin: str
    new_messages: Sequence[Message]
    """What has to be on disk before the request leaves: the prompt (if it is a new one) and the answer's row."""
    live: LiveAnswer
    session: str = ""
    """Told to the server as `X-Session-ID`: the same for all turns of a tab."""
    after: "Turn | None" = None
    """The turn whose answer this one builds on, while that is still being written."""
    waits_elsewhere: bool = False
    """It waits for an answer that another aishtui is writing."""
    in_turn: bool = False
    """It waits for its turn at the backend, as those of a comparison do: two at a time disturb each other's times."""
    given_up: str = ""
    """Why it is cancelled, where nobody wants that: it has taken too long."""
    stopped_for: str = ""
    """Why it is stopped, where it is not the user who does that."""
    started: bool = False
    """A task cancelled before its first step would never reach its end: see `TurnBook.stop`."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended: the status, the server's finish reason, and the words of what went wrong."""

    status: Status
    finish_reason: str | None = None
    error: str | None = None


class Answering(Protocol):
    """What sends a turn's request and has the reply read: `engine/sending.py`."""

    async def answer(
        self, turn: Turn, body: Mapping[str, Any], read: Callable[[Turn, "Reply"], Awaitable[Ending]]
    ) -> Ending: ...


class Fair(Protocol):
    """What lets a turn of a comparison be sent when its backend is free: `engine/fairness.py`."""

    def enters(self, turn: Turn) -> None: ...

    def steps_aside(self, turn: Turn) -> None: ...

    def comes_back(self, turn: Turn) -> None: ...

    async def its_turn(self, turn: Turn) -> None: ...

    def routed(self, turn: Turn) -> None: ...

    def ended(self, turn: Turn, status: Status) -> None: ...

    def left(self, turn: Turn) -> None: ...


class TurnRunner:
    """Runs turns within the engine's event loop."""

    def __init__(
        self,
        sending: Answering,
        fairness: Fair,
        judging: Judging,
        keeper: Keeper,
        changes: Changes,
        conversation: Callable[[str], Awaitable[Conversation]],
        ended: Callable[[Message], None],
        foreign_ended: Callable[[str | None], Awaitable[None]],
        look: Callable[[str], Awaitable[bool]],
        cloud_prefixes: Sequence[str] = CLOUD_PREFIXES,
    ) -> None:
        """`look` has what others did to the conversation taken in."""
        self._sending = sending
        self._fairness = fairness
        self._judging = judging
        self._keeper = keeper
        self._changes = changes
        self._conversation = conversation
        self._ended = ended
        self._foreign_ended = foreign_ended
        self._look = look
        self.cloud_prefixes = cloud_prefixes
        """Ids that begin so are a cloud's."""
        self.screen_gone = False
        """Nobody sees how an answer ends from now on."""

    async def run(self, turn: Turn) -> None:
        """The whole life of an answer. Whatever happens, it ends with a status, on disk and on the screen."""
        turn.started = True
        self._fairness.enters(turn)
        try:
            saving = self._end(turn, await self._ending(turn))
        finally:
            self._fairness.left(turn)  # not after the disk, and also where that went wrong: others wait for it
        await kept(saving)
        self._changes.of("history")

    async def _ending(self, turn: Turn) -> Ending:
        try:
            return await self._answer(turn)
        except asyncio.CancelledError:
            return _cancelled(turn)
        except Exception as error:  # noqa: BLE001
            # The top of a task: an answer must end with a status, and the report must name the place.
            _log.exception("a turn broke")
            return Ending(Status.FAILED, error=f"aishtui itself failed: {type(error).__name__}: {error}")

    async def _answer(self, turn: Turn) -> Ending:
        try:
            conversation = await self._conversation(turn.message.conversation_id)
        except Unreadable as problem:
            # Asked without the turns before it, the model would answer something else than what is seen here.
            known = Conversation(turn.message.conversation_id, turn.message.created_at)
            await kept(self._keeper.add_turn(known, turn.new_messages, turn.origin))
            return Ending(Status.FAILED, error=f"{problem} Nothing was sent.")
        await kept(self._keeper.add_turn(conversation, turn.new_messages, turn.origin))
        self._changes.of("history")
        if refusal := not_sendable(turn.preset, self.cloud_prefixes):
            return Ending(Status.FAILED, error=refusal)
        # What it builds on may have been deleted by another aishtui, and has come back with this turn.
        await self._look(turn.message.conversation_id)
        conversation = await self._parent_ended(turn, conversation)
        await self._judging.expect(turn.live)
        await self._fairness.its_turn(turn)
        request = chat_request(turn.preset, sent(conversation.path(turn.message.parent_id)))
        from aishtui.endpoint.errors import EndpointError  # start-up: httpx comes with it

        try:
            return await self._sending.answer(turn, request, self._read)
        except NotConnected as problem:
            return Ending(Status.FAILED, error=problem.problem)
        except EndpointError as error:
            return self._broken(turn, error)

    async def _parent_ended(self, turn: Turn, conversation: Conversation) -> Conversation:
        """The conversation once the answer this turn builds on has ended, whoever writes that."""
        prompt = conversation.messages.get(turn.message.parent_id or "")
        self._changes.answer(turn.message.id)
        self._fairness.steps_aside(turn)
        if turn.after is not None:
            await turn.after.ended.wait()
        elif prompt is not None:
            turn.waits_elsewhere = True
            await self._foreign_ended(prompt.parent_id)
            turn.waits_elsewhere = False
        self._fairness.comes_back(turn)
        return await self._conversation(turn.message.conversation_id)

    async def _read(self, turn: Turn, reply: "Reply") -> Ending:
        await self._routed(turn, reply)
        journal = Journal(self._keeper, turn.live)
        try:
            async for deltas in reply.deltas():
                self._take(turn, deltas)
                journal.grew()
        except asyncio.CancelledError:
            self._take(turn, reply.leftovers())
            raise
        finally:
            journal.cancel()
            turn.live.learn(answered_by=reply.answered_by, answered_by_from=reply.answered_by_from)
        return Ending(*reply.verdict())

    def _take(self, turn: Turn, deltas: Sequence[Delta]) -> None:
        for delta in deltas:
            take_delta(turn.live, delta)
            if isinstance(delta, Named | Usage | HeaderCost):
                self._judging.learn_cloud(turn.live)
        self._changes.answer(turn.message.id)

    async def _routed(self, turn: Turn, reply: "Reply") -> None:
        """The headers are here: say who answers before the first token does."""
        turn.live.learn(
            http_status=reply.status,
            request_id=reply.request_id,
            answered_by=reply.answered_by,
            answered_by_from=reply.answered_by_from,
            response_headers=headers_to_json(reply.shown_headers),
        )
        turn.live.enter(Stage.WAITING)
        self._changes.answer(turn.message.id)
        await self._judging.routed(turn.live)
        self._fairness.routed(turn)
        self._changes.answer(turn.message.id)
        self._keeper.journal_facts(turn.message.id, turn.live.facts)

    def _broken(self, turn: Turn, error: "EndpointError") -> Ending:
        """No answer, or not all of it; what had arrived is kept."""
        from aishtui.endpoint.errors import ConnectionLost, HttpStatus  # start-up: as above

        if isinstance(error, ConnectionLost) and not turn.live.empty:
            return Ending(Status.CUT_OFF, error=error.problem)
        if isinstance(error, HttpStatus):
            return Ending(Status.FAILED, error=self._judging.refusal(error.problem, error.status, turn.live.facts))
        return Ending(Status.FAILED, error=error.problem)

    def _end(self, turn: Turn, ending: Ending) -> Future[None]:
        """Its end, on the screen at once and on its way to the disk."""
        turn.live.end(ending.status, ending.finish_reason, ending.error)
        turn.live.settle(self._judging.settled(turn.live.facts))
        self._fairness.ended(turn, ending.status)
        message = as_ended(turn)
        self._ended(message)
        turn.ended.set()
        self._changes.answer(message.id)
        return self._keeper.end_answer(message, self.screen_gone)


def as_ended(turn: Turn) -> Message:
    """The row of the answer of `turn`, which has ended."""
    live = turn.live
    return replace(turn.message, text=live.text, thinking=live.thinking, status=live.view().status, facts=live.facts)


def _cancelled(turn: Turn) -> Ending:
    if not turn.given_up:
        return Ending(Status.STOPPED, error=turn.stopped_for or None)
    return Ending(Status.FAILED if turn.live.empty else Status.CUT_OFF, error=turn.given_up)
