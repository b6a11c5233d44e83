"""A store on a disk that fills up: `python -m tests.store.full_disk_child FOLDER`; prints one JSON object.

With the argument `limit` the disk is not full, but the process may not let a file grow.
"""

import errno
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from aishtui.chat.messages import Message
from aishtui.store.database import Store
from tests.store.values import conversation, ended, growing, prompt

FILLER = "filler"


def main(folder: Path, full: Callable[[], None], free: Callable[[], None]) -> None:
    told: list[str] = []
    store = Store(folder / "data", on_problem=told.append)
    store.start()
    opened = store.opened.result().problem
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    full()
    errors = [
        str(store.journal("m2", 0, "a" * 500_000, "").exception()),
        str(store.end_answer(ended(answer, "a" * 600_000)).exception()),
        str(store.add_turn(conversation(), [prompt("m3", "And?", "m2")]).exception()),
    ]
    while_full = store.problem
    free()
    store.remember_prompt("And?").result()
    whole = store.conversation("c1").result()
    assert whole is not None
    after = store.problem
    store.close()
    messages = {id_: _short(message) for id_, message in whole.messages.items()}
    said = {"opened": opened, "errors": errors, "while_full": while_full, "after": after, "told": told}
    print(json.dumps({**said, "messages": messages}))


def _short(message: Message) -> list[object]:
    return [len(message.text), message.status.value]


def fill(folder: Path) -> None:
    with (folder / FILLER).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if "limit" in sys.argv:
        main(place, lambda: limit(200_000), lambda: limit(resource.RLIM_INFINITY))
    else:
        main(place, lambda: fill(place), lambda: (place / FILLER).unlink())
