"""What a run is to use: option before environment before config.toml before default, and whose the token is."""

from pathlib import Path

import pytest

from aishtui.commands.settings import DEFAULT_ENDPOINT, Options, Settings, read_settings
from aishtui.endpoint.errors import BadToken
from aishtui.wire.address import parse_endpoint
from aishtui.wire.errors import BadAddress
from tests.commands.program import run, write
from tests.servers.homelab import Homelab


def settings(folder: Path, endpoint: str | None = None, embedded: bool = False, **environ: str) -> Settings:
    options = Options(endpoint, embedded, config_dir=folder / "config", data_dir=folder / "data")
    return read_settings(options, environ)


def token(found: Settings, url: str) -> str | None:
    source = found.access.credentials_for(parse_endpoint(url)).token
    return source() if source is not None else None


def test_the_default_is_the_broker_on_the_lan(tmp_path: Path) -> None:
    assert settings(tmp_path).choice == DEFAULT_ENDPOINT == "http://hossenfelder.fritz.box:8082"


def test_option_before_environment_before_file_before_default(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\nurl = "in-file:1"\n')
    assert settings(tmp_path).choice == "http://in-file:1"
    assert settings(tmp_path, AISHTUI_ENDPOINT="in-environment:1").choice == "http://in-environment:1"
    assert settings(tmp_path, "by-option:1", AISHTUI_ENDPOINT="in-environment:1").choice == "http://by-option:1"
    assert settings(tmp_path, embedded=True, AISHTUI_ENDPOINT="in-environment:1").choice == "embedded"


def test_folders_come_from_option_before_environment(tmp_path: Path) -> None:
    environ = {"AISHTUI_CONFIG_DIR": str(tmp_path / "c"), "AISHTUI_DATA_DIR": str(tmp_path / "d")}
    found = read_settings(Options(), environ)
    assert (found.config_dir, found.data_dir) == (tmp_path / "c", tmp_path / "d")
    found = read_settings(Options(config_dir=tmp_path / "e", data_dir=tmp_path / "f"), environ)
    assert (found.config_dir, found.data_dir) == (tmp_path / "e", tmp_path / "f")


def test_a_bad_address_in_the_file_is_a_problem_and_the_default_is_used(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\nurl = "http://me:secret@host"\n')
    found = settings(tmp_path)
    assert found.choice == DEFAULT_ENDPOINT
    (problem,) = map(str, found.problems)
    assert "config.toml, line 2, endpoint.url" in problem
    assert DEFAULT_ENDPOINT in problem
    assert "secret" not in problem


def test_a_bad_address_that_was_named_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        settings(tmp_path, "http://a b")
    with pytest.raises(BadAddress):
        settings(tmp_path, AISHTUI_ENDPOINT="ftp://a")


def test_the_users_presets_lie_on_top_of_the_shipped_ones(tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets.fast]\nmodel = "my-own"\n[presets.mine]\nmodel = "m"\n')
    found = {preset.name: preset.model for preset in settings(tmp_path).presets}
    assert (found["fast"], found["mine"]) == ("my-own", "m")
    assert list(found)[:2] == ["fast", "chat"]


def test_the_token_of_the_environment_goes_to_the_configured_endpoint_alone(tmp_path: Path) -> None:
    found = settings(tmp_path, "one:1", AISHTUI_TOKEN="t0ken")
    assert token(found, "http://one:1/v1/chat/completions") == "t0ken"
    assert token(found, "two:1") is None
    assert token(found, "https://one:1") is None


def test_the_tokens_file_belongs_to_the_address_it_stands_beside(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\nurl = "one:1"\ntoken_file = "token"\n')
    write(tmp_path, "token", "from-file\n")
    assert token(settings(tmp_path), "one:1") == "from-file"
    elsewhere = settings(tmp_path, "two:1")
    assert (token(elsewhere, "two:1"), token(elsewhere, "one:1")) == (None, "from-file")


def test_a_token_file_without_an_address_belongs_to_the_endpoint_of_the_run(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\ntoken_file = "token"\n')
    write(tmp_path, "token", "from-file\n")
    assert token(settings(tmp_path, "two:1"), "two:1") == "from-file"


@pytest.mark.parametrize("environ", [{}, {"AISHTUI_TOKEN": "t0ken"}])
def test_the_default_that_replaces_a_bad_address_gets_no_token(tmp_path: Path, environ: dict[str, str]) -> None:
    write(tmp_path, "config.toml", '[endpoint]\nurl = "http://a b"\ntoken_file = "token"\n')
    write(tmp_path, "token", "from-file\n")
    assert token(settings(tmp_path, **environ), DEFAULT_ENDPOINT) is None


def test_the_embedded_broker_gets_no_token(tmp_path: Path) -> None:
    found = settings(tmp_path, embedded=True, AISHTUI_TOKEN="t0ken")
    assert token(found, "127.0.0.1:1") is None


def test_a_token_file_that_cannot_be_read_is_a_problem_and_fails_only_the_asking(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\ntoken_file = "missing"\n')
    found = settings(tmp_path, "one:1")
    (problem,) = map(str, found.problems)
    assert str(tmp_path / "config" / "missing") in problem
    with pytest.raises(BadToken, match="missing"):
        token(found, "one:1")


def test_a_token_file_that_others_may_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\ntoken_file = "token"\n')
    write(tmp_path, "token", "from-file\n").chmod(0o644)
    found = settings(tmp_path, "one:1")
    assert "others may read the token" in str(found.problems[0])
    assert token(found, "one:1") == "from-file"


def test_the_token_reaches_the_broker_as_bearer(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "--endpoint", lab.url, "ask", "hello", environ={"AISHTUI_TOKEN": "t0ken"})
    assert done.returncode == 0
    assert [exchange.headers.get("authorization") for exchange in lab.log] == ["Bearer t0ken", "Bearer t0ken"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"t0ken" in path.read_bytes()]


def test_without_a_token_none_is_sent(lab: Homelab, tmp_path: Path) -> None:
    run(tmp_path, "--endpoint", lab.url, "models")
    assert "authorization" not in lab.log[0].headers


def test_what_is_wrong_with_the_token_is_said_on_standard_error(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\ntoken_file = "missing"\n')
    done = run(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "hello")
    assert (done.returncode, done.stdout, lab.chats) == (1, "", [])
    assert "the token cannot be read" in done.stderr
