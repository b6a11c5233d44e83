"""The first backend that answers: another is asked where one is down, and only before anything has been sent on."""

from collections.abc import Callable, Sequence

from aishtui.broker.backend import Answer, Backend, ClientWatch
from aishtui.broker.chat_request import ChatRequest
from aishtui.broker.errors import BackendDown, BackendsDown, NoAnswer

AWAY = frozenset({502, 503, 504, 508})
"""What a gateway says of a server behind it, a server that is loading or full, and a broker whose way leads back to
us. All else is final, above all what is said of the request itself (4xx)."""


class Failover:
    """Asks one after the other. `on_silence` is told the label of a backend that could not be reached, `pass_over` in
    words who did not answer, and why."""

    def __init__(self, on_silence: Callable[[str], None], pass_over: Callable[[str], None]) -> None:
        self._on_silence = on_silence
        self._pass_over = pass_over

    def answer(self, backends: Sequence[Backend], request: ChatRequest, client: ClientWatch) -> tuple[Backend, Answer]:
        """Who answers, and the answer. Where all are away, what the first that said anything said is passed on: it is
        more than we can say. Raises BackendDown, BackendsDown or ClientGone."""
        kept: tuple[Backend, Answer] | None = None
        silences: list[NoAnswer] = []
        try:
            for backend in backends:
                answer = self._asked(backend, request, client, silences)
                if answer is None:
                    continue
                if answer.status not in AWAY:
                    _close(kept)
                    return backend, answer
                self._pass_over(f"{backend.label}: {answer.status}")
                if kept is None:
                    kept = backend, answer
                else:
                    answer.close()
        except BaseException:
            _close(kept)
            raise
        if kept is not None:
            return kept
        raise BackendDown(silences[0]) if len(silences) == 1 else BackendsDown(request.model, silences)

    def _asked(
        self, backend: Backend, request: ChatRequest, client: ClientWatch, silences: list[NoAnswer]
    ) -> Answer | None:
        try:
            return backend.answer(request, client)
        except NoAnswer as silence:
            silences.append(silence)
            self._on_silence(silence.label)
            self._pass_over(f"{silence.label}: {silence.why}")
            return None


def _close(kept: tuple[Backend, Answer] | None) -> None:
    if kept is not None:
        kept[1].close()
