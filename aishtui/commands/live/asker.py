"""Asks one model and listens, with a limit, through the workbench's own client."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.commands.live.heard import Heard
from aishtui.commands.words import cure_here
from aishtui.endpoint.client import EndpointClient
from aishtui.endpoint.errors import BadToken, ConnectionLost, EndpointError, NoConnection
from aishtui.endpoint.reply import Reply
from aishtui.wire.request import chat_request

LIMIT_S = 120.0
"""For one answer. A cold model takes minutes, and the doctor has to end."""
ENOUGH = 2000
"""Characters. No answer asked for is longer than a quarter of that; a model that rambles on is closed there."""


class Failed(Exception):
    """There was no answer. `stops`: nor will there be any from there; `silent`: nor will there be one of this model."""

    def __init__(
        self, problem: str, cure: str = "", status: int | None = None, stops: bool = False, silent: bool = False
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure
        self.status = status
        """The HTTP status of a refusal."""
        self.stops = stops
        self.silent = silent


class Asker:
    """One model at one endpoint. Every question raises Failed where no answer comes."""

    def __init__(self, client: EndpointClient, preset: Preset, limit_s: float = LIMIT_S) -> None:
        self.preset = preset
        self.client = client
        self.limit_s = limit_s

    def of(self, preset: Preset) -> "Asker":
        """Another model at the same place."""
        return Asker(self.client, preset, self.limit_s)

    def by(self, client: EndpointClient) -> "Asker":
        """The same model, asked in another way."""
        return Asker(client, self.preset, self.limit_s)

    async def ask(self, *turns: str, more: Mapping[str, Any] | None = None) -> Heard:
        """The streamed answer to the last of `turns`, which are the user's and the model's in turn; `more` are fields
        of the request on top. WRITING: it was closed after ENOUGH characters."""
        return await self._ask({**self._body(turns), **(more or {})}, _enough)

    async def ask_whole(self, *turns: str) -> Heard:
        """The answer without streaming."""
        body = self._body(turns)
        body.pop("stream_options", None)
        return await self._ask({**body, "stream": False})

    async def ask_and_close(self, *turns: str) -> Heard:
        """The answer's beginning: the connection is closed at its first piece."""
        return await self._ask(self._body(turns), lambda heard: bool(heard.pieces))

    async def ask_and_leave(self, *turns: str) -> Heard:
        """As `ask_and_close`, but listens on after leaving, to see when the server stops. `left_s` is when; None where
        it could not be done that way. `hung_up`: the server then stopped; else it went on to the answer's end."""

        def leave(heard: Heard, reply: Reply) -> None:
            if heard.pieces and heard.left_s is None and reply.leave():
                heard.left_s = heard.now()

        return await self._ask(self._body(turns), _enough, leave)

    def _body(self, turns: tuple[str, ...]) -> dict[str, Any]:
        roles = (Role.USER, Role.ASSISTANT)
        path = [Message(str(n), "doctor", None, roles[n % 2], text, "") for n, text in enumerate(turns)]
        return chat_request(self.preset, path)

    async def _ask(
        self,
        body: Mapping[str, Any],
        enough: Callable[[Heard], bool] = lambda _heard: False,
        after_each: Callable[[Heard, Reply], None] = lambda _heard, _reply: None,
    ) -> Heard:
        """`enough` ends it by closing; `after_each` is called with what has come so far."""
        heard = Heard()
        try:
            async with asyncio.timeout(self.limit_s):
                return await self._listen(body, heard, enough, after_each)
        except ConnectionLost as error:
            if heard.left_s is None:
                raise failed(error) from error
            heard.total_s, heard.hung_up = heard.now(), True
            return heard
        except TimeoutError:
            raise _too_late(self.preset, heard, self.limit_s) from None
        except EndpointError as error:
            raise failed(error) from error

    async def _listen(
        self,
        body: Mapping[str, Any],
        heard: Heard,
        enough: Callable[[Heard], bool],
        after_each: Callable[[Heard, Reply], None],
    ) -> Heard:
        def leaves(_url: str, _headers: object) -> None:
            heard.sent += heard.now()

        async with self.client.chat(body, leaves, headers=self.preset.headers) as reply:
            heard.headers, heard.headers_s, heard.answered_by = reply.headers, heard.now(), reply.answered_by
            whole = await _read(reply, heard, enough, after_each)
            heard.total_s, heard.answered_by = heard.now(), reply.answered_by
            heard.status, heard.finish_reason, error = reply.verdict() if whole else (Status.WRITING, None, None)
        if heard.status is Status.WRITING:
            return heard
        heard.hung_up = heard.left_s is not None and heard.finish_reason is None and not heard.done
        if heard.status is Status.FAILED and not heard.hung_up:
            raise Failed(error or "The answer failed.")
        return heard


async def _read(
    reply: Reply, heard: Heard, enough: Callable[[Heard], bool], after_each: Callable[[Heard, Reply], None]
) -> bool:
    """False where it was enough before the answer's end: what reads is cancelled then, as when a user stops it."""
    try:
        async with asyncio.timeout(None) as reading:
            async for deltas in reply.deltas():
                heard.take(deltas)
                after_each(heard, reply)
                if enough(heard):
                    reading.reschedule(asyncio.get_running_loop().time())
    except TimeoutError:
        return False
    return True


def _enough(heard: Heard) -> bool:
    return len(heard.text) > ENOUGH


def failed(error: EndpointError) -> Failed:
    """The endpoint's error as the doctor's."""
    status = getattr(error, "status", None)
    stops = isinstance(error, NoConnection | BadToken)
    return Failed(error.problem, cure_here(error.cure), status if isinstance(status, int) else None, stops)


def _too_late(preset: Preset, heard: Heard, limit_s: float) -> Failed:
    came = f"{heard.words} words had come" if heard.words else "nothing of it had come"
    if not heard.headers:
        came = "not even its headers had come"
    return Failed(
        f"no answer of {preset.model} within {limit_s:.0f} s; {came}",
        "A model that is being loaded may take longer: ask it something, then start the doctor again.",
        silent=not heard.words,
    )
