"""The harness's end of the scripted broker: starts it, gives it scripts, hears what it has sent."""

import json
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Self

from benchmarks.folders import ROOT
from benchmarks.scripts import Script


class BrokerProcess:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.broker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,  # Ctrl+C is for the harness; this ends when its input does
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._commands, self._events = self._process.stdin, self._process.stdout
        self.url = f"http://127.0.0.1:{int(self._events.readline())}"
        self._told: dict[tuple[str, str], list[float]] = {}
        self._heard = threading.Condition()
        self._ear = threading.Thread(target=self._listen, name="broker's events")
        self._ear.start()

    def _listen(self) -> None:
        for line in self._events:
            event = json.loads(line)
            with self._heard:
                self._told[event["key"], event["what"]] = event["times"]
                self._heard.notify_all()

    def _say(self, command: dict[str, Any]) -> None:
        self._commands.write(json.dumps(command) + "\n")
        self._commands.flush()

    def know(self, script: Script) -> Script:
        """Answer `script.prompt` so from now on. Returns when the broker has it."""
        with self._heard:
            for what in ("known", "lead", "tail", "end", "closed"):
                self._told.pop((script.key, what), None)
        self._say({"do": "script", "script": script.as_json()})
        self.wait_until_sent(script, "known")
        return script

    def go(self, script: Script) -> None:
        """Let an answer that holds go on."""
        self._say({"do": "go", "key": script.key})

    def has_sent(self, script: Script, what: str) -> bool:
        """Whether `lead` (the headers with it), `tail` or `end` is on its way, or the client has `closed`."""
        with self._heard:
            return (script.key, what) in self._told

    def wait_until_sent(self, script: Script, what: str) -> None:
        """For who has no terminal to pump meanwhile."""
        with self._heard:
            if not self._heard.wait_for(lambda: (script.key, what) in self._told, timeout=10):
                raise TimeoutError(f"the broker has not sent the {what} of {script.prompt}")

    def times(self, script: Script, what: str) -> list[float]:
        """When each of its events was written."""
        with self._heard:
            return self._told[script.key, what]

    def close(self) -> None:
        self._commands.close()
        self._process.wait()
        self._ear.join()
        self._events.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
