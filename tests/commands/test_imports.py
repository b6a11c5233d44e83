"""What a fresh interpreter has loaded after a command, and what a short one costs."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.program import LIMIT_S, environment, folders
from tests.servers.homelab import Homelab

_NAMES = ("textual", "rich", "httpx")

# Runs the command as `aishtui` does and, in the moment of leaving, prints which of the names are loaded.
_LOOK_AT_THE_END = """
import os, sys

def leave(status, end=os._exit):
    print("loaded:", *[name for name in {names!r} if name in sys.modules], file=sys.stderr, flush=True)
    end(status)

os._exit = leave
from aishtui.cli import main
main()
"""


def loaded_after(*arguments: str) -> tuple[int, str, list[str]]:
    """The exit status, standard output, and what of the screen and of HTTP was loaded at the end."""
    code = _LOOK_AT_THE_END.format(names=_NAMES)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=LIMIT_S, env=environment(),
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert last.startswith("loaded:"), done.stderr
    return done.returncode, done.stdout, last.split()[1:]


def test_a_whole_turn_without_a_screen_loads_neither_textual_nor_rich(lab: Homelab, tmp_path: Path) -> None:
    status, out, loaded = loaded_after(*folders(tmp_path), "ask", "--endpoint", lab.url, "7×8")
    assert (status, out) == (0, "7 × 8 = 56\n")
    assert loaded == ["httpx"]


def test_a_comparison_without_a_screen_loads_neither_textual_nor_rich(lab: Homelab, tmp_path: Path) -> None:
    words = ("compare", "--endpoint", lab.url, "-p", "fast,chat", "7×8")
    status, out, loaded = loaded_after(*folders(tmp_path), *words)
    assert (status, out.count("7 × 8 = 56")) == (0, 2)
    assert loaded == ["httpx"]


def test_the_list_of_models_loads_neither_textual_nor_rich(lab: Homelab, tmp_path: Path) -> None:
    assert loaded_after(*folders(tmp_path), "models", "--endpoint", lab.url)[2] == ["httpx"]


@pytest.mark.parametrize("arguments", [("doctor",), ("doctor", "--live")])
def test_the_doctor_loads_neither_textual_nor_rich(lab: Homelab, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    status, out, loaded = loaded_after(*folders(tmp_path), *arguments, "--endpoint", lab.url)
    assert (status, loaded) == (0, ["httpx"])
    assert out.count("\nok ") + out.count("not offered") > 4


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("--help",), ("ask", "--help"), ("compare", "--help"), ("models", "--help"), ("doctor", "--help")],
)
def test_version_and_help_load_neither_the_screen_nor_http(arguments: tuple[str, ...]) -> None:
    status, out, loaded = loaded_after(*arguments)
    assert (status, loaded) == (0, [])
    assert "aishtui" in out


def cpu_s(*arguments: str) -> float:
    """User and system time of one run: quicker machines and slower ones differ, other people's work counts less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, timeout=LIMIT_S, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_version_costs_little_more_than_the_interpreter_with_click() -> None:
    least = min(cpu_s("-c", "import click") for _ in range(3))
    ours = min(cpu_s("-m", "aishtui", "--version") for _ in range(3))
    assert ours < least * 2 + 0.1  # textual and httpx would add four times as much
