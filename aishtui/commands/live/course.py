"""The points in their order: who is asked, what is left out when it is in vain, and that one failure does not hide the
next point."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aishtui.chat.presets import Preset
from aishtui.commands.checks.finding import Finding, not_known, not_ok
from aishtui.commands.live import (
    address,
    authorization,
    backend_named,
    catalogue,
    closed,
    cloud,
    overlap,
    pieces,
    tools,
    turns,
    whole,
)
from aishtui.commands.live.asker import LIMIT_S, Asker, Failed
from aishtui.commands.live.choosing import cloud_choice, local_choice
from aishtui.commands.live.run import Run

Check = Callable[[Run], Awaitable[Finding]]

_ENDPOINT: tuple[tuple[str, Check], ...] = ((address.POINT, address.check), (catalogue.POINT, catalogue.check))
_LOCAL: tuple[tuple[str, Check], ...] = (
    (whole.POINT, whole.check),
    (pieces.POINT, pieces.check),
    (backend_named.POINT, backend_named.check),
    (turns.POINT, turns.check),
    (overlap.POINT, overlap.check),
    (closed.POINT, closed.check),
    (tools.POINT, tools.check),
)
_LAST: tuple[tuple[str, Check], ...] = ((authorization.POINT, authorization.check),)
_CLOUD: tuple[tuple[str, Check], ...] = ((cloud.ANSWER, cloud.check_answer), (cloud.BACKEND, cloud.check_backend))

WIDTH = max(len(point) for point, _ in (*_ENDPOINT, *_LOCAL, *_LAST, *_CLOUD))

_NO_LOCAL = "no local model is served"
_NO_LOCAL_CURE = "Wake a backend, or name a model with `-m`; `--cloud` asks a cloud model, which costs money."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to be asked; None: the doctor chooses."""

    local: Preset | None = None
    cloud: Preset | None = None
    ask_cloud: bool = False
    limit_s: float = LIMIT_S


async def examine(run: Run, wanted: Wanted, add: Callable[[Finding], None]) -> None:
    """Give every point's finding to `add`, in the order of the points, as soon as it is known."""
    await _points(run, _ENDPOINT, add)
    local = wanted.local or local_choice(run)
    run.asker = Asker(run.client, local, wanted.limit_s) if local is not None else None
    if run.asker is None and not run.stopped:
        _leave_out(_LOCAL, _NO_LOCAL, add, _NO_LOCAL_CURE)
    else:
        await _points(run, _LOCAL, add)
    await _points(run, _LAST, add)
    if wanted.ask_cloud:
        await _cloud(run, wanted, add)


async def _points(run: Run, points: tuple[tuple[str, Check], ...], add: Callable[[Finding], None]) -> None:
    for point, check in points:
        if run.stopped and not _asked_all_the_same(run, point):
            add(not_known(point, f"not asked, see “{run.stopped}”"))
            continue
        try:
            add(await check(run))
        except Failed as problem:
            if problem.stops or (point == pieces.POINT and run.whole is None):
                run.stopped = point  # it answers neither at once nor in pieces
            add(not_ok(point, problem.problem, problem.cure))


def _asked_all_the_same(run: Run, point: str) -> bool:
    """A catalogue that is refused for want of a token says all there is to say about tokens."""
    return point == authorization.POINT and run.stopped == catalogue.POINT


def _leave_out(points: tuple[tuple[str, Check], ...], why: str, add: Callable[[Finding], None], cure: str) -> None:
    """The reason and the cure are given once."""
    first, *others = (point for point, _ in points)
    add(not_known(first, why, cure))
    for point in others:
        add(not_known(point, f"not asked, see “{first}”"))


async def _cloud(run: Run, wanted: Wanted, add: Callable[[Finding], None]) -> None:
    preset = wanted.cloud or cloud_choice(run)
    if preset is None and not run.stopped:
        _leave_out(_CLOUD, "the catalogue lists no cloud model", add, "`-m` names one that it does not list.")
        return
    if preset is not None and not run.stopped:
        run.cloud = Asker(run.client, preset, wanted.limit_s)
        run.note(f"asking {preset.model}, which costs money")
    await _points(run, _CLOUD, add)
