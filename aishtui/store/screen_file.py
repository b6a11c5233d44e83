"""How the user has arranged the screen, and what they choose often: a small JSON file in the data folder.

It may be deleted at any time. Of two aishtui on one folder each makes its changes in what the other has written.
"""

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import field
from pathlib import Path
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.often_used import LONGEST_KEY, MOST_FAVOURITES, MOST_RECENT, Keys, OftenUsed
from aishtui.store.atomic import write_atomic
from aishtui.store.errors import StoreError, of_os
from aishtui.store.paths import make_private

NAME = "screen.json"
_MOST_BYTES = 1024 * 1024
_MOST_KINDS = 20
_WIDEST = 500

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScreenState:
    """`sidebar_width` in cells; None: what fits the screen. It is hidden without columns, or beside them."""

    sidebar_width: int | None = None
    sidebar_hidden: bool = False
    sidebar_beside_columns: bool = False
    often: OftenUsed = field(default_factory=OftenUsed)


Change = Callable[[ScreenState], ScreenState]


class ScreenFile:
    """`state` is known at once; the file is written in a thread, change by change."""

    def __init__(self, data_dir: Path | None = None) -> None:
        """Without a folder nothing is kept beyond this run."""
        self._path = data_dir / NAME if data_dir is not None else None
        self._thread: ThreadPoolExecutor | None = None
        self.state = ScreenState()

    def read(self) -> None:
        """Take what the file says. What cannot be read is as if it were not there: nothing of it is needed."""
        if self._path is None:
            return
        try:
            self.state = _of_json(_read_json(self._path))
        except StoreError as problem:
            _log.warning("%s", problem)

    def change(self, change: Change) -> Future[None]:
        """Change `state` now, and the file soon; the future fails with StoreError."""
        self.state = change(self.state)
        if self._path is None:
            done: Future[None] = Future()
            done.set_result(None)
            return done
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "screen file")
        return self._thread.submit(_write, self._path, change)


def _write(path: Path, change: Change) -> None:
    make_private(path.parent)
    found = _read_json(path)  # what another version has put there besides stays
    content = json.dumps({**found, **_to_json(change(_of_json(found)))}, ensure_ascii=False, indent=1)
    write_atomic(path, content.encode("utf-8", "replace"))


def _read_json(path: Path) -> dict[str, Any]:
    """Raises StoreError where the file is there and cannot be read. A damaged one is as good as empty."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise of_os(error, path) from error
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _to_json(state: ScreenState) -> dict[str, Any]:
    return {
        "sidebar": {
            "width": state.sidebar_width,
            "hidden": state.sidebar_hidden,
            "beside_columns": state.sidebar_beside_columns,
        },
        "favourites": {kind: list(keys) for kind, keys in state.often.favourites.items()},
        "recent": {kind: list(keys) for kind, keys in state.often.recent.items()},
    }


def _of_json(found: dict[str, Any]) -> ScreenState:
    sidebar = found.get("sidebar")
    sidebar = sidebar if isinstance(sidebar, dict) else {}
    width = sidebar.get("width")
    return ScreenState(
        width if type(width) is int and 0 < width <= _WIDEST else None,
        sidebar.get("hidden") is True,
        sidebar.get("beside_columns") is True,
        OftenUsed(_keys(found.get("favourites"), MOST_FAVOURITES), _keys(found.get("recent"), MOST_RECENT)),
    )


def _keys(found: object, most: int) -> Keys:
    if not isinstance(found, dict):
        return {}
    kinds = [(kind, keys) for kind, keys in found.items() if isinstance(keys, list)][:_MOST_KINDS]
    return {
        kind: tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and 0 < len(key) <= LONGEST_KEY))[:most]
        for kind, keys in kinds
    }
