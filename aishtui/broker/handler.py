"""What is served at which path, and what becomes of a request that goes wrong."""

from collections.abc import Callable
from typing import Any

from aishtui.broker.body import read_body
from aishtui.broker.chat_request import read_chat_request
from aishtui.broker.client_watch import SocketWatch
from aishtui.broker.desk import Desk
from aishtui.broker.errors import ClientGone, NotHere, OwnFault, Refused, UpstreamLost, WrongMethod
from aishtui.broker.failover import Failover
from aishtui.broker.listing import PROBE_HEADER
from aishtui.broker.origin import check_origin
from aishtui.broker.responder import Log, Responder

_IDLE_S = 300


class Handler(Responder):
    """Made for each connection, in a thread of its own."""

    timeout = _IDLE_S

    def __init__(self, desk: Desk, log: Log, loopback_only: bool, *connection: Any) -> None:
        self._desk = desk
        self._loopback_only = loopback_only
        self._unread = False
        """The request's body, or part of it, is still to be read."""
        super().__init__(log, *connection)

    def do_GET(self) -> None:
        self._serve(self._get)

    def do_POST(self) -> None:
        self._serve(self._post)

    def _serve(self, route: Callable[[str], None]) -> None:
        self.forget_request()
        self._unread = self.command == "POST"
        try:
            check_origin(self.headers, self._loopback_only)
            route(self.path.partition("?")[0].rstrip("/"))
        except Refused as refusal:
            self._refuse(refusal)
        except (ConnectionError, TimeoutError, ClientGone):
            self.cut("client closed")
        except UpstreamLost as loss:
            self.cut(f"cut off: {loss}")
        except Exception as fault:  # noqa: BLE001 the top of the thread
            self._fail(fault)
        finally:
            self.write_log()

    def _get(self, path: str) -> None:
        match path:
            case "/v1/models":
                self.send_json(200, self._desk.catalogue(probe=PROBE_HEADER in self.headers))
            case "/health":
                self.send_json(200, {"status": "ok"})
            case "/v1/chat/completions":
                raise WrongMethod("GET", path, "POST")
            case _:
                raise NotHere(path or "/")

    def _post(self, path: str) -> None:
        match path:
            case "/v1/chat/completions":
                self._chat()
            case "/v1/models" | "/health":
                raise WrongMethod("POST", path, "GET")
            case _:
                raise NotHere(path or "/")

    def _chat(self) -> None:
        raw = read_body(self.headers, self.rfile)
        self._unread = False
        request = read_chat_request(raw, self.headers.items())
        self.entry.model = request.model
        choice = self._desk.choose(request)
        watch = SocketWatch(self.connection)
        self.connection.settimeout(None)  # a reader may pause for as long as it likes
        failover = Failover(self._desk.is_away, self.entry.passed_over.append)
        try:
            backend, answer = failover.answer(choice.backends, request, watch)
            self.entry.name_backend(answer.backend, by=backend.label)
            self.entry.routed = backend.label != choice.first
            try:
                self.send_answer(answer)
            finally:
                answer.close()
        finally:
            watch.end()
            self.connection.settimeout(_IDLE_S)

    def _refuse(self, refusal: Refused) -> None:
        self.close_connection = self.close_connection or self._unread
        self.entry.passed_over.clear()  # the refusal names them all
        try:
            self.send_json(refusal.status, refusal.body())
            self.entry.ended = f"refused: {refusal}"
            if self._unread:
                self.linger()
        except OSError:
            self.cut("client closed")

    def _fail(self, fault: Exception) -> None:
        if self.entry.status:
            self.cut(f"failed: {type(fault).__name__}: {fault}")
        else:
            self._refuse(
                OwnFault(f"aishtui's broker failed on this request ({type(fault).__name__}). Please report it.")
            )
            self.entry.ended = f"failed: {type(fault).__name__}: {fault}"
