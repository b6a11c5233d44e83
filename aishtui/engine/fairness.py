"""Fair times for what is compared: each answer waits for its turn at its backend, and where two met there all the same
their facts say so."""

import asyncio
from collections.abc import Callable
from dataclasses import field
from http import HTTPStatus

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.engine.changes import Changes
from aishtui.engine.judging import Judging
from aishtui.engine.keeper import Keeper
from aishtui.engine.lanes import Entrant, Lanes, Standing
from aishtui.engine.overlaps import Flight, Overlaps
from aishtui.engine.turn import Turn, as_ended


@dataclass(slots=True)
class _Waiting:
    """A turn in the lanes. Ordinary ones are not."""

    turn: Turn
    entrant: Entrant
    its_turn: asyncio.Event = field(default_factory=asyncio.Event)


class Fairness:
    """Within the engine's event loop. A turn tells each step of its way here; `left` is the last, whatever happened."""

    def __init__(self, judging: Judging, keeper: Keeper, changes: Changes, settle: Callable[[Message], None]) -> None:
        """`settle` puts an answer that has ended into its conversation."""
        self._judging = judging
        self._keeper = keeper
        self._changes = changes
        self._settle = settle
        self._lanes = Lanes(judging.last_backend)
        self._waiting: dict[str, _Waiting] = {}
        self._overlaps = Overlaps()
        self._flights: dict[str, Flight] = {}
        self._undecided: dict[str, Flight] = {}
        """Those that have ended, while another that they met has not said who gives it."""

    # -- waiting for one's turn

    def enters(self, turn: Turn) -> None:
        """It has been asked for: it comes before all that are asked for later."""
        if turn.in_turn or _compared(turn):
            entrant = Entrant(_name(turn.live.facts), turn.preset.model, turn.preset.group, turn.in_turn)
            self._waiting[turn.message.id] = _Waiting(turn, entrant)
            self._lanes.enter(entrant)

    def steps_aside(self, turn: Turn) -> None:
        """It waits for the answer it builds on, and that may take long."""
        waiting = self._waiting.get(turn.message.id)
        if waiting is not None:
            waiting.entrant.standing = Standing.ASIDE
            # Not at once: mostly there is nothing to wait for, and then nobody comes before it.
            asyncio.get_running_loop().call_soon(self._next)

    def comes_back(self, turn: Turn) -> None:
        waiting = self._waiting.get(turn.message.id)
        if waiting is not None:
            waiting.entrant.standing = Standing.COMING

    async def its_turn(self, turn: Turn) -> None:
        """Wait until it may be sent."""
        waiting = self._waiting.get(turn.message.id)
        if waiting is None:
            return
        await self._judging.recall(waiting.entrant.model)
        waiting.entrant.looked_up = True
        waiting.entrant.standing = Standing.WAITING
        self._next()
        await waiting.its_turn.wait()

    def _next(self) -> None:
        begun = self._lanes.next()
        for answer_id, waiting in self._waiting.items():
            if waiting.entrant in begun:
                waiting.its_turn.set()
            elif waiting.turn.live.waits_behind(waiting.entrant.behind):
                self._changes.answer(answer_id)

    # -- on the way

    def sent(self, turn: Turn) -> None:
        """The request leaves now; again, where the one before cannot have run."""
        flight = self._flights.get(turn.message.id)
        if flight is None:
            marked = (lambda name: self._mark(turn, name)) if _compared(turn) else None
            flight = Flight(_name(turn.live.facts), turn.preset.model, marked)
            self._flights[turn.message.id] = flight
        self._overlaps.sent(flight)

    def refused(self, turn: Turn) -> None:
        """What was sent cannot have run. While it waits to be sent again it keeps its lane: others would meet the same
        there."""
        if (flight := self._flights.get(turn.message.id)) is not None:
            self._overlaps.refused(flight)
            self._decide()

    def routed(self, turn: Turn) -> None:
        """The headers are here, and who answered is remembered for its model."""
        backend, waiting = _by_header(turn.live.facts), self._waiting.get(turn.message.id)
        if backend is not None:
            if (flight := self._flights.get(turn.message.id)) is not None:
                self._overlaps.routed(flight, backend)
                self._decide()
            if waiting is not None:
                self._lanes.routed(waiting.entrant, backend, instead=turn.live.facts.endpoint_name is not None)
        self._next()

    def ended(self, turn: Turn, status: Status) -> None:
        """Its facts are as they will be, but for whose answers were given beside it."""
        flight = self._flights.pop(turn.message.id, None)
        if flight is None:
            return
        if _cannot_have_run(status, turn):
            self._overlaps.refused(flight)
        elif (backend := _by_header(turn.live.facts)) is not None:
            self._overlaps.routed(flight, backend)
        self._overlaps.ended(flight)
        if flight.met:
            self._undecided[turn.message.id] = flight
        self._decide()

    def left(self, turn: Turn) -> None:
        """Its end can be seen: those that waited for it go on."""
        waiting = self._waiting.pop(turn.message.id, None)
        if waiting is not None:
            self._lanes.leave(waiting.entrant)
            self._next()

    # -- marks

    def may_be_marked(self, answer_id: str) -> bool:
        """Whether it may still turn out that this one, which has ended, shared its backend. Any thread."""
        return answer_id in self._undecided

    def _decide(self) -> None:
        for answer_id in [answer_id for answer_id, flight in self._undecided.items() if not flight.met]:
            del self._undecided[answer_id]
            self._changes.answer(answer_id)

    def _mark(self, turn: Turn, name: str) -> None:
        beside = turn.live.facts.beside
        if name in beside:
            return
        turn.live.learn(beside=tuple(sorted((*beside, name))))
        if turn.ended.is_set():
            # The other one's headers came later than the end of this one.
            message = as_ended(turn)
            self._settle(message)
            self._keeper.end_answer(message)
        else:
            self._keeper.journal_facts(turn.message.id, turn.live.facts)
        self._changes.answer(turn.message.id)


def _compared(turn: Turn) -> bool:
    return turn.live.facts.comparison is not None


def _name(facts: AnswerFacts) -> str:
    return facts.preset or facts.asked_model


def _by_header(facts: AnswerFacts) -> str | None:
    return facts.answered_by if facts.answered_by_from is AnsweredByFrom.HEADER else None


def _cannot_have_run(status: Status, turn: Turn) -> bool:
    """A refusal that says so: no model has worked for it."""
    code = turn.live.facts.http_status
    if status is not Status.FAILED or not turn.live.empty or code is None:
        return False
    return code < HTTPStatus.INTERNAL_SERVER_ERROR or code == HTTPStatus.SERVICE_UNAVAILABLE
