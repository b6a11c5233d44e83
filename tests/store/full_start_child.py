"""A start on a full disk, which has room later: `python -m tests.store.full_start_child FOLDER`; prints JSON."""

import json
import sys
from pathlib import Path

from aishtui.store.database import Store
from tests.store.full_disk_child import FILLER, fill
from tests.store.values import conversation, prompt


def main(folder: Path) -> None:
    earlier = Store(folder / "data")
    earlier.start()
    earlier.add_turn(conversation(), [prompt("m1", "earlier")]).result()
    earlier.close()
    fill(folder)
    store = Store(folder / "data", pause_s=0.0)
    store.start()
    opened = store.opened.result().problem
    error = store.add_turn(conversation("c2"), [prompt("m2", "x" * 200_000, of="c2")]).exception()
    (folder / FILLER).unlink()
    store.remember_prompt("more").result()
    found = [store.conversation(of).result() is not None for of in ("c1", "c2")]
    after = store.problem
    store.close()
    print(json.dumps({"opened": opened, "error": str(error), "found": found, "after": after}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
