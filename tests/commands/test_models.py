"""`aishtui models`: the catalogue for reading, and for scripts."""

import json
from pathlib import Path

from tests.commands.program import run, write
from tests.servers import lan
from tests.servers.homelab import Homelab


def test_the_list_names_presets_that_are_not_served_and_models_with_a_cloud_id(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "models", "--endpoint", lab.url)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == f"{lab.url} · 11 models"
    assert f"fast {lan.FAST}" in lines
    assert any(line.startswith(f"deep {lan.DEEP} (not served now") for line in lines)
    assert lan.CHAT in lines
    assert f"{lan.CLOUD} (cloud)" in lines


def test_json_carries_everything_a_script_wants(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets.mine]\nmodel = "nobody-has-it"\n')
    found = json.loads(run(tmp_path, "models", "--endpoint", lab.url, "--json").stdout)
    assert list(found) == ["endpoint", "fetched_at", "models", "presets", "skipped"]
    assert found["endpoint"] == lab.url
    assert found["fetched_at"].endswith("+00:00")
    assert [model["id"] for model in found["models"]] == [model.id for model in lan.catalogue(dirac_awake=False)]
    assert {model["id"] for model in found["models"] if model["cloud"]} == {model.id for model in lan.CLOUD_MODELS}
    served = {preset["name"]: preset["served"] for preset in found["presets"]}
    assert served == {
        "fast": True, "chat": True, "chat_big": True, "deep": False,
        "cloud": True, "cloud_opus": True, "cloud_haiku": True, "mine": False,
    }  # fmt: skip
    assert all(list(preset) == ["name", "model", "served"] for preset in found["presets"])
    assert found["skipped"] == 0


def test_entries_without_an_id_are_counted(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = json.dumps({"data": [{"id": "one"}, {"object": "model"}, {"id": ""}]}).encode()
    assert json.loads(run(tmp_path, "--endpoint", lab.url, "models", "--json").stdout)["skipped"] == 2
    assert "left out: 2 models without a usable id" in run(tmp_path, "--endpoint", lab.url, "models").stdout


def test_cloud_prefixes_are_the_users_to_choose(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "config.toml", '[endpoint]\ncloud_prefixes = ["openai/"]\n')
    models = json.loads(run(tmp_path, "--endpoint", lab.url, "models", "--json").stdout)["models"]
    assert {model["id"] for model in models if model["cloud"]} == {"openai/gpt-5", "openai/gpt-5-mini"}


def test_without_a_broker_there_is_a_sentence_and_no_list(tmp_path: Path, closed_port: int) -> None:
    done = run(tmp_path, "models", "--endpoint", f"127.0.0.1:{closed_port}", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"127.0.0.1:{closed_port} refused the connection" in done.stderr


def test_what_is_no_catalogue_is_said(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = b"<html>a router's front page</html>"
    done = run(tmp_path, "models", "--endpoint", lab.url)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("aishtui: ")


def test_the_list_keeps_nothing(lab: Homelab, tmp_path: Path) -> None:
    run(tmp_path, "models", "--endpoint", lab.url)
    assert list(tmp_path.rglob("*")) == []
