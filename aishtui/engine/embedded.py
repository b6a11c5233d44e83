"""The embedded broker as a child process: started, addressed, and ended with its standard input."""

import select
import subprocess
import sys
from pathlib import Path

START_LIMIT_S = 15.0


class EmbeddedBrokerFailed(Exception):
    """The child ended or said nothing; the message is a sentence for the user."""


class EmbeddedBroker:
    """A child in its own session (a hang-up of the terminal does not reach it) that ends when its standard
    input does: on `close()`, and by the kernel's hand also after `kill -9` of this process."""

    def __init__(self, broker_file: Path | None = None) -> None:
        """`broker_file` says what it is to serve; where it listens is our business."""
        command = [sys.executable, "-m", "aishtui", "broker", "--host", "127.0.0.1", "--port", "0", "--until-eof"]
        if broker_file is not None:
            command += ["--config", str(broker_file)]
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise EmbeddedBrokerFailed(f"The embedded broker could not be started: {error}.") from error

    def url(self) -> str:
        """Its address, from the first line of its output. Blocks; raises EmbeddedBrokerFailed."""
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], START_LIMIT_S)
        line = self._process.stdout.readline().decode("utf-8", "replace").strip() if ready else ""
        if line.startswith("http://"):
            return line
        status = self._process.poll()
        how = f"ended with status {status}" if status is not None else f"said nothing for {START_LIMIT_S:.0f} s"
        raise EmbeddedBrokerFailed(f"The embedded broker did not start: it {how}. Try `aishtui broker` to see why.")

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self, timeout: float = 2.0) -> None:
        """Close its standard input and wait for its end; killed if it does not come."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
