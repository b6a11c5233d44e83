"""The points in their order: who is asked, what is left out when it is in vain, and that one failure does not hide the
next point."""

from collections.abc import Awaitable, Callable

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import Preset
from aishtui.commands.checks.finding import Finding, not_known, not_offered, not_ok
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
    course = _Course(run, wanted, add)
    await course.endpoint()
    await course.local()
    await course.authorization()
    if wanted.ask_cloud:
        await course.cloud()


class _Course:
    def __init__(self, run: Run, wanted: Wanted, add: Callable[[Finding], None]) -> None:
        self._run = run
        self._wanted = wanted
        self._add = add
        self._failures: dict[str, str] = {}
        """What went wrong, and the point where it is written out."""

    async def endpoint(self) -> None:
        await self._through(_ENDPOINT)

    async def local(self) -> None:
        run = self._run
        preset = self._wanted.local or local_choice(run)
        if preset is None and not run.stopped:
            self._leave_out(_LOCAL, not_known, _NO_LOCAL, _NO_LOCAL_CURE)
            return
        run.asker = Asker(run.client, preset, self._wanted.limit_s) if preset is not None else None
        await self._through(_LOCAL)

    async def authorization(self) -> None:
        stopped = self._run.stopped
        if stopped == catalogue.POINT:
            self._run.stopped = ""  # it was refused for want of a token: that says all there is to say
        await self._through(_LAST)
        self._run.stopped = self._run.stopped or stopped

    async def cloud(self) -> None:
        run = self._run
        preset = self._wanted.cloud or cloud_choice(run)
        if run.stopped or preset is not None:
            if preset is not None and not run.stopped:
                run.cloud = Asker(run.client, preset, self._wanted.limit_s)
                run.note(f"asking {preset.model}, which costs money")
            await self._through(_CLOUD)
        else:
            verdict, lists = (not_known, "there is none") if run.catalog is None else (not_offered, "it lists none")
            self._leave_out(_CLOUD, verdict, f"no cloud model from the catalogue: {lists}", "`-m` names one.")

    async def _through(self, points: tuple[tuple[str, Check], ...]) -> None:
        run, silent = self._run, ""
        for point, check in points:
            if run.stopped or silent:
                self._add(not_known(point, f"not asked, see “{run.stopped or silent}”"))
                continue
            try:
                self._add(await check(run))
            except Failed as problem:
                self._fail(point, problem)
                if problem.stops:
                    run.stopped = point
                elif problem.silent or (point == pieces.POINT and run.whole is None):
                    silent = point  # this model answers in no way

    def _fail(self, point: str, problem: Failed) -> None:
        """One reason is given once."""
        above = self._failures.setdefault(problem.problem, point)
        if above == point:
            self._add(not_ok(point, problem.problem, problem.cure))
        else:
            self._add(not_ok(point, f"the same as with “{above}”"))

    def _leave_out(
        self, points: tuple[tuple[str, Check], ...], verdict: Callable[[str, str, str], Finding], why: str, cure: str
    ) -> None:
        first, *others = (point for point, _ in points)
        self._add(verdict(first, why, cure))
        for point in others:
            self._add(verdict(point, f"not asked, see “{first}”", ""))
