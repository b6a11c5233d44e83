"""What can go wrong at the broker, as sentences.

BrokerError
├── CannotListen            the address cannot be had; ends the start
│   └── PortInUse
├── Refused                 becomes an HTTP status and an OpenAI-shaped error body
│   ├── BadRequest          400
│   ├── ForeignOrigin       403
│   ├── NotHere             404
│   ├── UnknownModel        404
│   ├── NoCloudKey          404
│   ├── WrongMethod         405
│   ├── TooLarge            413
│   ├── OwnFault            500
│   ├── BackendDown         502
│   ├── BackendsDown        502
│   └── GoesRound           508
├── NoAnswer                a backend was not there, or ended before its headers; the next one is asked
├── UpstreamLost            a backend ended in mid-answer; the client's connection is cut, as its own was
└── ClientGone              nobody is left to tell
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from aishtui.broker.plain import plain


class BrokerError(Exception):
    """Something the broker's user should read; `str()` is the sentence."""


class CannotListen(BrokerError):
    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"aishtui's broker cannot listen on {host} port {port}: {why}.")


class PortInUse(CannotListen):
    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, "the port is in use; give another with --port, or 0 for any free one")


class Refused(BrokerError):
    """A request that gets an error body. `status` is the HTTP status, `code` is for programs."""

    status = 400
    kind = "invalid_request_error"
    code = "bad_request"
    param: str | None = None

    def body(self) -> dict[str, Any]:
        return {"error": {"message": str(self), "type": self.kind, "param": self.param, "code": self.code}}


class BadRequest(Refused):
    def __init__(self, sentence: str, param: str | None = None) -> None:
        super().__init__(sentence)
        self.param = param


class ForeignOrigin(Refused):
    status = 403
    code = "foreign_origin"

    def __init__(self, said: str) -> None:
        super().__init__(f"This broker serves programs on this machine, not web pages or other names ({plain(said)}).")


class NotHere(Refused):
    status = 404
    code = "not_found"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"There is nothing at {plain(path)}. This broker serves GET /v1/models, POST /v1/chat/completions "
            "and GET /health."
        )


class UnknownModel(Refused):
    status = 404
    code = "model_not_found"
    param = "model"

    def __init__(self, model: str, known: Sequence[str]) -> None:
        close = get_close_matches(model.casefold(), [name.casefold() for name in known], n=3, cutoff=0.5)
        named = [name for name in known if name.casefold() in close] or list(known[:8])
        which = "The nearest" if close else "Served now"
        super().__init__(
            f"No model {plain(model)!r} is served here. {which}: {', '.join(plain(n) for n in named)}. "
            "GET /v1/models lists all."
        )


class NoCloudKey(Refused):
    status = 404
    code = "model_not_found"
    param = "model"

    def __init__(self, model: str, cloud: str, key_env: str) -> None:
        super().__init__(
            f"{plain(model)!r} is a cloud model, which this broker would ask {plain(cloud)} for, but it has no key: "
            f"put one into {key_env} in the environment it is started in. GET /v1/models lists what is served now."
        )


class WrongMethod(Refused):
    status = 405
    code = "method_not_allowed"

    def __init__(self, method: str, path: str, right: str) -> None:
        super().__init__(f"{plain(path)} is asked with {right}, not {plain(method)}.")


class TooLarge(Refused):
    status = 413
    code = "request_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(f"The request is larger than the {limit // 1_000_000} MB this broker takes.")


class OwnFault(Refused):
    status = 500
    kind = "server_error"
    code = "internal_error"


class NoAnswer(BrokerError):
    """`label` is the backend's for programs, `phrase` for people; `why` is without a full stop."""

    def __init__(self, label: str, phrase: str, why: str) -> None:
        super().__init__(f"{phrase} does not answer now: {why}.")
        self.label = label
        self.phrase = phrase
        self.why = plain(why)


class BackendDown(Refused):
    status = 502
    kind = "server_error"
    code = "backend_down"

    def __init__(self, silence: NoAnswer) -> None:
        super().__init__(f"{silence.phrase} does not answer now: {silence.why}. Start it again, or ask another model.")


class BackendsDown(Refused):
    status = 502
    kind = "server_error"
    code = "backends_down"

    def __init__(self, model: str, silences: Sequence[NoAnswer]) -> None:
        each = "; ".join(f"{silence.phrase}: {silence.why}" for silence in silences)
        super().__init__(f"None of those who serve {plain(model)!r} answers now ({each}). Start one of them again.")


class GoesRound(Refused):
    status = 508
    kind = "server_error"
    code = "loop_detected"

    def __init__(self, model: str) -> None:
        super().__init__(
            f"The request for {plain(model)!r} has come back to the broker that sent it on: one of its backends is "
            "this broker itself, or leads to it. Correct that backend's url in broker.toml."
        )


class UpstreamLost(BrokerError):
    pass


class ClientGone(BrokerError):
    pass
