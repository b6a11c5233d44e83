"""`aishtui broker`: which file it takes, options before it, mistakes said, and the same file beside the screen."""

import json
import select
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from aishtui.cli import cli
from aishtui.commands.settings import Options, read_settings
from tests.broker.client import wait_until
from tests.commands.program import LIMIT_S, Done, command, environment, run, write
from tests.servers import lan
from tests.servers.homelab import Homelab

KEY = "sk-or-v1-0123456789abcdef"


@contextmanager
def running(folder: Path, *arguments: str, **environ: str) -> Iterator[str]:
    """The address that `aishtui broker` has said. What it writes to standard error is in the file `log`."""
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            command(folder, "broker", *arguments), stdout=subprocess.PIPE, stderr=log, text=True,
            env=environment(**environ),
        ) as process,
    ):  # fmt: skip
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], LIMIT_S)
            assert ready, "it said nothing"
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def logged(folder: Path, chats: int) -> list[str]:
    """The lines written so far, once there are so many of requests for answers."""
    found: list[str] = []

    def complete() -> bool:
        found[:] = (folder / "log").read_text().splitlines()
        return sum("/chat/" in line for line in found) >= chats

    wait_until(complete, f"{chats} requests were logged")
    return found


def backends(*labs: tuple[str, Homelab], more: str = "") -> str:
    tables = [f'[[backends]]\nname = "{name}"\nurl = "{lab.url}"\n' for name, lab in labs]
    return "discovery = false\n" + more + "\n".join(tables)


def ask(folder: Path, url: str, model: str, *more: str) -> dict[str, object]:
    done = run(folder, "ask", "--endpoint", url, "-m", model, "--json", *more, "7×8")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_it_serves_what_its_file_says_and_logs_it(tmp_path: Path, lab: Homelab) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(backends(("dirac", lab)))
    with running(tmp_path, "--config", str(file), "--port", "0") as url:
        assert ask(tmp_path, url, lan.FAST)["text"] == "7 × 8 = 56"
        lines = logged(tmp_path, 1)
    assert f"POST /v1/chat/completions {lan.FAST} " in lines[-1]
    assert lines[-1].endswith(" s complete")


