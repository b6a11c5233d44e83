"""What is installed, read from the packages' own records: the doctor loads no screen."""

import platform
from importlib.metadata import PackageNotFoundError, version

from aishtui import __version__
from aishtui.commands.checks.finding import Finding, not_ok, ok

POINT = "versions"

_PARTS = ("textual", "httpx")


def check() -> Finding:
    known = {name: _version(name) for name in _PARTS}
    parts = [f"aishtui {__version__}", f"Python {platform.python_version()} on {platform.system()}"]
    seen = ", ".join(parts + [f"{name} {number or 'missing'}" for name, number in known.items()])
    if not all(known.values()):
        return not_ok(POINT, seen, "Install aishtui again: a part of it is gone.")
    return ok(POINT, seen)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
