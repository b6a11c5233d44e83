"""The order in which compared answers are asked for, without a loop or a clock."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from aishtui.engine.lanes import Entrant, Lanes, Standing

KNOWN = {"llama": "boltzmann", "nemo": "boltzmann", "coder": "dirac"}


class Bay:
    """Lanes with answers that come, begin and end."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self.known = dict(KNOWN) if known is None else known
        self.lanes = Lanes(self.known.get)
        self.begun: list[Entrant] = []

    def waiting(self, name: str, model: str, group: str = "", *, in_turn: bool = True) -> Entrant:
        entrant = Entrant(name, model, group, in_turn)
        self.lanes.enter(entrant)
        return self.waits(entrant)

    def waits(self, entrant: Entrant) -> Entrant:
        entrant.looked_up, entrant.standing = True, Standing.WAITING
        self.next()
        return entrant

    def next(self) -> None:
        self.begun += self.lanes.next()

    def leave(self, entrant: Entrant) -> None:
        self.lanes.leave(entrant)
        self.next()

    def routed(self, entrant: Entrant, backend: str, *, instead: bool = False) -> None:
        self.known[entrant.model] = backend
        self.lanes.routed(entrant, backend, instead=instead)
        self.next()

    @property
    def running(self) -> list[str]:
        return [entrant.name for entrant in self.begun if entrant.standing is Standing.RUNNING]


def test_one_after_another_on_one_backend_and_at_once_on_others() -> None:
    bay = Bay()
    one, two, _ = bay.waiting("a", "llama"), bay.waiting("b", "nemo"), bay.waiting("c", "coder")
    assert bay.running == ["a", "c"]
    assert two.behind == "a"
    bay.leave(one)
    assert two.standing is Standing.RUNNING
    assert two.behind == ""


def test_those_of_unknown_backends_share_by_their_group() -> None:
    bay = Bay()
    bay.waiting("a", "new", "gpu")
    assert bay.waiting("b", "newer", "gpu").behind == "a"
    assert bay.waiting("c", "newest").standing is Standing.RUNNING


def test_a_group_counts_until_it_is_known_of_both_that_they_do_not_share() -> None:
    bay = Bay()
    one = bay.waiting("a", "new", "gpu")
    two, known = bay.waiting("b", "newer", "gpu"), bay.waiting("c", "llama", "gpu")
    assert (two.behind, known.behind) == ("a", "a")
    bay.routed(one, "hertz")
    assert (two.behind, known.standing) == ("a", Standing.WAITING)  # the second comes first, and may be anywhere
    bay.known["newer"] = "dirac"
    bay.next()
    assert bay.running == ["a", "b", "c"]


def test_one_model_is_one_place_whatever_the_groups_say() -> None:
    bay = Bay()
    bay.waiting("a", "new", "gpu")
    assert bay.waiting("b", "new", "cpu").behind == "a"


def test_an_answer_at_once_waits_for_nobody_and_is_waited_for() -> None:
    bay = Bay()
    bay.waiting("a", "llama")
    assert bay.waiting("b", "nemo", in_turn=False).standing is Standing.RUNNING
    assert bay.waiting("c", "nemo").behind in ("a", "b")


def test_headers_move_an_answer_to_where_it_is_given() -> None:
    bay = Bay()
    one, two = bay.waiting("a", "coder"), bay.waiting("b", "coder-large")
    three = bay.waiting("c", "coder")
    bay.routed(one, "boltzmann")
    assert bay.waiting("d", "llama").behind == "a"  # it is there now
    bay.known["other"] = "dirac"
    assert bay.waiting("e", "other").standing is Standing.RUNNING  # and not there
    assert three.behind == "a"
    assert two.standing is Standing.RUNNING


def test_one_that_waits_may_turn_out_to_belong_elsewhere() -> None:
    bay = Bay()
    bay.waiting("a", "llama")
    two = bay.waiting("b", "nemo")
    bay.known["nemo"] = "dirac"
    bay.next()
    assert two.standing is Standing.RUNNING


def test_after_a_fallback_those_behind_it_still_wait() -> None:
    """They would come to the same one."""
    bay = Bay()
    one, two = bay.waiting("a", "llama"), bay.waiting("b", "nemo")
    bay.routed(one, "laptop", instead=True)
    assert two.behind == "a"


def test_one_on_its_way_keeps_its_place_and_one_that_stepped_aside_does_not() -> None:
    bay = Bay()
    first = Entrant("a", "llama")
    bay.lanes.enter(first)
    second = bay.waiting("b", "nemo")
    assert second.standing is Standing.WAITING
    first.standing = Standing.ASIDE
    bay.next()
    assert second.standing is Standing.RUNNING
    bay.waits(first)
    assert first.behind == "b"


