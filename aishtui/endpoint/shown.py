"""What of a request or response may be shown and kept: httpx's headers as plain pairs, without secrets."""

from aishtui.endpoint.http import httpx
from aishtui.wire.secrets import Headers, shown_headers


def headers_of(message: httpx.Request | httpx.Response, token: str, session: str = "") -> Headers:
    """The headers as they are on the wire; `token` is hidden wherever it stands, our own `session` is not."""
    raw = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in message.headers.raw)
    return shown_headers(raw, token, session)
