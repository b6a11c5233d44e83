"""What llama.cpp's server says of itself while it works."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen


def build(url: str) -> str:
    """The build that it says it is."""
    return str(_get(f"{url}/props").get("build_info", "of an unknown build"))


def busy(url: str) -> bool:
    """Whether one of its slots works on an answer."""
    return any(slot["is_processing"] for slot in _get(f"{url}/slots"))


def both_busy(url: str) -> bool:
    return all(slot["is_processing"] for slot in _get(f"{url}/slots"))


def idle_after(url: str, patience_s: float = 5.0) -> float | None:
    """Seconds until no slot works on an answer; None if one still does at the end of patience."""
    began = time.monotonic()
    while time.monotonic() - began < patience_s:
        if not busy(url):
            return round(time.monotonic() - began, 2)
        time.sleep(0.02)
    return None


def until(condition: Callable[[], bool], patience_s: float = 20.0) -> None:
    ends_at = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > ends_at:
            raise RuntimeError("waited in vain")
        time.sleep(0.02)


def _get(url: str) -> Any:
    with urlopen(url, timeout=10) as response:
        return json.load(response)