def test_one_on_its_way_may_belong_anywhere_until_it_has_been_looked_up() -> None:
    bay = Bay()
    first = Entrant("a", "seldom")
    bay.lanes.enter(first)
    second = bay.waiting("b", "llama")
    assert (second.standing, second.behind) == (Standing.WAITING, "a")
    bay.known["seldom"] = "boltzmann"
    bay.waits(first)
    assert (first.standing, second.behind) == (Standing.RUNNING, "a")


def test_whoever_stepped_aside_comes_before_those_that_came_later() -> None:
    bay = Bay()
    running = bay.waiting("r", "llama")
    early = Entrant("a", "llama", standing=Standing.ASIDE)
    bay.lanes.enter(early)
    late = bay.waiting("b", "llama")
    bay.waits(early)
    bay.leave(running)
    assert (early.standing, late.standing) == (Standing.RUNNING, Standing.WAITING)


MODELS = st.sampled_from(["llama", "nemo", "coder", "new", "newer"])
BACKENDS = st.sampled_from(["boltzmann", "dirac", "hertz"])


class AnyOrder(RuleBasedStateMachine):
    """Whatever happens in whatever order: nobody meets another where it is known, and nobody waits for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.bay = Bay()
        self.here: list[Entrant] = []
        self.surprised: set[Entrant] = set()
        """Those whose headers named another backend than expected: they may meet somebody there."""

    def of(self, *standings: Standing) -> list[Entrant]:
        return [entrant for entrant in self.here if entrant.standing in standings]

    @rule(model=MODELS, group=st.sampled_from(["", "gpu", "cpu"]))
    def enter(self, model: str, group: str) -> None:
        entrant = Entrant(f"{len(self.here)}", model, group)
        self.here.append(entrant)
        self.bay.lanes.enter(entrant)
        self.bay.next()

    @precondition(lambda self: self.of(Standing.COMING, Standing.ASIDE))
    @rule(data=st.data(), standing=st.sampled_from([Standing.COMING, Standing.ASIDE, Standing.WAITING]))
    def move(self, data: st.DataObject, standing: Standing) -> None:
        entrant = data.draw(st.sampled_from(self.of(Standing.COMING, Standing.ASIDE)))
        if standing is Standing.WAITING:
            self.bay.waits(entrant)
        else:
            entrant.standing = standing
            self.bay.next()

    @precondition(lambda self: self.of(Standing.RUNNING))
    @rule(data=st.data(), backend=BACKENDS, instead=st.booleans())
    def headers(self, data: st.DataObject, backend: str, instead: bool) -> None:
        entrant = data.draw(st.sampled_from(self.of(Standing.RUNNING)))
        if ("backend", backend) not in entrant.held:
            self.surprised.add(entrant)
        self.bay.routed(entrant, backend, instead=instead)

    @precondition(lambda self: self.here)
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        """It ends, it is stopped, it fails: from any standing."""
        entrant = data.draw(st.sampled_from(self.here))
        self.here.remove(entrant)
        self.bay.leave(entrant)

    @invariant()
    def nobody_meets_another_unless_headers_told_something_new(self) -> None:
        running = [entrant for entrant in self.of(Standing.RUNNING) if entrant not in self.surprised]
        lanes = [(kind, name) for entrant in running for kind, name in entrant.held if kind != "known in group"]
        assert len(lanes) == len(set(lanes))
        mates = [name for entrant in running for kind, name in entrant.held if kind == "known in group"]
        assert not {name for kind, name in lanes if kind == "unknown in group"}.intersection(mates)

    @invariant()
    def whoever_waits_does_so_for_a_reason_and_knows_it(self) -> None:
        for entrant in self.of(Standing.WAITING):
            earlier = self.here[: self.here.index(entrant)]
            blocking = [other for other in earlier if other.standing in (Standing.COMING, Standing.WAITING)]
            reasons = {other.name for other in (*blocking, *self.of(Standing.RUNNING))}
            assert entrant.behind in reasons

    def teardown(self) -> None:
        """Once those that run end, all others get their turn."""
        for entrant in self.of(Standing.COMING, Standing.ASIDE):
            self.bay.waits(entrant)
        while self.here:
            running = self.of(Standing.RUNNING)
            assert running, "everybody waits for somebody who waits"
            for entrant in running:
                self.here.remove(entrant)
                self.bay.leave(entrant)


TestAnyOrder = AnyOrder.TestCase


@given(st.lists(MODELS, max_size=12))
def test_each_backend_takes_them_in_the_order_they_came(models: list[str]) -> None:
    bay = Bay()
    for number, model in enumerate(models):
        bay.waiting(f"{number}", model)
    while bay.running:
        bay.leave(_first(bay))
    assert len(bay.begun) == len(models)
    for place in {KNOWN.get(model, model) for model in models}:
        order = [int(entrant.name) for entrant in bay.begun if KNOWN.get(entrant.model, entrant.model) == place]
        assert order == sorted(order)


def _first(bay: Bay) -> Entrant:
    """The one that runs the longest; it is marked as gone."""
    found = next(entrant for entrant in bay.begun if entrant.standing is Standing.RUNNING)
    found.standing = Standing.ASIDE
    return found
