"""What streaming costs in the pane: CPU seconds per 1,000 tokens at 100 tokens per second, in a real pty of 120×36.

    python -m benchmarks.pane_streaming [LENGTH,HISTORY,KIND]…     e.g. 1000,10,mixed 7500,10,fence

An answer of LENGTH tokens (4 characters each) below HISTORY messages; its last 500 tokens are streamed and measured.
KIND is `mixed`, or one open block: `fence`, `list`, `paragraph`, `table`. Compare CPU seconds, not walls.
"""

import asyncio
import fcntl
import json
import os
import pty
import random
import struct
import sys
import termios
import time

from textual.app import ComposeResult
from textual.widgets import Static

from aishtui.chat.answers import Status
from aishtui.pane.document import Document
from aishtui.pane.markdown import MarkdownRenderer
from tests.pane.pane_app import PaneApp, answer, delta, prompt

STREAMED = 500
DEFAULT = ("1000,10,mixed", "16000,10,mixed", "1000,1000,mixed", *(f"7500,10,{kind}" for kind in ("fence", "list")))
WORDS = (
    "the",
    "broker",
    "answers",
    "a",
    "**cold**",
    "model",
    "with",
    "`tokens`",
    "and",
    "[a link](https://e.org)",
    "here",
)
BLOCKS = {
    "fence": ("```python\n", "    value = compute(x, 42)  # a note\n"),
    "list": ("", "- an item with some words and `code`\n"),
    "paragraph": ("", "words and more words with **bold** now "),
    "table": ("| a | b |\n|---|---|\n", "| some cell | other `cell` |\n"),
}


def corpus(characters: int, kind: str, seed: int = 1) -> str:
    if kind != "mixed":
        begin, unit = BLOCKS[kind]
        return (begin + unit * (characters // len(unit) + 1))[:characters]
    chosen = random.Random(seed)

    def words(count: int) -> str:
        return " ".join(chosen.choice(WORDS) for _ in range(count))

    text = ""
    while len(text) < characters:
        text += f"## {words(5)}\n\n{words(60)}\n\n" + "".join(f"- {words(12)}\n" for _ in range(5))
        text += "\n```python\n" + "".join(f"def f{n}(x):\n    return x + {n}  # note\n" for n in range(6)) + "```\n\n"
        text += "| a | b |\n|---|--:|\n" + "".join(f"| {words(3)} | {n} |\n" for n in range(5)) + "\n"
    return text[:characters]


class Measured(PaneApp):
    """The pane between two lines of other things, as in the workbench."""

    CSS = "Static { height: 1; }"

    def __init__(self, length: int, history: int, kind: str) -> None:
        document = Document()
        turns = (
            prompt(n, f"question {n}") if n % 2 == 0 else answer(n, corpus(1200, "mixed", n)) for n in range(history)
        )
        document.load(list(turns))
        super().__init__(document)
        self.text = corpus(length * 4, kind)
        self.result: dict[str, float] = {}

    def compose(self) -> ComposeResult:
        yield Static("above")
        yield self.pane
        yield Static("below")

    async def on_mount(self) -> None:
        self.run_worker(self.measure())

    async def measure(self) -> None:
        document, read = self.pane.document, len(self.text) - 4 * STREAMED
        while not isinstance(self.pane._renderer, MarkdownRenderer):  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.02)
        document.add(answer(99_999, "", Status.WRITING))
        document.grow(delta(99_999, self.text[:read]))
        self.pane.document_changed()
        await asyncio.sleep(1)
        cpu, wall, frames, last = time.process_time(), time.monotonic(), 0, 0.0
        for token in range(STREAMED):
            document.grow(delta(99_999, self.text[read : read + 4], read))
            read += 4
            self.pane.document_changed()
            await asyncio.sleep(max(0.0, wall + (token + 1) / 100 - time.monotonic()))
            frames, last = frames + (self.pane._governor._began != last), self.pane._governor._began
        seconds = time.monotonic() - wall
        self.result = {"cpu_s_per_1k": (time.process_time() - cpu) * 1000 / STREAMED, "frames_per_s": frames / seconds}
        self.exit()


def run_in_pty(case: str) -> dict[str, float]:
    """Run one case in a child on a pty; its figures."""
    reader, writer = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.set_inheritable(writer, True)
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.pane_streaming", "--child", case, str(writer)])
    os.close(writer)
    try:
        while os.read(terminal, 65_536):
            pass
    except OSError:
        pass  # Linux says EIO when the child has closed its end
    os.waitpid(child, 0)
    with os.fdopen(reader) as result:
        return dict(json.loads(result.read() or "{}"))


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--child"]:
        length, history, kind = arguments[1].split(",")
        app = Measured(int(length), int(history), kind)
        app.run()
        os.write(int(arguments[2]), json.dumps(app.result).encode())
        return
    for case in arguments or DEFAULT:
        figures = "  ".join(f"{name} {value:.2f}" for name, value in run_in_pty(case).items())
        print(f"{case:20} {figures}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
