"""Which answers met at one backend, by their headers."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from aishtui.engine.overlaps import Flight, Overlaps


class Air:
    def __init__(self) -> None:
        self.overlaps = Overlaps()
        self.marks: set[tuple[str, str]] = set()

    def sent(self, name: str, model: str = "", *, compared: bool = True) -> Flight:
        def mark(other: str) -> None:
            self.marks.add((name, other))

        flight = Flight(name, model or name, mark if compared else None)
        self.overlaps.sent(flight)
        return flight


def test_two_at_one_backend_are_marked_when_the_second_is_known() -> None:
    air = Air()
    one, two = air.sent("a"), air.sent("b")
    air.overlaps.routed(one, "boltzmann")
    assert air.marks == set()
    air.overlaps.routed(two, "boltzmann")
    assert air.marks == {("a", "b"), ("b", "a")}


def test_at_different_backends_nobody_is_marked() -> None:
    air = Air()
    one, two = air.sent("a", "m"), air.sent("b", "m")
    air.overlaps.routed(one, "boltzmann")
    air.overlaps.routed(two, "dirac")
    assert air.marks == set()


def test_headers_that_come_after_the_other_has_ended_count() -> None:
    air = Air()
    one, two = air.sent("a"), air.sent("b")
    air.overlaps.routed(one, "boltzmann")
    air.overlaps.ended(one)
    air.overlaps.routed(two, "boltzmann")
    assert air.marks == {("a", "b"), ("b", "a")}


def test_one_after_another_did_not_meet() -> None:
    air = Air()
    one = air.sent("a")
    air.overlaps.routed(one, "boltzmann")
    air.overlaps.ended(one)
    air.overlaps.routed(air.sent("b"), "boltzmann")
    assert air.marks == set()


def test_unknown_backends_are_not_guessed_but_for_the_same_model() -> None:
    air = Air()
    flights = [air.sent("a", "m"), air.sent("b", "m"), air.sent("c", "other")]
    air.overlaps.routed(flights[0], "boltzmann")
    for flight in flights:
        air.overlaps.ended(flight)
    assert air.marks == {("a", "b"), ("b", "a")}


def test_an_ordinary_answer_disturbs_and_is_not_marked() -> None:
    air = Air()
    for flight in (air.sent("tab", compared=False), air.sent("a")):
        air.overlaps.routed(flight, "boltzmann")
    assert air.marks == {("a", "tab")}


def test_what_was_refused_disturbed_nobody() -> None:
    air = Air()
    one, two = air.sent("a"), air.sent("b")
    air.overlaps.refused(two)
    air.overlaps.routed(one, "boltzmann")
    air.overlaps.ended(one)
    air.overlaps.sent(two)
    air.overlaps.routed(two, "boltzmann")
    assert air.marks == set()


EVENTS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["sent", "routed", "ended"])), max_size=12)
BACKENDS = st.fixed_dictionaries({name: st.sampled_from(["boltzmann", "dirac", None]) for name in "abc"})


@given(EVENTS, BACKENDS)
def test_marks_are_what_times_and_headers_say(events: list[tuple[str, str]], backends: dict[str, str | None]) -> None:
    """Played against intervals: who was under way while who was, and what each was told in the end."""
    air, flights, told = Air(), dict[str, Flight](), dict[str, str | None]()
    under_way, met = set[str](), set[tuple[str, str]]()
    for name, event in [*events, *((name, "ended") for name in "abc")]:
        flight, backend = flights.get(name), backends[name]
        if event == "sent" and flight is None:
            met |= {(name, other) for other in under_way}
            under_way.add(name)
            flights[name] = air.sent(name)
        elif event == "routed" and name in under_way and flight is not None and backend is not None:
            told[name] = backend
            air.overlaps.routed(flight, backend)
        elif event == "ended" and name in under_way and flight is not None:
            under_way.discard(name)
            air.overlaps.ended(flight)
    shared = {pair for pair in met if told.get(pair[0]) is not None and told.get(pair[0]) == told.get(pair[1])}
    assert air.marks == {two for one in shared for two in permutations(one)}
    assert all(not flight.met for flight in flights.values())
