"""A response that is no answer: its status, its words, and who said so."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aishtui.endpoint.decoded import decoded
from aishtui.endpoint.errors import HttpStatus
from aishtui.endpoint.http import httpx
from aishtui.endpoint.shown import headers_of
from aishtui.wire.address import Address
from aishtui.wire.answered_by import answered_by, request_id
from aishtui.wire.error_body import error_words
from aishtui.wire.inflate import BadEncoding
from aishtui.wire.refused_parameter import parameter_of
from aishtui.wire.secrets import HIDDEN

_MOST_BYTES = 256 * 1024
_LIMIT_S = 5.0


async def read_refusal(response: httpx.Response, address: Address, token: str = "") -> HttpStatus:
    """The error to raise. What of the body comes within 5 s is read; the status counts without it. A server that
    repeats the token in its words is not repeated."""
    body = bytearray()
    try:
        async with asyncio.timeout(_LIMIT_S):
            async for chunk in decoded(response):
                body += chunk
                if len(body) > _MOST_BYTES:
                    break
    except (TimeoutError, httpx.HTTPError, httpx.StreamError, OSError, BadEncoding):
        pass  # the words so far are what there is
    headers = {name.lower(): value for name, value in response.headers.items()}
    said = error_words(bytes(body), headers.get("content-type", ""))
    return HttpStatus(
        address,
        response.status_code,
        said.replace(token, HIDDEN) if token else said,
        backend=answered_by(headers)[0],
        request_id=request_id(headers),
        retry_after_s=_seconds(headers.get("retry-after", "")),
        shown_headers=headers_of(response, token),
        parameter=parameter_of(bytes(body)),
    )


def _seconds(value: str) -> float | None:
    """`Retry-After` (RFC 9110, 10.2.3) in seconds from now: a number, or a date; None for anything else."""
    value = value.strip()
    if value.isascii() and value.replace(".", "", 1).isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, ((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
