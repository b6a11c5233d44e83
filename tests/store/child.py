"""Another aishtui, as far as its store goes: `python -m tests.store.child ACTION FOLDER`.

It prints a line when each step is done, and goes on when it is sent one.
"""

import sys
from pathlib import Path

from aishtui.store.database import Store
from aishtui.store.errors import CannotWrite
from tests.store.values import conversation, ended, growing, prompt, tab


def journal(folder: Path) -> None:
    """Writes pieces for ever, and names each when it is written."""
    store = _opened(folder)
    store.save_tabs([tab("t1", 0, draft="half a thought"), tab("t2", 1, active=True)]).result()
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    seq = 0
    while True:
        store.journal("m2", seq, f"piece {seq} ", "").result()
        print(seq, flush=True)
        seq += 1


def answer(folder: Path) -> None:
    """Answers, waits, writes one more piece, waits, and leaves in order."""
    store = _opened(folder)
    store.save_tabs([tab("t1", 0), tab("t2", 1), tab("t3", 2)]).result()
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    store.journal("m2", 0, "Because ", "").result()
    _step("began")
    store.journal("m2", 1, "of that.", "").result()
    _step("went on")
    store.release_tabs().result()
    _step("released")
    store.close()


def look(folder: Path) -> None:
    """Says what is wrong, if it works all the same."""
    store = Store(folder)
    store.start()
    print(store.opened.result().problem)
    store.add_turn(conversation("c2"), [prompt("m9", "Why?", of="c2")]).result()
    assert store.conversation("c2").result() is not None
    store.close()


def aside(folder: Path) -> None:
    """Keeps a turn and a tab where the database cannot be used, and waits to be killed."""
    store = Store(folder)
    store.start()
    assert store.opened.result().problem
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    store.journal("m2", 0, "Because ", "").result()
    store.save_tabs([tab("t1", 0, draft="half a thought")]).result()
    _step("kept")


def wait(folder: Path) -> None:
    """Begins a turn, then ends it and begins another where that cannot be written, and waits to be killed."""
    store = _opened(folder)
    store.add_turn(conversation(), [prompt("m1", "Why?"), growing("m2", "m1")]).result()
    store.journal("m2", 0, "Because ", "").result()
    store.save_tabs([tab("t1", 0, draft="half a")]).result()
    _step("began")
    waiting = [
        store.end_answer(ended(growing("m2", "m1"), "Because of that.")),
        store.add_turn(conversation(), [prompt("m3", "And?", "m2"), growing("m4", "m3")]),
        store.journal("m4", 0, "And ", ""),
        store.save_tabs([tab("t1", 0, draft="half a thought")]),
        store.remember_prompt("And?"),
    ]
    assert all(isinstance(outcome.exception(), CannotWrite) for outcome in waiting)
    _step(store.problem)


def _opened(folder: Path) -> Store:
    store = Store(folder)
    store.start()
    found = store.opened.result()
    if found.problem:
        raise SystemExit(found.problem)
    return store


def _step(name: str) -> None:
    print(name, flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    {"journal": journal, "answer": answer, "look": look, "aside": aside, "wait": wait}[sys.argv[1]](Path(sys.argv[2]))
