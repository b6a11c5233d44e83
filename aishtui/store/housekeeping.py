"""When the store looks for what is not to be kept: a while after the start and once a day, with something to write."""

import sqlite3
import time
from datetime import UTC, datetime

from aishtui.chat.wording import plural
from aishtui.store.retention import Mark, Retention, delete_old, purge_some

AFTER_S = 20.0
EVERY_S = 24 * 3600.0


class Housekeeping:
    """Lives in the store's thread. There is no timer: whoever writes asks whether it is due."""

    def __init__(self, retention: Retention, after_s: float = AFTER_S) -> None:
        self._retention = retention
        self._next_s = time.monotonic() + after_s
        self._mark: Mark | None = None
        self._deleted = 0

    def is_due(self) -> bool:
        """True once; then `step` until it says that it is done."""
        if time.monotonic() < self._next_s:
            return False
        self._next_s = time.monotonic() + EVERY_S
        self._mark = Mark() if self._retention.keep_days else None
        self._deleted = 0
        return True

    def step(self, connection: sqlite3.Connection) -> bool:
        """One small transaction; whether there is more to do."""
        now = datetime.now(UTC)
        if self._mark is not None:
            deleted, self._mark = delete_old(connection, self._retention.keep_days, now, self._mark)
            self._deleted += deleted
            return True
        return purge_some(connection, self._retention.deleted_days, now)

    def take_notice(self) -> str:
        """What it has deleted since it was due, as a sentence, or ""."""
        deleted, self._deleted = self._deleted, 0
        if not deleted:
            return ""
        return (
            f"Deleted because of `keep_days` in config.toml: {plural(deleted, 'conversation')} without a new message "
            f"for {plural(self._retention.keep_days, 'day')}. The history can give them back for "
            f"{plural(self._retention.deleted_days, 'day')}."
        )
