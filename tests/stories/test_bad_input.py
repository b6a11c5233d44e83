"""What goes wrong is said: what, where, and what to do; and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import F6, aishtui


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    import os

    return subprocess.run(
        [sys.executable, "-m", "aishtui", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env={**os.environ, **environ},
    )  # fmt: skip


def test_a_broker_that_is_down_is_named_and_the_prompt_is_kept(lab: Homelab, tmp_path: Path, closed_port: int) -> None:
    with aishtui(tmp_path, "--endpoint", f"127.0.0.1:{closed_port}") as program:
        program.sees("down", f"127.0.0.1:{closed_port}", "refused", ":connect", ">fast", "cloud_opus")
        program.type("hello there")
        program.sees("hello there", "failed")
        program.type(f":connect {lab.url}")
        program.sees("11 models")
        program.press(F6)
        program.sees("complete")


def test_https_to_a_plain_port_says_so(lab: Homelab, tmp_path: Path) -> None:
    with aishtui(tmp_path, "--endpoint", lab.url.replace("http:", "https:")) as program:
        program.sees("this broker speaks http: try http://127.0.0.1")


def test_broken_files_are_named_and_the_rest_is_used(lab: Homelab, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "presets.toml").write_text('[presets.mine]\nmodel = "m-1"\n\n[presets.bad]\nmodle = "x"\n')
    (config / "config.toml").write_text('[endpoint]\nurll = "http://x"\n')
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("presets.toml", "line 4", "modle", "config.toml", "urll", "mine")


def test_pipes_and_folders_where_files_should_be_are_named_and_hold_nothing_up(lab: Homelab, tmp_path: Path) -> None:
    config = tmp_path / "config"
    (config / "presets.d" / "folder.toml").mkdir(parents=True)
    (config / "themes").mkdir()
    for path in (config / "config.toml", config / "presets.toml", config / "themes" / "mine.toml"):
        os.mkfifo(path)
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("config.toml", "a pipe, and no file", "fast")
        program.type("hello there")
        program.sees("complete")


def test_an_unknown_preset_on_the_command_line_is_refused_with_the_nearest(tmp_path: Path) -> None:
    done = run("ask", "-p", "fsat", "hello", "--data-dir", str(tmp_path))
    assert done.returncode == 2
    assert "fsat" in done.stderr
    assert "fast" in done.stderr


def test_both_endpoint_options_exclude_each_other() -> None:
    done = run("--endpoint", "http://x", "--embedded")
    assert done.returncode == 2
    assert "--embedded" in done.stderr


def test_a_bad_address_is_refused() -> None:
    done = run("--endpoint", "http://user:secret@host", "models")
    assert done.returncode == 2
    assert "secret" not in done.stderr


def test_without_a_terminal_there_is_one_sentence() -> None:
    done = run()
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "terminal" in done.stderr
