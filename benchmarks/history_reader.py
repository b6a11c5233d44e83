"""Asks a large history what its screen asks, through the store: `python -m benchmarks.history_reader DATA_DIR TIMES`.

It prints as JSON, for each question, the wall milliseconds from asking to having the answer and the rows in it.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aishtui.chat.history import Order, Wanted
from aishtui.store.database import Store
from benchmarks.archives import BACKENDS, COMMON, MIDDLING, PRESETS, RARE

PAGE = 100
"""Rows, as the screen asks for them."""
_AGO = (datetime.now(UTC) - timedelta(days=90)).isoformat(timespec="seconds")

LISTS = {
    "all": Wanted(),
    "a preset": Wanted(preset=PRESETS[0]),
    "a backend": Wanted(backend=BACKENDS[0]),
    "a preset, a backend, 90 days": Wanted(preset=PRESETS[1], backend=BACKENDS[1], since=_AGO),
    "before 90 days": Wanted(before=_AGO),
    "a preset nobody has": Wanted(preset="none"),
    "pinned": Wanted(pinned=True),
    "comparisons": Wanted(compared=True),
    "no comparisons": Wanted(compared=False),
    "deleted": Wanted(deleted=True),
}
SEARCHES = {
    "a common word": Wanted(COMMON),
    "a middling word": Wanted(MIDDLING),
    "a rare word": Wanted(RARE),
    "two letters": Wanted("me"),
    "one letter": Wanted("m"),
    "two words": Wanted(f"{COMMON} {MIDDLING}"),
    "a common and a rare word": Wanted(f"{COMMON} {RARE}"),
    "a phrase": Wanted(f'"{COMMON} ba"'),
    "a word that is nowhere": Wanted("qqqqqq"),
    "a common word, a backend, 90 days": Wanted(COMMON, backend=BACKENDS[1], since=_AGO),
    "a common word, before 690 days": Wanted(
        COMMON, before=(datetime.now(UTC) - timedelta(days=690)).isoformat(timespec="seconds")
    ),
    "a common word, in comparisons": Wanted(COMMON, compared=True),
    "a middling word, in no comparison": Wanted(MIDDLING, compared=False),
    "a common word, a preset nobody has": Wanted(COMMON, preset="none"),
    "a middling word, by relevance": Wanted(MIDDLING, order=Order.RELEVANCE),
    "a common word, by relevance": Wanted(COMMON, order=Order.RELEVANCE),
}


def main(data_dir: Path, times: int) -> dict[str, dict[str, list[float]]]:
    store = Store(data_dir)
    store.start()
    problem = store.opened.result().problem
    if problem:
        raise SystemExit(problem)
    store.history(Wanted(), 1).result()  # opening the reader's connection is no part of a question
    measured: dict[str, dict[str, list[float]]] = {"lists": {}, "searches": {}}
    for _ in range(times):
        for kind, questions in (("lists", LISTS), ("searches", SEARCHES)):
            for name, wanted in questions.items():
                began = time.monotonic()
                store.history(wanted, PAGE).result()
                measured[kind].setdefault(name, []).append((time.monotonic() - began) * 1000)
    store.close()
    return measured


if __name__ == "__main__":
    sys.setswitchinterval(0.001)  # as in aishtui's own process
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]))))
