"""Starts what is measured: aishtui, or the app it is compared with, each in folders of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.broker import MODELS
from benchmarks.broker_process import BrokerProcess
from benchmarks.command import Ran, run
from benchmarks.folders import ROOT
from benchmarks.histories import LAST_WORD, Histories
from benchmarks.screen import COLUMNS, LINES
from benchmarks.terminal import Terminal

_KEPT = ("PATH", "LANG", "LC_ALL", "VIRTUAL_ENV")
"""Of the environment; everything else would be this machine's and this terminal's."""
_THIN_LINE = (sys.executable, "-m", "benchmarks.thin_line", "--")
_OVER_SSH = {"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.8 22"}
HINT = "Ask something"
"""Stands in an empty prompt, of both programs."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every row needs."""

    broker: BrokerProcess
    histories: Histories
    seed: int
    runs: int

    @contextmanager
    def aishtui(
        self,
        messages: int = 10,
        tabs: int = 1,
        module: str = "aishtui",
        options: Sequence[str] = (),
        size: tuple[int, int] = (COLUMNS, LINES),
        moves_columns: bool = False,
        over_ssh: bool = False,
        thin_line: bool = False,
    ) -> Iterator[Terminal]:
        """Started just now, with so many tabs of so many messages that are restored. `module` is run in its place.
        `over_ssh`: the environment says so; `thin_line`: it is so, and the line is a thin one."""
        with _home() as home:
            self.histories.copy_to(home / ".local/share/aishtui", messages, tabs)
            command = [sys.executable, "-m", module, "--endpoint", self.broker.url, *options]
            environ = _environment(home) | (_OVER_SSH if over_ssh or thin_line else {})
            line = _THIN_LINE if thin_line else ()
            with Terminal([*line, *command], environ, size, moves_columns) as terminal:
                yield terminal

    @contextmanager
    def asking_over_thin_line(self, prompt: str) -> Iterator[Terminal]:
        """`aishtui ask PROMPT` at the other end of a thin line, on an empty history."""
        with _home() as home, Terminal([*_THIN_LINE, *self._asking(prompt)], _environment(home)) as terminal:
            yield terminal

    @contextmanager
    def aishtui_on(
        self, data_dir: Path, *options: str, fresh: bool = True, thin_line: bool = False
    ) -> Iterator[Terminal]:
        """Started just now on this folder, with a fresh tab or with those of the last time. `thin_line`: as for
        `aishtui`."""
        with _home() as home:
            command = [sys.executable, "-m", "aishtui", "--endpoint", self.broker.url, "--data-dir", str(data_dir)]
            environ = _environment(home) | (_OVER_SSH if thin_line else {})
            line = _THIN_LINE if thin_line else ()
            with Terminal([*line, *command, *["--new"] * fresh, *options], environ) as terminal:
                yield terminal

    @contextmanager
    def least(self) -> Iterator[Terminal]:
        """The least Textual app, started just now."""
        command = [sys.executable, "-m", "benchmarks.one_input_app"]
        with _home() as home, Terminal(command, _environment(home)) as terminal:
            yield terminal

    @contextmanager
    def compared(self, messages: int = 10) -> Iterator[Terminal]:
        """Textual's documented pattern, with the same history."""
        with _home() as home:
            history = home / "history.json"
            history.write_text(json.dumps([[turn.prompt, turn.answer] for turn in self.histories.turns(messages)]))
            command = [sys.executable, "-m", "benchmarks.markdown_stream_app", self.broker.url, str(history)]
            with Terminal(command, _environment(home)) as terminal:
                yield terminal

    def version(self) -> Ran:
        """`aishtui --version`."""
        with _home() as home:
            return run([sys.executable, "-m", "aishtui", "--version"], _environment(home))

    def ask(self, prompt: str) -> Ran:
        """`aishtui ask PROMPT` as a script calls it, on an empty history."""
        with _home() as home:
            return run(self._asking(prompt), _environment(home))

    def _asking(self, prompt: str) -> list[str]:
        return [sys.executable, "-m", "aishtui", "ask", "--endpoint", self.broker.url, "-m", MODELS[0], prompt]

    @contextmanager
    def comparing(self, prompts: str, *words: str) -> Iterator[tuple["subprocess.Popen[bytes]", Path]]:
        """`aishtui compare` with a file of these prompts, on an empty history, and the file it prints into."""
        with _home() as home:
            (home / "prompts.txt").write_text(prompts)
            command = [sys.executable, "-m", "aishtui", "compare", "--endpoint", self.broker.url, *words]
            with (home / "out").open("wb") as out, (home / "notes").open("wb") as notes:
                process = subprocess.Popen(
                    [*command, "--prompts", str(home / "prompts.txt")],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=notes,
                    env=_environment(home),
                    cwd=ROOT,
                )
                try:
                    yield process, home / "out"
                finally:
                    process.kill()
                    process.wait()


def ready(terminal: Terminal, messages: int = 10) -> None:
    """Wait until the program stands: the prompt, the end of the history, and nothing more to come."""
    terminal.shows(HINT, *([LAST_WORD] if messages else []))
    terminal.quiet(0.3)


@contextmanager
def _home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="aishtui-bench-home-"))
    try:
        yield home
    finally:
        shutil.rmtree(home)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        "LANG": "C.UTF-8",
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
