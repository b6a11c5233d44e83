"""Dataclasses that are made when they are first used are what `dataclasses` would have made at once."""

import dataclasses
import inspect
import subprocess
import sys
import threading
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace

import pytest

from aishtui.chat.lazy_dataclass import _Unmade, dataclass

BEGINS = ("__init__", "__setattr__", "__dataclass_fields__")
OTHERS = ("__repr__", "__eq__", "__hash__", "__dataclass_params__")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is."""

    row: int
    column: int = 0
    marks: list[str] = field(default_factory=list, compare=False)

    @property
    def beside(self) -> "Place":
        return replace(self, column=self.column + 1)


@dataclass(frozen=True, slots=True)
class NamedPlace(Place):
    name: str = ""

    def __repr__(self) -> str:
        return f"<{self.name}>"


@dataclass(slots=True)
class Counter:
    count: int = 0
    doubled: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.doubled = 2 * self.count


@dataclass(slots=True, eq=False)
class Flight:
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Version:
    major: int
    minor: int = 0


def unmade(made: type, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if isinstance(made.__dict__[name], _Unmade)]


def test_nothing_is_made_before_it_is_wanted_and_then_only_that() -> None:
    @dataclass(frozen=True, slots=True)
    class Fresh:
        text: str

    assert unmade(Fresh, BEGINS + OTHERS) == [*BEGINS, *OTHERS]
    fresh = Fresh("a")
    assert fresh.text == "a"
    assert unmade(Fresh, BEGINS + OTHERS) == [*OTHERS]
    assert fresh == Fresh("a")
    assert unmade(Fresh, BEGINS + OTHERS) == []


def test_equal_where_the_fields_are_that_count() -> None:
    assert Place(1, 2, ["a"]) == Place(1, 2)
    assert Place(1) != Place(2)
    assert hash(Place(1, 2, ["a"])) == hash(Place(1, 2))
    assert Place(1) != NamedPlace(1)
    assert Flight(1) != Flight(1)
    assert len({Flight(1), Flight(1)}) == 2


def test_what_is_frozen_stays_as_it_is() -> None:
    place = Place(1)
    with pytest.raises(FrozenInstanceError):
        place.row = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.row
    assert place.row == 1


def test_what_is_not_frozen_can_be_changed_and_not_be_hashed() -> None:
    counter = Counter(2)
    assert (counter.count, counter.doubled) == (2, 4)
    counter.count = 3
    assert counter.count == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(counter)


def test_there_is_no_room_for_what_was_not_declared() -> None:
    assert not hasattr(Place(1), "__dict__")
    assert not hasattr(NamedPlace(1), "__dict__")
    with pytest.raises(AttributeError):
        Counter().other = 1  # type: ignore[attr-defined]


def test_a_class_below_has_the_fields_above_first() -> None:
    named = NamedPlace(1, 2, name="here")
    assert [each.name for each in fields(NamedPlace)] == ["row", "column", "marks", "name"]
    assert (named.row, named.column, named.name) == (1, 2, "here")
    assert repr(named) == "<here>"
    assert type(named.beside) is NamedPlace
    assert named.beside.name == "here"


def test_defaults_are_each_instances_own() -> None:
    first, second = Place(1), Place(1)
    first.marks.append("a")
    assert second.marks == []


def test_the_functions_of_dataclasses_take_it() -> None:
    assert is_dataclass(Place)
    assert asdict(Place(1, 2, ["a"])) == {"row": 1, "column": 2, "marks": ["a"]}
    assert replace(Place(1), row=5) == Place(5)
    assert repr(Place(1)) == "Place(row=1, column=0, marks=[])"


def test_ordered_ones_are_ordered() -> None:
    assert sorted([Version(2), Version(1, 2), Version(1)]) == [Version(1), Version(1, 2), Version(2)]
    with pytest.raises(TypeError):
        assert Place(1) < Place(2)  # type: ignore[operator]


def test_a_pattern_takes_it_apart_before_there_was_one() -> None:
    @dataclass(frozen=True, slots=True)
    class Pair:
        left: int
        right: int

    def seen(what: object) -> tuple[int, int] | None:
        match what:
            case Pair(left, right):
                return left, right
            case _:
                return None

    assert seen("none") is None
    assert seen(Pair(1, 2)) == (1, 2)


def test_wrong_arguments_are_refused_as_ever() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'row'"):
        Place()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        Place(1, other=2)  # type: ignore[call-arg]


def test_what_has_no_slots_or_is_wanted_in_a_rarer_way_is_made_at_once() -> None:
    @dataclass
    class Bare:
        text: str = ""

    @dataclass(repr=False, eq=False)
    class Message:
        text: str = ""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        text: str

    assert not any(isinstance(made.__dict__["__init__"], _Unmade) for made in (Bare, Message, Named))
    assert Bare("a") == Bare("a")
    assert Message("a") != Message("a")
    assert Named(text="a") == Named(text="a")
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        Named("a")  # type: ignore[misc]


def test_many_threads_may_be_the_first() -> None:
    for _ in range(50):

        @dataclass(frozen=True, slots=True)
        class Shared:
            number: int

        start, found = threading.Barrier(4), []

        def use(shared: type = Shared, start: threading.Barrier = start, found: list[object] = found) -> None:
            start.wait()
            found.append(shared(1) == shared(1))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [True] * 4


def test_it_says_the_same_of_itself_as_one_of_dataclasses() -> None:
    @dataclasses.dataclass(frozen=True, slots=True)
    class Stock:
        row: int
        column: int = 0

    @dataclass(frozen=True, slots=True)
    class Ours:
        row: int
        column: int = 0

    assert (Ours.__match_args__, Ours.__slots__) == (Stock.__match_args__, Stock.__slots__)
    Ours(1)
    assert inspect.signature(Ours) == inspect.signature(Stock)
    assert repr(Ours.__dataclass_params__) == repr(Stock.__dataclass_params__)


def test_what_is_loaded_at_the_start_makes_few_of_them() -> None:
    """The engine, the store and the screen are declared without one compiled method of theirs, as good as."""
    code = (
        "import dataclasses\n"
        "made, make = [], dataclasses.dataclass\n"
        "from aishtui.chat import lazy_dataclass\n"
        "def seen(**how):\n"
        "    return lambda cls: made.append(cls) or make(**how)(cls)\n"
        "dataclasses.dataclass = seen\n"
        "import aishtui.engine.engine, aishtui.store.database\n"
        "print(len(made))\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60).stdout
    assert int(out) < 20