def test_a_backend_that_was_killed_is_stood_in_for_and_the_log_says_routed(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    with Homelab(speed=100) as boltzmann, Homelab(speed=100) as dirac:
        for one in (dirac, boltzmann):
            one.catalogue_body = json.dumps({"data": [{"id": lan.FAST}]}).encode()
        file.write_text(backends(("dirac", dirac), ("boltzmann", boltzmann)))
        with running(tmp_path, "--config", str(file), "--port", "0") as url:
            assert ask(tmp_path, url, lan.FAST)["status"] == "complete"
            assert len(dirac.chats) == 1
            dirac.stop()
            assert ask(tmp_path, url, lan.FAST)["status"] == "complete"
            assert len(boltzmann.chats) == 1
            routed = [line for line in logged(tmp_path, 2) if "/chat/" in line and "(routed)" in line]
    assert len(routed) == 1
    assert routed[0].endswith("complete; dirac: connection refused")


def printed(folder: Path, *arguments: str, **environ: str) -> Done:
    return run(folder, "broker", "--print-config", *arguments, environ=environ)


def test_without_config_it_takes_the_file_of_the_config_folder(tmp_path: Path) -> None:
    write(tmp_path, "broker.toml", "port = 9001\n")
    assert "port = 9001\n" in printed(tmp_path).stdout
    other = write(tmp_path, "other.toml", "port = 9002\n")
    assert "port = 9002\n" in printed(tmp_path, "--config", str(other)).stdout
    from_environment = run(tmp_path / "none", "broker", "--print-config")
    assert "port = 8082\n" in from_environment.stdout


def test_options_come_before_the_file(tmp_path: Path) -> None:
    write(tmp_path, "broker.toml", 'port = 9001\nhost = "0.0.0.0"\n')
    done = printed(tmp_path, "--port", "9003", "--host", "127.0.0.2")
    assert 'host = "127.0.0.2"\nport = 9003\n' in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_print_config_says_every_mistake_and_ends_with_1(tmp_path: Path) -> None:
    write(tmp_path, "broker.toml", 'port = "x"\nhots = 1\n')
    done = printed(tmp_path)
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert "broker.toml, line 2, hots: " in first
    assert "broker.toml, line 1, port: " in second


def test_print_config_never_shows_the_key(tmp_path: Path) -> None:
    done = printed(tmp_path, OPENROUTER_API_KEY=KEY)
    assert "holds a key" in done.stdout
    assert KEY not in done.stdout + done.stderr


def test_a_file_that_was_named_and_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run(tmp_path, "broker", "--config", str(tmp_path / "gone.toml"))
    assert done.returncode == 2
    assert done.stderr == f"aishtui: {tmp_path / 'gone.toml'}: cannot be read (No such file or directory).\n"


def test_with_a_mistake_in_the_file_it_starts_with_what_is_left(tmp_path: Path, lab: Homelab) -> None:
    write(tmp_path, "broker.toml", backends(("dirac", lab), more="prot = 3\n"))
    with running(tmp_path, "--port", "0") as url:
        assert ask(tmp_path, url, lan.FAST)["status"] == "complete"
        assert "line 2, prot: is not known here" in logged(tmp_path, 1)[0]


def test_the_embedded_broker_uses_the_file_too(tmp_path: Path, lab: Homelab) -> None:
    write(tmp_path, "broker.toml", backends(("dirac", lab), more='port = 9999\nhost = "0.0.0.0"\n'))
    done = run(tmp_path, "ask", "--embedded", "-m", lan.FAST, "--json", "7×8")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["text"] == "7 × 8 = 56"
    assert answer["endpoint"].startswith("http://127.0.0.1:"), "it listens on the loopback whatever the file says"
    assert not answer["endpoint"].endswith(":9999")


def test_what_is_wrong_in_the_file_is_a_problem_of_a_run_with_the_embedded_broker(tmp_path: Path) -> None:
    write(tmp_path, "broker.toml", "\nprot = 3\n")
    options = Options(embedded=True, config_dir=tmp_path / "config", data_dir=tmp_path / "data")
    (problem,) = map(str, read_settings(options, {}).problems)
    assert "broker.toml, line 2, prot: is not known here" in problem
    assert read_settings(Options("127.0.0.1:1", config_dir=tmp_path / "config"), {}).problems == ()


def test_the_key_is_in_no_answer_and_no_log_of_the_real_process(tmp_path: Path, lab: Homelab) -> None:
    cloud = f'cloud_url = "{lab.url}/v1"\ncloud_models = ["{lan.CLOUD}"]\n'
    write(tmp_path, "broker.toml", "discovery = false\n" + cloud)
    with running(tmp_path, "--port", "0", OPENROUTER_API_KEY=KEY) as url:
        answer = ask(tmp_path, url, lan.CLOUD)
        lines = logged(tmp_path, 1)
    assert lab.chats[0].headers["authorization"] == f"Bearer {KEY}"
    assert answer["status"] == "complete"
    assert KEY not in json.dumps(answer) + "".join(lines)


@pytest.mark.parametrize("arguments", [("--endpoint", "x:1"), ("--embedded",)])
def test_it_takes_no_broker_of_its_own(tmp_path: Path, arguments: Sequence[str]) -> None:
    assert run(tmp_path, *arguments, "broker").returncode == 2


def test_its_help_names_its_options() -> None:
    assert {"--config", "--host", "--port", "--print-config"} <= {
        name for option in cli.commands["broker"].params for name in option.opts
    }


def test_folders_are_not_made_for_it(tmp_path: Path) -> None:
    printed(tmp_path)
    assert list(tmp_path.iterdir()) == []
