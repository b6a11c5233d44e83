"""Any sequence of calls, with failures in between: `python -m tests.store.injected_child FOLDER SEED FAILURES END`.

FAILURES are letters: `f` files may not grow, `g` the folder is gone, `d` the database is damaged at the start. END is
`close` or `kill`. It prints what is promised when it is promised, a JSON object in a line, and last what must be found.
"""

import json
import os
import random
import resource
import shutil
import signal
import sys
from concurrent.futures import Future
from pathlib import Path

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message
from aishtui.store.database import Store
from aishtui.store.errors import StoreError
from tests.store.values import conversation, ended, growing, prompt, tab

STEPS = 130


class Run:
    """The store, and what it has been told."""

    def __init__(self, folder: Path, dice: random.Random, failures: str) -> None:
        self.folder = folder
        self.dice = dice
        self.failures = failures
        self.texts: dict[str, str] = {}
        """What was handed in, by message."""
        self.of: dict[str, str] = {}
        self.growing: list[Message] = []
        self.draft = ""
        self.prompts: list[str] = []
        if "d" in failures:
            folder.mkdir()
            (folder / "aishtui.db").write_bytes(b"a love letter\n" * 100)
        self.store = Store(folder, pause_s=0.0)
        self.store.start()
        self.store.opened.result()

    def step(self, number: int) -> None:
        kinds = [self.turn, self.turn, self.piece, self.piece, self.piece, self.end, self.tabs, self.remember]
        if "f" in self.failures:
            kinds += [self.full, self.free]
        if "g" in self.failures and number % 40 == 39:
            kinds = [self.gone]
        self.dice.choice(kinds)(number)

    def turn(self, number: int) -> None:
        of = f"c{self.dice.randrange(6)}"
        asked = prompt(f"m{number:04}a", "Why? " * self.dice.choice((1, 50, 5000)), of=of)
        answer = growing(f"m{number:04}b", asked.id, of)
        self.growing.append(answer)
        for message in (asked, answer):
            self.texts[message.id] = message.text
            self.of[message.id] = of
        self.promise([asked.id, answer.id], self.store.add_turn(conversation(of), [asked, answer]))

    def piece(self, number: int) -> None:
        if self.growing:
            answer = self.dice.choice(self.growing)
            text = f"piece {number} " * self.dice.choice((1, 100))
            self.texts[answer.id] += text
            self.promise([answer.id], self.store.journal(answer.id, number, text, ""))

    def end(self, number: int) -> None:
        if self.growing:
            answer = self.growing.pop(self.dice.randrange(len(self.growing)))
            status = self.dice.choice((Status.COMPLETE, Status.STOPPED, Status.FAILED))
            self.promise([answer.id], self.store.end_answer(ended(answer, self.texts[answer.id], status)))

    def tabs(self, number: int) -> None:
        self.draft = f"draft {number}"
        self.wait(self.store.save_tabs([tab("t1", 0, draft=self.draft)]))

    def remember(self, number: int) -> None:
        self.prompts.append(f"prompt {number}")
        self.wait(self.store.remember_prompt(self.prompts[-1]))

    def full(self, number: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.dice.choice((4096, 100_000)), resource.RLIM_INFINITY))

    def free(self, number: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)

    def gone(self, number: int) -> None:
        self.free(number)
        self.wait(self.store.remember_prompt("what waits is written before the folder goes"))
        # Out of the way in one go: while what is in a folder is deleted, another try may put something into it.
        shutil.rmtree(self.folder.rename(self.folder.with_name(f"gone-{number}")))

    def promise(self, ids: list[str], future: Future[None]) -> None:
        """Once the future is done without an error, this must be found, whatever happens."""
        if self.wait(future):
            said = {id_: self.texts[id_] for id_ in ids}
            os.write(1, f"{json.dumps(said)}\n".encode())

    def wait(self, future: Future[None]) -> bool:
        try:
            future.result()
        except StoreError:
            return False
        return True


def main(folder: Path, seed: int, failures: str, end: str) -> None:
    run = Run(folder, random.Random(seed), failures)
    for number in range(STEPS):
        run.step(number)
    if end == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    run.free(0)
    if "d" in failures:
        (folder / "aishtui.db").rename(folder / "moved")
    assert run.store.close()
    whole = {"texts": run.texts, "draft": run.draft, "prompts": run.prompts if "g" not in failures else []}
    os.write(1, f"{json.dumps(whole)}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4])
