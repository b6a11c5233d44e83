"""The real program at the other end of a real ssh, on the loopback."""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stories.aishtui_program import Aishtui
from tests.terminal.pty_program import PtyProgram

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

needs_ssh = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="openssh-server and openssh-client are not installed"
)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def make_key(path: Path) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


@contextmanager
def sshd(folder: Path) -> Iterator[int]:
    """A server that lets its own key in and nobody else; ends with the test. Its port."""
    assert SSHD is not None
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where root's sshd puts away its rights
    host, user, port = make_key(folder / "host"), make_key(folder / "user"), free_port()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host.with_suffix('.pub').read_text()}")
    settings = {
        "Port": port, "ListenAddress": "127.0.0.1", "HostKey": host, "PidFile": "none", "UsePAM": "no",
        "AuthorizedKeysFile": user.with_suffix(".pub"), "StrictModes": "no", "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no", "PermitRootLogin": "prohibit-password", "PrintMotd": "no",
    }  # fmt: skip
    config = folder / "sshd_config"
    config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with (folder / "sshd.log").open("wb") as log:
        server = subprocess.Popen([SSHD, "-D", "-e", "-f", config], stdin=subprocess.DEVNULL, stderr=log)
        try:
            yield port
        finally:
            server.terminate()
            server.wait()


def ssh_command(folder: Path, port: int, there: str) -> list[str]:
    """What runs the shell's line `there` behind the ssh, in a terminal."""
    return [
        "ssh", "-F", "none", "-tt", "-p", str(port), "-i", str(folder / "user"),
        "-o", f"UserKnownHostsFile={folder / 'known'}", "-o", "StrictHostKeyChecking=yes",
        "-o", "IdentitiesOnly=yes", "-o", "ConnectionAttempts=20", "-o", "LogLevel=ERROR",
        f"{getpass.getuser()}@127.0.0.1", there,
    ]  # fmt: skip


class OverSsh(Aishtui):
    """aishtui at the other end of an ssh; `signal` and `kill` are the client's."""

    def __init__(
        self,
        folder: Path,
        port: int,
        *options: str,
        environ: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ) -> None:
        """`environ` and `within` are of the user's side: the terminal, and what starts the ssh client there."""
        aishtui = [
            sys.executable, "-m", "aishtui",
            "--data-dir", str(folder / "data"), "--config-dir", str(folder / "config"), *options,
        ]  # fmt: skip
        there = f"cd {shlex.quote(os.getcwd())} && exec {shlex.join(aishtui)}"
        client = [*within, *ssh_command(folder, port, there)]
        PtyProgram.__init__(self, client, folder / "unused.log", environ, size=(120, 36))
