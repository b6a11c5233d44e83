"""A server that is not ours, as a child process: it says where it is in one line of JSON, and ends with its input."""

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE_S = 120.0


class Served:
    """`said` is its first line: `url`, and the versions of what serves."""

    def __init__(self, command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None) -> None:
        self._log = log
        with log.open("ab") as notes:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=notes,
                env={**os.environ, **(environ or {})},
                start_new_session=True,
            )
        try:
            self.said: dict[str, Any] = self._first_line()
        except BaseException:
            self.kill()
            raise
        self.url = str(self.said["url"])

    def _first_line(self) -> dict[str, Any]:
        """Lines before it that are no JSON are the server's own chatter."""
        assert self._process.stdout is not None
        ends_at, came = time.monotonic() + PATIENCE_S, b""
        while time.monotonic() < ends_at:
            if not select.select([self._process.stdout], [], [], 0.2)[0]:
                continue
            data = os.read(self._process.stdout.fileno(), 65_536)
            if not data:
                break
            came += data
            for line in came.splitlines(keepends=True):
                if line.startswith(b"{") and line.endswith(b"\n"):
                    found: dict[str, Any] = json.loads(line)
                    return found
        raise RuntimeError(f"the server did not start\n{self._log.read_text(errors='replace')[-2000:]}")

    def kill(self) -> None:
        """At once, as a crash would, with all that it has started."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._process.returncode is not None:
            return
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        assert self._process.stdout is not None
        self._process.stdout.close()
