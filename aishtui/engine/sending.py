"""A request on its way until somebody answers it: sent again where it cannot have run, and to a fallback where no
connection to the broker can be made. Nothing is sent again once a byte of an answer has come."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from aishtui.chat.answers import AnsweredByFrom, Stage
from aishtui.chat.wording import sentences
from aishtui.engine.access import Fallback
from aishtui.engine.changes import Changes
from aishtui.engine.fairness import Fairness
from aishtui.engine.keeper import Keeper
from aishtui.engine.link import Link
from aishtui.engine.turn import Ending, Turn
from aishtui.wire.exchange import SentRequest, headers_to_json, request_to_json
from aishtui.wire.refused_parameter import STATUSES, refused_parameter
from aishtui.wire.secrets import Headers, without_secrets

if TYPE_CHECKING:  # httpx comes with it, and it is loaded in the engine's thread after the first paint
    from aishtui.endpoint.client import EndpointClient
    from aishtui.endpoint.errors import EndpointError, HttpStatus, NoConnection
    from aishtui.endpoint.reply import Reply

LEFT_OUT = "stream_options"
"""What we add by ourselves is left out by ourselves, where a server refuses it."""

_NOBODY_YET: Mapping[str, Any] = {
    "http_status": None,
    "request_id": None,
    "answered_by": None,
    "answered_by_from": AnsweredByFrom.UNKNOWN,
    "response_headers": "",
    "refused_parameter": None,
}
"""What is known of who answers when it is sent: what was known of who refused it is another matter."""

Read = Callable[[Turn, "Reply"], Awaitable[Ending]]


class Sending:
    """Sends within the engine's event loop, and says on the answer what it does."""

    def __init__(
        self,
        link: Link,
        fairness: Fairness,
        keeper: Keeper,
        changes: Changes,
        pauses_s: Sequence[float] | None = None,
    ) -> None:
        self._link = link
        self._fairness = fairness
        self._keeper = keeper
        self._changes = changes
        self._pauses_s = pauses_s
        self._refusing: set[str] = set()
        """The addresses that have refused `stream_options`."""

    async def answer(self, turn: Turn, body: Mapping[str, Any], read: Read) -> Ending:
        """Send until there is a reply, and have it read.

        Raises EndpointError for the last refusal, with what is known of it in the answer's facts, and NotConnected.
        """
        refusals: list[str] = []
        try:
            self._connects(turn)
            async with self._link.client() as broker:  # to the end, also if another is taken meanwhile
                return await self._until_answered(turn, body, read, refusals, broker)
        except asyncio.CancelledError:
            _note_all(turn, refusals)  # whoever gave up may have done so for these words
            raise

    async def _until_answered(
        self, turn: Turn, body: Mapping[str, Any], read: Read, refusals: list[str], broker: "EndpointClient"
    ) -> Ending:
        from aishtui.endpoint.errors import EndpointError  # start-up: httpx comes with it
        from aishtui.endpoint.retrying import PAUSES_S, again_in

        pauses_s, sent = self._pauses_s if self._pauses_s is not None else PAUSES_S, 0

        async def read_after_refusals(turn: Turn, reply: "Reply") -> Ending:
            _note_all(turn, refusals)
            return await read(turn, reply)

        while True:
            sent += 1
            turn.live.learn(attempts=sent, **_NOBODY_YET)
            self._connects(turn)
            try:
                return await self._by_broker_or_fallback(turn, body, read_after_refusals, broker)
            except EndpointError as error:
                self._note_refusal(turn, body, error)
                wait = again_in(error, sent, pauses_s)
                if wait is None or not turn.live.empty:
                    _note_all(turn, [problem for problem in refusals if problem != error.problem])
                    raise
                why = f"{error.problem} ({sent} of {len(pauses_s)})"
                await self._wait(turn, wait, why, error.problem, refusals)

    def _connects(self, turn: Turn) -> None:
        turn.live.enter(Stage.CONNECTING)
        self._changes.answer(turn.message.id)

    async def _wait(self, turn: Turn, seconds: float, why: str, problem: str, refusals: list[str]) -> None:
        turn.live.wait_to_retry(time.monotonic() + seconds, why)
        self._fairness.refused(turn)
        self._changes.answer(turn.message.id)
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            if problem not in refusals:
                turn.live.note(sentences(problem))  # without that it was sent again
            raise
        refusals.append(problem)

    async def _by_broker_or_fallback(
        self, turn: Turn, body: Mapping[str, Any], read: Read, broker: "EndpointClient"
    ) -> Ending:
        from aishtui.endpoint.errors import NoConnection  # start-up: as above

        try:
            return await self._once(turn, body, read, broker)
        except NoConnection as broker_error:
            self._fairness.refused(turn)
            self._link.failed(turn.live.facts.endpoint, broker_error.problem, broker_error.cure)
            for fallback in self._link.fallbacks(broker.address, turn.live.facts.asked_model):
                try:
                    return await self._by_fallback(turn, body, read, fallback, broker_error)
                except NoConnection as error:
                    self._fairness.refused(turn)
                    turn.live.note(sentences(f"Fallback {fallback.name}: {error.problem}"))
            turn.live.learn(endpoint_name=None)
            raise

    async def _by_fallback(
        self, turn: Turn, body: Mapping[str, Any], read: Read, fallback: Fallback, error: "NoConnection"
    ) -> Ending:
        turn.live.note(sentences(error.problem, f"{fallback.name} was asked instead"))
        turn.live.learn(endpoint_name=fallback.name)
        self._connects(turn)
        return await self._once(turn, body, read, self._link.fallback_client(fallback))

    async def _once(self, turn: Turn, body: Mapping[str, Any], read: Read, endpoint: "EndpointClient") -> Ending:
        """One sending, or two where the server does not know what we add to every request."""
        from aishtui.endpoint.errors import HttpStatus  # start-up: as above

        url = endpoint.address.url
        turn.live.learn(endpoint=url)
        if url in self._refusing:
            body = _without(body, LEFT_OUT)
        try:
            return await self._send(turn, body, read, endpoint)
        except HttpStatus as refusal:
            if _refused(refusal, body) != LEFT_OUT:
                raise
            self._refusing.add(url)
            turn.live.note(f"{LEFT_OUT} is not known there; it was asked again without it")
            return await self._send(turn, _without(body, LEFT_OUT), read, endpoint)

    async def _send(self, turn: Turn, body: Mapping[str, Any], read: Read, endpoint: "EndpointClient") -> Ending:
        leaves = partial(self._leaves, turn, body, endpoint)
        out = partial(self._is_out, turn)
        async with endpoint.chat(body, leaves, turn.session, out, turn.preset.headers) as reply:
            self._link.answered(turn.live.facts.endpoint)
            return await read(turn, reply)

    def _leaves(
        self, turn: Turn, body: Mapping[str, Any], endpoint: "EndpointClient", url: str, headers: Headers
    ) -> None:
        """The request is about to leave: what of it is not in the conversation is kept with the answer."""
        if endpoint.warning:
            self._link.warn(endpoint.warning)
            turn.live.note(endpoint.warning)
        settings = without_secrets({name: value for name, value in body.items() if name != "messages"})
        turn.live.learn(request=request_to_json(SentRequest(url, headers, settings, turn.preset.system)))
        self._keeper.journal_facts(turn.message.id, turn.live.facts)
        turn.live.leaves()
        self._fairness.sent(turn)

    def _is_out(self, turn: Turn) -> None:
        turn.live.enter(Stage.SENT)
        self._changes.answer(turn.message.id)

    def _note_refusal(self, turn: Turn, body: Mapping[str, Any], error: "EndpointError") -> None:
        """What a refusal tells: who said it, and which parameter it is about."""
        from aishtui.endpoint.errors import HttpStatus  # start-up: as above

        if not isinstance(error, HttpStatus):
            return
        self._link.answered(turn.live.facts.endpoint)
        turn.live.learn(
            http_status=error.status,
            request_id=error.request_id,
            answered_by=error.backend,
            answered_by_from=AnsweredByFrom.HEADER if error.backend else AnsweredByFrom.UNKNOWN,
            response_headers=headers_to_json(error.shown_headers),
            refused_parameter=_refused(error, body),
        )


def _note_all(turn: Turn, refusals: Sequence[str]) -> None:
    """What was said to an earlier sending: the last one's words are the answer's own error."""
    for problem in refusals:
        turn.live.note(sentences(problem, "It was sent again"))


def _refused(error: "HttpStatus", body: Mapping[str, Any]) -> str | None:
    return refused_parameter(error.words, error.parameter, body) if error.status in STATUSES else None


def _without(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in body.items() if field != name}
