"""What Textual keeps to itself is touched in one file, `terminal/textual_private.py`, and nowhere else."""

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import aishtui
from aishtui.terminal import textual_private

MADE_FOR_EACH_CLASS = frozenset(
    (
        "_abc_impl", "_computes", "_css_type_name", "_css_type_names", "_decorated_handlers", "_inherit_bindings",
        "_inherit_component_classes", "_inherit_css", "_merged_bindings", "_reactives",
    )
)  # fmt: skip
"""And `_default_…` for each reactive attribute."""
PRIVATE_MODULE = re.compile(r"(?:from|import) (?:textual|rich)[\w.]*\._")


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(aishtui.__path__, "aishtui."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def is_private(name: str) -> bool:
    made = name in MADE_FOR_EACH_CLASS or name.startswith("_default_")
    return name.startswith("_") and not name.startswith("__") and not made


@cache
def names_on_self(kind: type, stored_only: bool) -> frozenset[str]:
    """The private attributes of its own that a class speaks of."""
    found = (
        node
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(kind))))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    )
    return frozenset(
        node.attr for node in found if is_private(node.attr) and (isinstance(node.ctx, ast.Store) or not stored_only)
    )


def names_shared(kind: type) -> set[str]:
    """Private names of `kind` that a class of Textual's below it has as well."""
    theirs = set[str]()
    for base in kind.__mro__[1:]:
        if base.__module__.startswith("textual."):
            theirs.update(filter(is_private, vars(base)))
            theirs.update(names_on_self(base, stored_only=True))
    return theirs & {*filter(is_private, vars(kind)), *names_on_self(kind, stored_only=False)} if theirs else set()


def test_no_class_of_ours_has_a_private_name_that_textual_has() -> None:
    shared = {
        f"{kind.__module__}.{kind.__name__}.{name}"
        for module in modules()
        if module is not textual_private
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__ == module.__name__
        for name in names_shared(kind)
    }
    assert shared == set()


def test_what_is_looked_for_is_there_to_be_found() -> None:
    assert {"_display", "_driver"} <= names_shared(textual_private.OpenApp)


def test_private_modules_are_imported_in_one_file() -> None:
    sources = Path(aishtui.__file__).parent.rglob("*.py")
    importing = [path.name for path in sources if PRIVATE_MODULE.search(path.read_text())]
    assert importing == ["textual_private.py"]
