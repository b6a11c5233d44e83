"""`aishtui` on its command line, as a user calls it, with folders of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended, and what it said; `pieces` is when its standard output came, in seconds from the start."""

    status: int
    out: str
    notes: str
    pieces: tuple[float, ...] = ()

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object of `ask --json` or `models --json`."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def ended(self) -> tuple[int, str, str | None]:
        """Exit status, the answer's status, finish reason."""
        return self.status, self.answer["status"], self.answer["finish_reason"]

    @property
    def short(self) -> str:
        """What the answer's object says, without what is unknown, and without all of a long text."""
        known = {
            name: value for name, value in self.answer.items() if value not in (None, "", []) and name != "endpoint"
        }
        text = str(known.get("text", ""))
        if len(text) > 60:
            known["text"] = f"{text[:50]} … ({len(text)} characters)"
        return ", ".join(f"{name} {value!r}" for name, value in known.items())


class Program:
    """`aishtui` with this endpoint and these presets."""

    def __init__(self, folder: Path, url: str, presets: str = "", token: str = "") -> None:
        self.folder = folder
        self.url = url
        self.environ = _environment(token)
        (folder / "config").mkdir(parents=True, exist_ok=True)
        (folder / "config" / "presets.toml").write_text(presets)

    def __call__(self, *words: str, typed: str = "") -> Outcome:
        ran = subprocess.run(
            self._command(*words), input=typed.encode(), capture_output=True, timeout=PATIENCE_S, env=self.environ
        )
        return Outcome(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def ask(self, preset: str, prompt: str, typed: str = "") -> Outcome:
        return self("ask", "--json", "-p", preset, prompt, typed=typed)

    def followed(self, preset: str, prompt: str, stop_after: int | None = None) -> Outcome:
        """Without `--json`, read as it comes; with `stop_after` characters on the way, Ctrl+C."""
        began = time.monotonic()
        process = subprocess.Popen(
            self._command("ask", "-p", preset, prompt),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environ,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        out, pieces, stopped = b"", [], False
        while data := os.read(process.stdout.fileno(), 65_536):
            out += data
            pieces.append(time.monotonic() - began)
            if stop_after is not None and len(out) >= stop_after and not stopped:
                process.send_signal(signal.SIGINT)
                stopped = True
        notes = process.stderr.read().decode()
        process.stdout.close()
        process.stderr.close()
        return Outcome(process.wait(PATIENCE_S), out.decode(), notes, tuple(pieces))

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "aishtui", *self.options, *words]

    @property
    def options(self) -> tuple[str, ...]:
        folders = ("--data-dir", str(self.folder / "data"), "--config-dir", str(self.folder / "config"))
        return ("--endpoint", self.url, *folders)


def _environment(token: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AISHTUI_")}
    return {**kept, "AISHTUI_TOKEN": token} if token else kept
