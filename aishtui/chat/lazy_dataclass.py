"""`@dataclass(…, slots=True)` of the standard library, whose methods are made when the first of them is called.

`dataclasses` writes the source of six methods for each class and compiles it, at each start anew: 0.6 ms a class
(measured). A hundred and forty of them are declared before the first frame, there are instances of a third by then, and
seven are compared. What is made in the end is made by `dataclasses` itself.
"""

import dataclasses
from collections.abc import Callable
from inspect import get_annotations
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(plain=None, /, **how):
        """The same as `dataclasses.dataclass`. What has no slots, or is asked for in a rarer way, is made at once; of
        what is made later ClassVar, InitVar and KW_ONLY are not known."""
        if not how.get("slots") or not how.keys() <= _LATER:
            return dataclasses.dataclass(plain, **how)

        def declared(plain: type) -> type:
            return _declared(plain, how.get("frozen", False), how.get("eq", True), how.get("order", False))

        return declared if plain is None else declared(plain)


_making = RLock()
"""Classes are first used in several threads."""

_LATER = {"slots", "frozen", "eq", "order"}
_KEPT_OUT = ("__dict__", "__weakref__")
_INIT = ("__init__", "__dataclass_fields__")
_FROZEN = ("__setattr__", "__delattr__")
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")


def _declared(plain: type, frozen: bool, eq: bool, order: bool) -> type:
    """`plain` with slots. `dataclasses` makes the methods on copies of `plain`, and they are taken from there: those
    that an instance begins with, and all others."""
    fields = tuple(get_annotations(plain))
    namespace = {name: value for name, value in plain.__dict__.items() if name not in _KEPT_OUT}
    above = {name for base in plain.__mro__[1:] for name in getattr(base, "__slots__", ())}
    own = {name: value for name, value in namespace.items() if name not in fields}
    own["__slots__"] = tuple(name for name in fields if name not in above)
    own["__match_args__"] = tuple(dict.fromkeys((*getattr(plain, "__match_args__", ()), *fields)))
    if eq and not frozen and "__eq__" not in own:
        own["__hash__"] = None
    slotted = type(plain)(plain.__name__, plain.__bases__, own)
    slotted.__qualname__ = plain.__qualname__
    namespace["__doc__"] = plain.__doc__ or plain.__name__  # else the signature is written there, which is dear

    def made(**how: bool) -> type:
        copy = type(plain)(plain.__name__, plain.__bases__, dict(namespace))
        copy.__qualname__ = plain.__qualname__
        return dataclasses.dataclass(frozen=frozen, **how)(copy)

    begins = (*_INIT, *_FROZEN * frozen)
    others = ("__dataclass_params__", "__repr__", *("__eq__",) * eq, *("__hash__",) * (eq and frozen), *_ORDER * order)
    _stand_in(slotted, [name for name in begins if name not in own], lambda: made(repr=False, eq=False))
    _stand_in(slotted, [name for name in others if name not in own], lambda: made(eq=eq, order=order))
    return slotted


def _stand_in(slotted: type, names: list[str], made: Callable[[], type]) -> None:
    """Has `slotted` take these from what `made` gives when one of them is wanted."""

    def make() -> None:
        with _making:
            if isinstance(slotted.__dict__[names[0]], _Unmade):
                source = made()
                for name in names:
                    setattr(slotted, name, source.__dict__[name])

    for name in names:
        setattr(slotted, name, _Unmade(name, slotted, make))


class _Unmade:
    """Stands for a method, or for what `dataclasses` knows of a class, until it is wanted."""

    def __init__(self, name: str, declared: type, make: Callable[[], None]) -> None:
        self._name = name
        self._declared = declared
        self._make = make

    def __get__(self, instance: object, owner: type) -> Any:
        self._make()
        found = self._declared.__dict__[self._name]
        return found.__get__(instance, owner) if callable(found) else found
