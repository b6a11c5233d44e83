"""The turns under way: started, found by their answer's id, stopped, waited for."""

import asyncio

from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.loop_thread import LoopThread
from aishtui.engine.turn import Turn, TurnRunner


class TurnBook:
    """A turn is in here from `begin` until its task is done; whether one runs is asked here and noted nowhere."""

    def __init__(self, thread: LoopThread, runner: TurnRunner) -> None:
        self._thread = thread
        self._runner = runner
        self._turns: dict[str, Turn] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def running(self) -> int:
        """How many answers are not at their end. Any thread."""
        return sum(not turn.ended.is_set() for turn in tuple(self._turns.values()))

    def running_in(self, conversation_id: str) -> bool:
        """Whether an answer of this conversation is not at its end. Any thread."""
        turns = tuple(self._turns.values())
        return any(turn.message.conversation_id == conversation_id and not turn.ended.is_set() for turn in turns)

    def get(self, answer_id: str | None) -> Turn | None:
        return self._turns.get(answer_id or "")

    def live(self, answer_id: str) -> LiveAnswer | None:
        """The growing answer; None once it has ended and stands in its message."""
        turn = self._turns.get(answer_id)
        return turn.live if turn is not None else None

    def begin(self, turn: Turn) -> None:
        """Run `turn` in the engine's loop. Any thread."""
        self._turns[turn.message.id] = turn
        self._thread.soon(self._start, turn)

    def _start(self, turn: Turn) -> None:
        answer_id = turn.message.id
        task = asyncio.get_running_loop().create_task(self._runner.run(turn))
        self._tasks[answer_id] = task

        def forget(_task: asyncio.Task[None]) -> None:
            self._tasks.pop(answer_id, None)
            self._turns.pop(answer_id, None)

        task.add_done_callback(forget)

    def stop(self, answer_id: str) -> None:
        """Cancel the turn of this answer. Any thread; nothing happens to one that has ended."""
        self._thread.soon(self._cancel, answer_id)

    def _cancel(self, answer_id: str) -> None:
        turn, task = self._turns.get(answer_id), self._tasks.get(answer_id)
        if turn is not None and (task is None or not turn.started):
            asyncio.get_running_loop().call_soon(self._cancel, answer_id)
        elif task is not None:
            task.cancel()

    def drop_waiting(self) -> None:
        """Cancel the turns that still wait for the end of another: nobody has seen what they were to follow."""
        for answer_id, turn in tuple(self._turns.items()):
            if turn.waits_elsewhere or (turn.after is not None and not turn.after.ended.is_set()):
                self._cancel(answer_id)

    async def finish(self, limit_s: float, given_up: str = "") -> bool:
        """Drop the turns that still wait for another and let the rest end. False if `limit_s` was too short: those
        that are left then are ended, `given_up` says why."""
        self.drop_waiting()
        tasks = tuple(self._tasks.values())
        if not tasks or not (await asyncio.wait(tasks, timeout=limit_s))[1]:
            return True
        for turn in tuple(self._turns.values()):
            turn.given_up = given_up
        return False

    async def stop_all(self, limit_s: float, why: str = "") -> None:
        """Cancel every turn and wait for their ends; `why` is said of each where it is not the user who wants that."""
        for answer_id, turn in tuple(self._turns.items()):
            turn.stopped_for = turn.stopped_for or why
            self._cancel(answer_id)
        tasks = tuple(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=limit_s)
