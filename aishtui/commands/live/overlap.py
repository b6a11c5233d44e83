"""Point: two requests at once, whose answers are written at the same time."""

import asyncio

from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.commands.live.asker import Asker, Failed
from aishtui.commands.live.choosing import another_local
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.pieces import lumps
from aishtui.commands.live.questions import ONE_WORD, count
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import span

POINT = "two requests at once"

_SHARE = 0.25
"""Of the shorter answer's writing. Reading in frames makes answers end a moment later than they did."""

_ONE_BY_ONE = (
    "Tabs will wait for each other. If the backend takes one request at a time, give it more slots (llama.cpp: "
    "`-np 4`); if it is the broker, it has to serve each request in a thread of its own."
)


async def check(run: Run) -> Finding:
    """Two of one model first: loading a second one costs time. A model that takes one at a time says nothing about
    the broker, so then a second model is asked beside it."""
    one, other = await _both(run.model, run.model)
    run.full_count = one
    run.side_by_side = overlapped(one, other)
    if run.side_by_side:
        return ok(POINT, f"side by side, both from {run.model.preset.model}: {_seen(one, other)}")
    return await _beside_another(run, _seen(one, other))


async def _beside_another(run: Run, seen: str) -> Finding:
    """`seen` is what came of asking the model twice: one answer after the other."""
    model = run.model.preset.model
    second = another_local(run, than=model)
    alone = f"one after the other, both from {model}: {seen}"
    if second is None:
        return not_ok(POINT, alone, _ONE_BY_ONE)
    run.note(f"asking {second.model} beside {model}; it may have to be loaded first")
    try:
        await run.model.of(second).ask(ONE_WORD)  # while it is being loaded, it writes nothing beside the other
        one, other = await _both(run.model, run.model.of(second))
    except Failed as problem:
        return not_ok(POINT, f"{alone}; {second.model} could not be asked beside it: {problem.problem}", _ONE_BY_ONE)
    seen = f"{model} answers one after the other ({seen})"
    if overlapped(one, other):
        return ok(POINT, f"{seen}; beside {second.model} it is side by side: {_seen(one, other)}")
    return not_ok(POINT, f"{seen}, and {second.model} beside it too: {_seen(one, other)}", _ONE_BY_ONE)


async def _both(one: Asker, other: Asker) -> tuple[Heard, Heard]:
    """Both are heard to their end; where one fails, the other is closed."""
    tasks = (asyncio.create_task(one.ask(count(1, 60))), asyncio.create_task(other.ask(count(101, 160))))
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def overlapped(one: Heard, other: Heard) -> bool:
    """Whether both were written at the same time. Lumps show no more than when each was ready: had one waited for the
    other, then by as long as that took."""
    if lumps(one) or lumps(other):
        return abs(one.writing[1] - other.writing[1]) < 0.5 * min(one.total_s, other.total_s)
    shorter = min(heard.writing[1] - heard.writing[0] for heard in (one, other))
    return together(one, other) > _SHARE * shorter


def together(one: Heard, other: Heard) -> float:
    """Seconds in which both were written; below 0: that much between them."""
    return min(one.writing[1], other.writing[1]) - max(one.writing[0], other.writing[0])


def _seen(one: Heard, other: Heard) -> str:
    began = min(one.sent, other.sent)
    spans = (f"{span(start - began)} to {span(end - began)}" for start, end in (one.writing, other.writing))
    return " and ".join(spans)
