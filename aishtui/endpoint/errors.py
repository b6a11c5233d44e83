"""What can go wrong between here and an endpoint; `str()` is a sentence, `cure` says what to do.

EndpointError
├── NoConnection           nothing was asked: the request cannot have run
│   ├── NameUnknown
│   ├── Refused
│   ├── Unreachable
│   ├── ConnectTimeout
│   ├── TlsProblem
│   ├── PlainHttpExpected  https was tried, http is spoken there
│   └── HttpsExpected      the other way round
├── ConnectionLost         before or amid the answer
│   └── NotHttp            what came is no answer at all
├── TooSlow                the catalogue's time is up
├── HttpStatus             the server says no, in its own words
├── Redirected             to where neither prompt nor token may go
├── BadCatalog
├── BadToken
└── BadRequest             a parameter that JSON cannot carry
"""

from aishtui.chat.wording import plural
from aishtui.wire.address import Address
from aishtui.wire.secrets import Headers

RETRY_OR_EMBEDDED = (
    "`:connect` tries again, `:connect URL` goes elsewhere, `:connect embedded` uses the built-in broker."
)


class EndpointError(Exception):
    """`problem` is a sentence for the user, `cure` says what they can do about it."""

    def __init__(self, problem: str, cure: str = RETRY_OR_EMBEDDED) -> None:
        super().__init__(problem)
        self.problem = problem
        self.cure = cure


class NoConnection(EndpointError):
    """No connection was made, so the request cannot have run."""


class NameUnknown(NoConnection):
    def __init__(self, address: Address) -> None:
        super().__init__(f"{address.label}: that name is unknown here. Not on that LAN?")


class Refused(NoConnection):
    def __init__(self, address: Address) -> None:
        super().__init__(f"{address.label} refused the connection: nothing listens on that port.")


class Unreachable(NoConnection):
    def __init__(self, address: Address, reason: str) -> None:
        super().__init__(f"{address.label} cannot be reached: {reason}.")


class ConnectTimeout(NoConnection):
    def __init__(self, address: Address, after_s: float) -> None:
        super().__init__(
            f"{address.label} did not take the connection within {after_s:.0f} s: asleep, or not on that LAN?"
        )


class TlsProblem(NoConnection):
    """`untrusted`: the handshake worked, only the certificate is not one that this machine trusts."""

    def __init__(self, address: Address, reason: str, untrusted: bool = False) -> None:
        self.untrusted = untrusted
        super().__init__(f"{address.label}: no secure connection: {reason}.")


class PlainHttpExpected(NoConnection):
    def __init__(self, address: Address) -> None:
        plain = address.with_scheme("http")
        super().__init__(
            f"{address.label} answers, but not to https: this broker speaks http: try {plain}",
            f"`:connect {plain}` does that.",
        )


class HttpsExpected(NoConnection):
    def __init__(self, address: Address) -> None:
        secure = address.with_scheme("https")
        super().__init__(
            f"{address.label} answers, but not to http: this broker speaks https: try {secure}",
            f"`:connect {secure}` does that.",
        )


class ConnectionLost(EndpointError):
    """`after` is how many characters of the answer had come; None: not even its headers had."""

    def __init__(self, address: Address, after: int | None = None) -> None:
        self.after = after
        came = "before it answered" if after is None else f"after {plural(after, 'character')} of the answer"
        super().__init__(
            f"The connection to {address.label} was lost {came}.",
            "`:retry` asks again." if after is None else "What came is kept; `:retry` asks again.",
        )


class NotHttp(ConnectionLost):
    def __init__(self, address: Address) -> None:
        super().__init__(address)
        self.problem = f"What {address.label} sent is not HTTP: does something else listen on that port?"
        self.cure = RETRY_OR_EMBEDDED


class TooSlow(EndpointError):
    def __init__(self, address: Address, what: str, after_s: float) -> None:
        super().__init__(f"{address.label} took the connection but did not send {what} within {after_s:.0f} s.")


class HttpStatus(EndpointError):
    """The server refused: `words` are its own (maybe none), `backend` is who said so."""

    def __init__(
        self,
        address: Address,
        status: int,
        words: str,
        backend: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
        shown_headers: Headers = (),
        parameter: str | None = None,
    ) -> None:
        self.status = status
        self.words = words
        self.backend = backend
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.shown_headers = shown_headers
        self.parameter = parameter
        """The request's field that the error names in a field of its own."""
        who = f"{backend} (by {address.label})" if backend else address.label
        super().__init__(f"{who} answered {status}: {words or _meaning(status)}", _cure(status))


class Redirected(EndpointError):
    def __init__(self, address: Address, target: str, cure: str) -> None:
        super().__init__(f"{address.label} sends requests on to {target}; nothing was sent there.", cure)


class BadCatalog(EndpointError):
    """The endpoint answers, but not with a list of models; chatting may still work."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            problem, "Is it an OpenAI-compatible address? `:connect URL` goes elsewhere; presets can still be used."
        )


class BadToken(EndpointError):
    def __init__(self, problem: str) -> None:
        super().__init__(problem, "Look at AISHTUI_TOKEN, or at `token_file` and `token_command` in config.toml.")


class BadRequest(EndpointError):
    def __init__(self, problem: str) -> None:
        super().__init__(problem, "Correct the preset's parameters.")


_MEANINGS = {
    400: "the request was not understood",
    401: "a token is needed, or the one sent is not valid",
    402: "the account has no credit",
    403: "this is not allowed",
    404: "there is no such model or address",
    408: "it waited too long",
    413: "the request is too long",
    422: "the request was not understood",
    429: "too many requests",
    500: "something failed there",
    502: "the backend behind it is down",
    503: "no backend is ready",
    504: "the backend behind it took too long",
}


def _meaning(status: int) -> str:
    """What a status means, for servers that do not say more."""
    return f"{_MEANINGS.get(status, 'no more was said')}."


def _cure(status: int) -> str:
    match status:
        case 401 | 403:
            return "Give a token in AISHTUI_TOKEN, or in a file that `token_file` in config.toml names."
        case 404:
            return "`:models` lists what is served; `:connect URL` goes elsewhere."
        case 429 | 502 | 503 | 504:
            return "`:retry` asks again, best after a while."
        case _:
            return "`:retry` asks again."
