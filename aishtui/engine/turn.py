"""One turn: from the prompt on disk to the answer's end. Sending, retrying and comparing are all this."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from aishtui.chat.answers import AnsweredByFrom, Stage, Status
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.presets import Preset
from aishtui.engine.changes import Changes
from aishtui.engine.journal import Journal
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import Unreadable, kept
from aishtui.engine.link import Link, NotConnected
from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.nearest_served import with_nearest
from aishtui.wire.deltas import Delta, Named, Odd, TextDelta, ThinkingDelta, Timings, ToolDelta, Usage
from aishtui.wire.exchange import SentRequest, headers_to_json, request_to_json
from aishtui.wire.request import chat_request, settings_of
from aishtui.wire.secrets import Headers, without_secrets

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
    after: "Turn | None" = None
    """The turn whose answer this one builds on, while that is still being written."""
    started: bool = False
    """A task cancelled before its first step would never reach its end: see `TurnBook.stop`."""
    ended: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended: the status, the server's finish reason, and the words of what went wrong."""

    status: Status
    finish_reason: str | None = None
    error: str | None = None


class TurnRunner:
    """Runs turns within the engine's event loop."""

    def __init__(
        self,
        link: Link,
        keeper: Keeper,
        changes: Changes,
        conversation: Callable[[str], Awaitable[Conversation]],
        ended: Callable[[Message], None],
        foreign_ended: Callable[[str | None], Awaitable[None]],
    ) -> None:
        self._link = link
        self._keeper = keeper
        self._changes = changes
        self._conversation = conversation
        self._ended = ended
        self._foreign_ended = foreign_ended
        self._last_backend: dict[str, str] = {}

    async def run(self, turn: Turn) -> None:
        """The whole life of an answer. Whatever happens, it ends with a status, on disk and on the screen."""
        turn.started = True
        try:
            ending = await self._answer(turn)
        except asyncio.CancelledError:
            ending = Ending(Status.STOPPED)
        except Exception as error:  # noqa: BLE001
            # The top of a task: an answer must end with a status, and the report must name the place.
            _log.exception("a turn broke")
            ending = Ending(Status.FAILED, error=f"aishtui itself failed: {type(error).__name__}: {error}")
        await self._end(turn, ending)

    async def _answer(self, turn: Turn) -> Ending:
        try:
            conversation = await self._conversation(turn.message.conversation_id)
        except Unreadable as problem:
            # Asked without the turns before it, the model would answer something else than what is seen here.
            known = Conversation(turn.message.conversation_id, turn.message.created_at)
            await kept(self._keeper.add_turn(known, turn.new_messages, turn.origin))
            return Ending(Status.FAILED, error=f"{problem} Nothing was sent.")
        await kept(self._keeper.add_turn(conversation, turn.new_messages, turn.origin))
        conversation = await self._parent_ended(turn, conversation)
        request = chat_request(turn.preset, conversation.path(turn.message.parent_id))
        turn.live.enter(Stage.CONNECTING)
        self._changes.answer(turn.message.id)
        from aishtui.endpoint.errors import EndpointError  # start-up: httpx comes with it

        try:
            async with self._link.client() as client:
                turn.live.learn(endpoint=client.address.url)
                async with client.chat(request, partial(self._leaves, turn)) as reply:
                    return await self._read(turn, reply)
        except NotConnected as problem:
            return Ending(Status.FAILED, error=problem.problem)
        except EndpointError as error:
            return self._broken(turn, error)

    def _leaves(self, turn: Turn, url: str, headers: Headers) -> None:
        """The request is about to leave: what of it is not in the conversation is kept with the answer."""
        settings = without_secrets(settings_of(turn.preset))
        turn.live.learn(request=request_to_json(SentRequest(url, headers, settings, turn.preset.system)))
        self._keeper.journal_facts(turn.message.id, turn.live.facts)

    async def _parent_ended(self, turn: Turn, conversation: Conversation) -> Conversation:
        """The conversation once the answer this turn builds on has ended, whoever writes that."""
        prompt = conversation.messages.get(turn.message.parent_id or "")
        self._changes.answer(turn.message.id)
        if turn.after is not None:
            await turn.after.ended.wait()
        elif prompt is not None:
            await self._foreign_ended(prompt.parent_id)
        return await self._conversation(turn.message.conversation_id)

    async def _read(self, turn: Turn, reply: "Reply") -> Ending:
        self._link.answered(turn.live.facts.endpoint)
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
        await self._compare_backend(turn, reply.answered_by)
        self._keeper.journal_facts(turn.message.id, turn.live.facts)

    async def _compare_backend(self, turn: Turn, backend: str | None) -> None:
        """Note who answered this model the last time, if it was somebody else."""
        if backend is None:
            return
        model = turn.live.facts.asked_model
        usual = self._last_backend.get(model) or await kept(self._keeper.last_backend(model))
        self._last_backend[model] = backend
        if usual is not None and usual != backend:
            turn.live.learn(usual_backend=usual)
            self._changes.answer(turn.message.id)

    def _broken(self, turn: Turn, error: "EndpointError") -> Ending:
        """No answer, or not all of it; what had arrived is kept."""
        from aishtui.endpoint.errors import ConnectionLost, HttpStatus, NoConnection  # start-up: as above

        if isinstance(error, HttpStatus):
            known_from = AnsweredByFrom.HEADER if error.backend else AnsweredByFrom.UNKNOWN
            turn.live.learn(
                http_status=error.status,
                request_id=error.request_id,
                answered_by=error.backend,
                answered_by_from=known_from,
                response_headers=headers_to_json(error.shown_headers),
            )
            self._link.answered(turn.live.facts.endpoint)
            words = with_nearest(error.problem, error.status, turn.live.facts.asked_model, self._link.catalog)
            return Ending(Status.FAILED, error=words)
        elif isinstance(error, NoConnection):
            self._link.failed(turn.live.facts.endpoint, error.problem, error.cure)
        elif isinstance(error, ConnectionLost) and not turn.live.empty:
            return Ending(Status.CUT_OFF, error=error.problem)
        return Ending(Status.FAILED, error=error.problem)

    async def _end(self, turn: Turn, ending: Ending) -> None:
        turn.live.end(ending.status, ending.finish_reason, ending.error)
        message = replace(
            turn.message,
            text=turn.live.text,
            thinking=turn.live.thinking,
            status=ending.status,
            facts=turn.live.facts,
        )
        self._ended(message)
        turn.ended.set()
        self._changes.answer(message.id)
        await kept(self._keeper.end_answer(message))


def take_delta(live: LiveAnswer, delta: Delta) -> None:
    """Put one piece of a reply where it belongs."""
    match delta:
        case TextDelta(text=text):
            live.add_text(text)
        case ThinkingDelta(text=text):
            live.add_thinking(text)
        case ToolDelta(json_text=call):
            # Running tools is not aishtui's business; the call is shown, and stored, as what it is.
            live.add_text(f"\n\n```json\n{call}\n```\n")
        case Usage():
            if delta.tokens_out is not None:
                live.learn(tokens_in=delta.tokens_in, tokens_out=delta.tokens_out, tokens_from="usage")
            if delta.cost is not None:
                live.learn(cost=delta.cost)
        case Timings():
            if live.facts.tokens_out is None and delta.tokens_out is not None:
                live.learn(tokens_out=delta.tokens_out, tokens_from="timings")
            if delta.tokens_per_s is not None:
                live.learn(tokens_per_s=delta.tokens_per_s)
        case Named():
            if delta.model:
                live.learn(answered_model=delta.model)
            if delta.provider:
                live.learn(provider=delta.provider)
        case Odd(note=note):
            live.note(note)
        case _:
            # Finished, Done, ServerError and Alive are weighed together in the verdict.
            return
