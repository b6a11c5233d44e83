"""What was typed into the form of a preset and is not saved: one small file for each form, in the data folder.

Each is written as soon as something is typed, and gone when it is saved or taken back.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import field
from pathlib import Path
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.atomic import write_atomic
from aishtui.store.errors import of_os
from aishtui.store.paths import make_private

FOLDER = "forms"
_MOST_BYTES = 4 * 1024 * 1024
_MOST_FORMS = 200
"""More than so many are not read; they stay where they are."""

_log = logging.getLogger(__name__)

FormKey = tuple[str, bool]
"""What a form is for: a preset's name, or the model of a new one, and whether it is a new one."""


@dataclass(frozen=True, slots=True)
class FormDraft:
    """`texts` by field: those that are others than when the form was opened. `changed_at` in ISO 8601."""

    texts: Mapping[str, str] = field(default_factory=dict)
    changed_at: str = ""


class FormDrafts:
    """What is kept is known at once; the files are written in a thread, each with what was typed last."""

    def __init__(self, data_dir: Path | None = None) -> None:
        """Without a folder nothing is kept beyond this run."""
        self._folder = data_dir / FOLDER if data_dir is not None else None
        self._drafts: dict[FormKey, FormDraft] = {}
        self._thread: ThreadPoolExecutor | None = None

    def read(self) -> None:
        """Take what earlier runs have left. What cannot be read is logged, and stays on disk as it is."""
        if self._folder is None:
            return
        try:
            paths = sorted(self._folder.glob("*.json"))[:_MOST_FORMS]
        except OSError as error:
            _log.warning("%s", of_os(error, self._folder))
            return
        for path in paths:
            found = _read(path)
            if found is not None:
                self._drafts[found[0]] = found[1]

    def get(self, key: FormKey) -> FormDraft | None:
        return self._drafts.get(key)

    def keep(self, key: FormKey, draft: FormDraft) -> Future[None]:
        """The future says when it is on disk; it fails with StoreError."""
        known = self._drafts.get(key)
        if known is not None and known.texts == draft.texts:
            return _done()
        self._drafts[key] = draft
        return self._soon(key)

    def forget(self, key: FormKey) -> Future[None]:
        """It was saved, or taken back."""
        return self._soon(key) if self._drafts.pop(key, None) is not None else _done()

    def _soon(self, key: FormKey) -> Future[None]:
        if self._folder is None:
            return _done()
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "form drafts")
        return self._thread.submit(self._write, self._folder / _name(key), key, self._drafts.get(key))

    def _write(self, path: Path, key: FormKey, draft: FormDraft | None) -> None:
        if draft is not self._drafts.get(key):
            return  # something newer waits behind it
        if draft is None:
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise of_os(error, path) from error
            return
        make_private(path.parent.parent)
        make_private(path.parent)
        said = {"for": key[0], "new": key[1], "changed_at": draft.changed_at, "texts": dict(draft.texts)}
        write_atomic(path, json.dumps(said, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


def _name(key: FormKey) -> str:
    """A file's name that any preset's or model's name may have."""
    return f"{hashlib.sha256(json.dumps(key).encode()).hexdigest()[:20]}.json"


def _read(path: Path) -> tuple[FormKey, FormDraft] | None:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES))
    except OSError as error:
        _log.warning("%s", of_os(error, path))
        return None
    except (ValueError, RecursionError):
        _log.warning("%s is no form that aishtui has kept", path)
        return None
    return _draft_of(found if isinstance(found, dict) else {})


def _draft_of(found: dict[str, Any]) -> tuple[FormKey, FormDraft] | None:
    name, stamp, texts = found.get("for"), found.get("changed_at"), found.get("texts")
    if not isinstance(name, str) or not isinstance(texts, dict):
        return None
    typed = {of: text for of, text in texts.items() if isinstance(text, str)}
    return (name, found.get("new") is True), FormDraft(typed, stamp if isinstance(stamp, str) else "")


def _done() -> Future[None]:
    done: Future[None] = Future()
    done.set_result(None)
    return done
