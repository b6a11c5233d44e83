"""What an answer's facts mean beside what is known from elsewhere: who answered before, what it cost, how long it
usually takes, and whether a cloud answered for a model that is none of a cloud's."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.catalog import Catalog
from aishtui.chat.cloud import cloud_evidence
from aishtui.chat.presets import is_cloud_id
from aishtui.chat.pricing import estimated_cost
from aishtui.engine.keeper import Keeper
from aishtui.engine.keeping import kept
from aishtui.engine.live_answer import LiveAnswer
from aishtui.engine.nearest_served import with_nearest


class Judging:
    """Asks the keeper and the catalogue. Within the engine's event loop."""

    def __init__(self, keeper: Keeper, catalog: Callable[[], Catalog | None], cloud_prefixes: Sequence[str]) -> None:
        self._keeper = keeper
        self._catalog = catalog
        self._prefixes = tuple(cloud_prefixes)
        self._last_backend: dict[str, str] = {}
        self._cloud_backends: dict[str, str] | None = None
        """The backends that have answered for cloud ids, each with one of these."""

    def expect_clouds(self, prefixes: Sequence[str]) -> None:
        """Ids that begin so are a cloud's from now on."""
        self._prefixes = tuple(prefixes)
        self._cloud_backends = None

    async def expect(self, live: LiveAnswer) -> None:
        """Before it is sent: how long the first token of this model usually takes."""
        waits = await kept(self._keeper.usual_waits(live.facts.asked_model))
        if waits is not None:
            live.expect(waits.warm_s, waits.cold_s)

    async def recall(self, model: str) -> str | None:
        """Who answered for this model the last time, in earlier runs too; `last_backend` knows it from now on."""
        known = self._last_backend.get(model) or await kept(self._keeper.last_backend(model))
        if known is not None:
            self._last_backend.setdefault(model, known)
        return known

    def last_backend(self, model: str) -> str | None:
        """Who answered for this model the last time, as far as it has been recalled; None: not known."""
        return self._last_backend.get(model)

    async def routed(self, live: LiveAnswer) -> None:
        """The headers are here: is it somebody else than the last time, or a cloud?"""
        backend, model = live.facts.answered_by, live.facts.asked_model
        if backend is None or live.facts.endpoint_name is not None:
            return
        usual = await self.recall(model)
        self._last_backend[model] = backend
        if usual is not None and usual != backend:
            live.learn(usual_backend=usual)
        await self._note_cloud_backend(model, backend)
        self.learn_cloud(live)

    async def _note_cloud_backend(self, model: str, backend: str) -> None:
        if self._cloud_backends is None:
            known = await kept(self._keeper.cloud_backends(self._prefixes))
            self._cloud_backends = dict(known) if known is not None else {}
        if is_cloud_id(model, self._prefixes):
            self._cloud_backends[backend] = model

    def learn_cloud(self, live: LiveAnswer) -> None:
        """Say so if a cloud answers for a model without a cloud id. Cheap: asked whenever a name is new."""
        evidence = cloud_evidence(live.facts, self._prefixes, self._cloud_backends or {})
        if evidence != live.facts.cloud:
            live.learn(cloud=evidence)

    def refusal(self, problem: str, status: int, facts: AnswerFacts) -> str:
        """The server's words, with the nearest models where it is that the one asked for is not there."""
        return with_nearest(problem, status, facts.asked_model, self._catalog())

    def settled(self, facts: AnswerFacts) -> AnswerFacts:
        """The facts of an answer that has ended, with what it cost by the catalogue's prices if nobody said it."""
        catalog = self._catalog()
        if facts.cost is not None or catalog is None or catalog.endpoint != facts.endpoint:
            return facts
        cost = estimated_cost(facts, catalog)
        return facts if cost is None else replace(facts, cost=cost, cost_from="prices")
