"""The store as the commands of the history open it: what cannot be read is said, and nothing is made by looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from aishtui.commands.settings import Settings
from aishtui.store.database import Store
from aishtui.store.opening import DATABASE


class NoHistory(Exception):
    """There is nothing to work with; the message is a sentence."""


@contextmanager
def history_store(settings: Settings, notes: TextIO, *, to_write: bool = False) -> Iterator[Store]:
    """A started store, closed afterwards. Raises NoHistory."""
    for problem in settings.problems:
        print(f"aishtui: {problem}", file=notes)
    if not to_write and not (settings.data_dir / DATABASE).exists():
        raise NoHistory(f"There is no history yet in {settings.data_dir}; --data-dir names another folder.")
    store = Store(settings.data_dir, with_tabs=False)
    store.start()
    try:
        opened = store.opened.result()
        if opened.problem:
            raise NoHistory(opened.problem)
        yield store
    finally:
        # What was handed in is written, however long that takes: nobody is waiting for a screen to go.
        store.close(60.0)
        if store.problem and store.opened.done() and not store.opened.exception():
            print(f"aishtui: {store.problem}", file=notes)
