"""An answer while it comes in."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping

from aishtui.chat.answers import AnsweredByFrom, Status
from aishtui.endpoint.decoded import decoded
from aishtui.endpoint.errors import ConnectionLost
from aishtui.endpoint.http import httpx
from aishtui.endpoint.shown import headers_of
from aishtui.wire.address import Address
from aishtui.wire.answered_by import answered_by, answered_model, request_id, said_in_headers
from aishtui.wire.deltas import Delta
from aishtui.wire.ending import ended
from aishtui.wire.inflate import BadEncoding
from aishtui.wire.reply import ReplyReader
from aishtui.wire.secrets import HIDDEN

_AFTER_DONE_S = 1.0
_AFTER_FINISH_S = 10.0


class Reply:
    """One answer's headers, and its deltas as they arrive. Made by `EndpointClient.chat`."""

    def __init__(self, response: httpx.Response, address: Address, token: str = "") -> None:
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
        self.shown_headers = headers_of(response, token)
        """All of them as they came, without secrets: for people."""
        self._response = response
        self._token = token
        self._address = address
        self._reader = ReplyReader(self.headers.get("content-type", ""), model=answered_model(self.headers))

    @property
    def answered_by(self) -> str | None:
        """Who answered, as known by now: the body may name it when no header did."""
        return answered_by(self.headers, self._reader.named.provider)[0]

    @property
    def answered_by_from(self) -> AnsweredByFrom:
        return answered_by(self.headers, self._reader.named.provider)[1]

    @property
    def request_id(self) -> str | None:
        return request_id(self.headers) or self._reader.named.request_id

    async def deltas(self) -> AsyncIterator[list[Delta]]:
        """One list for each chunk that says something, the first for the headers, the last for what was held back.

        Raises ConnectionLost when the connection breaks, after everything that came has been given.
        """
        said = self._said_in_headers()
        if said:
            yield said
        chunks = decoded(self._response)
        while True:
            patience = self._patience()
            try:
                chunk = await (anext(chunks) if patience is None else asyncio.wait_for(anext(chunks), patience))
            except StopAsyncIteration:
                break
            except BadEncoding as problem:
                if not self._is_decided:
                    yield self._reader.fail(str(problem))
                break
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                # A TimeoutError is our patience's end: `_broken` knows that the answer is whole then.
                async for deltas in self._broken(error):
                    yield deltas
                return
            deltas = self._reader.feed(chunk)
            if deltas:
                yield deltas
        rest = self.leftovers()
        if rest:
            yield rest

    def _said_in_headers(self) -> list[Delta]:
        named = self._reader.named
        return [*([named] if named.model else []), *said_in_headers(self.headers)]

    def leftovers(self) -> list[Delta]:
        """What the reader still holds (half a character, a tool call): to be kept when an answer is stopped.
        `deltas` gives it by itself at the end. A second call gives nothing."""
        return self._reader.end()

    def leave(self) -> bool:
        """Go, but keep listening: the server learns that its client has gone, as by closing, and `deltas` shows what it
        sends all the same. False where the connection cannot do that."""
        stream = self._response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is None:
            return False
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:  # it has ended by itself meanwhile
            return False
        return True

    def verdict(self) -> tuple[Status, str | None, str | None]:
        """(status, finish reason, error), once the deltas have ended by themselves. No error repeats the token."""
        status, finish_reason, error = ended(self._reader)
        return status, finish_reason, error.replace(self._token, HIDDEN) if error and self._token else error

    def _patience(self) -> float | None:
        """No limit while the answer is not whole; some servers then leave the connection open."""
        if self._reader.done:
            return _AFTER_DONE_S
        return _AFTER_FINISH_S if self._reader.finish_reason else None

    @property
    def _is_decided(self) -> bool:
        """How the answer ended is known, whatever becomes of the connection."""
        return bool(self._reader.done or self._reader.finish_reason or self._reader.error)

    async def _broken(self, error: Exception) -> AsyncIterator[list[Delta]]:
        rest = self.leftovers()
        if rest:
            yield rest
        if not self._is_decided:
            came = self._reader.text_length + self._reader.thinking_length
            raise ConnectionLost(self._address, came) from error
