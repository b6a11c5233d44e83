"""One thing after the other, each named when it is done: `python -m tests.store.durability_child FOLDER`."""

import os
import sys
from pathlib import Path

from aishtui.store.database import Store
from tests.store.values import conversation, ended, growing, prompt, tab


def main(folder: Path) -> None:
    store = Store(folder)
    store.start()
    store.opened.result()
    store.prompts(1).result()
    _step("opened")
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    _step("turn")
    for seq in range(10):
        store.journal("m2", seq, "piece " * 100, "").result()
    _step("pieces")
    store.save_tabs([tab("t1", 0, draft="half a thought")]).result()
    _step("tabs")
    store.end_answer(ended(answer, "piece " * 1000)).result()
    _step("end")
    store.release_tabs().result()
    _step("release")
    store.close()


def _step(name: str) -> None:
    os.write(1, f"STEP {name}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
