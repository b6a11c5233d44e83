"""The broker as a process of its own: how it says where it is, and how it ends."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from aishtui.broker.errors import PortInUse
from tests.broker.client import MANUAL, ask, chat_bytes, connect, get, make_broker, question

BROKER = (
    "import sys; from pathlib import Path; from aishtui.broker.config import BrokerConfig; "
    "from aishtui.broker.server import run_broker; config = BrokerConfig(sys.argv[1], int(sys.argv[2])); "
    "sys.exit(run_broker(config, Path(sys.argv[3]), sys.argv[4] == 'until-eof'))"
)


def command(until_eof: bool, host: str = "127.0.0.1", port: int = 0) -> list[str]:
    return [sys.executable, "-c", BROKER, host, str(port), str(MANUAL), "until-eof" if until_eof else "alone"]


@contextmanager
def running(until_eof: bool) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with subprocess.Popen(
        command(until_eof), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().decode().strip()
        finally:
            if process.poll() is None:
                process.kill()


def test_its_address_is_its_first_line_and_it_listens_by_then() -> None:
    with running(until_eof=True) as (_, url):
        assert url.startswith("http://127.0.0.1:")
        assert get(f"{url}/health").status_code == 200


def test_the_end_of_its_input_ends_it_even_in_mid_answer() -> None:
    with running(until_eof=True) as (process, url), connect(url) as connection:
        connection.sendall(chat_bytes(question("all keys", stream=True)))
        assert connection.recv(1000)
        assert process.stdin is not None
        process.stdin.write(b"anything else is ignored\n")
        process.stdin.close()
        assert process.wait(20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize("until_eof", [True, False])
def test_sigterm_ends_it(until_eof: bool) -> None:
    with running(until_eof) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_ctrl_c_ends_it_without_a_traceback() -> None:
    with running(until_eof=False) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_alone_it_logs_its_requests_and_does_not_mind_its_input() -> None:
    with running(until_eof=False) as (process, url):
        assert process.stdin is not None
        process.stdin.close()
        ask(url, "hello")
        assert process.stderr is not None
        assert b"guide embedded 200" in process.stderr.readline()
        assert process.poll() is None


def test_killing_its_parent_ends_it() -> None:
    child = command(until_eof=True)
    parent = (
        "import subprocess, sys; "
        f"child = subprocess.Popen({child!r}, stdin=subprocess.PIPE, start_new_session=True); child.wait()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        assert get(f"{url}/health").status_code == 200
        process.kill()
        # The child holds the other end of this pipe: its end is the child's end.
        assert process.stdout.read() == b""
    with pytest.raises(ConnectionRefusedError):
        connect(url)


def test_a_port_in_use_is_one_sentence_and_status_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = subprocess.run(command(False, port=port), capture_output=True, timeout=30)
    assert process.returncode == 1
    assert process.stdout == b""
    (sentence,) = process.stderr.decode().splitlines()
    assert f"port {port}" in sentence
    assert "in use" in sentence


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("127.0.0.1", 99999), ("no.such.name.invalid", 0)])
def test_an_address_that_cannot_be_had_is_one_sentence_and_status_1(host: str, port: int) -> None:
    process = subprocess.run(command(False, host, port), capture_output=True, timeout=60)
    assert process.returncode == 1
    (sentence,) = process.stderr.decode().splitlines()
    assert host in sentence


def test_listening_to_the_whole_network_is_warned_of() -> None:
    with subprocess.Popen(command(False, "0.0.0.0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stderr is not None
            assert b"no password" in process.stderr.readline()
        finally:
            process.terminate()


def test_input_that_was_closed_from_the_start_ends_it() -> None:
    process = subprocess.run(command(True), stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
    assert process.returncode == 0
    assert process.stdout.startswith(b"http://127.0.0.1:")


def test_it_loads_no_http_client_and_no_screen() -> None:
    heavy = ("httpx", "textual", "rich", "click")
    code = f"import sys, aishtui.broker.server; print([name for name in {heavy!r} if name in sys.modules])"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=True)
    assert process.stdout.strip() == b"[]"


def test_the_command_line_runs_it() -> None:
    line = [sys.executable, "-m", "aishtui", "broker", "--port", "0", "--until-eof"]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert "Copy an answer" in ask(process.stdout.readline().decode().strip(), "how do I copy an answer")
        process.stdin.close()
        assert process.wait(20) == 0


def test_it_listens_on_ipv6_too() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with make_broker(MANUAL, "::1", ports=()) as broker:
        assert broker.url.startswith("http://[::1]:")
        assert broker.loopback_only
        assert get(f"{broker.url}/health").status_code == 200


def test_a_closed_broker_gives_its_port_back() -> None:
    with make_broker(MANUAL, ports=()) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(PortInUse, match="in use"):
            make_broker(MANUAL, port=port, ports=())
    with make_broker(MANUAL, port=port, ports=()) as second:
        assert get(f"{second.url}/health").status_code == 200
