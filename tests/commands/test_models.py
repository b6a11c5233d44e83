"""`aishtui models`: the catalogue for reading, and for scripts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.store.database import Store
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
    assert f"{lan.CHAT} 131k context" in lines
    assert f"{lan.CLOUD} (cloud) 1M context" in lines


def test_json_carries_everything_a_script_wants(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", '[presets.mine]\nmodel = "nobody-has-it"\n')
    found = json.loads(run(tmp_path, "models", "--endpoint", lab.url, "--json").stdout)
    assert list(found) == [
        "endpoint", "fetched_at", "models", "presets", "skipped", "whole", "note", "compared_with", "gone",
    ]  # fmt: skip
    assert found["endpoint"] == lab.url
    assert found["fetched_at"].endswith("+00:00")
    assert [model["id"] for model in found["models"]] == [model.id for model in lan.catalogue(dirac_awake=False)]
    assert {model["id"] for model in found["models"] if model["cloud"]} == {model.id for model in lan.CLOUD_MODELS}
    served = {preset["name"]: preset["served"] for preset in found["presets"]}
    assert served == {
        "fast": True, "chat": True, "chat_big": True, "deep": False,
        "cloud": True, "cloud_opus": True, "cloud_haiku": True, "mine": False,
    }  # fmt: skip
    assert all(list(preset) == ["name", "model", "served", "nearest"] for preset in found["presets"])
    assert {len(preset["nearest"]) > 0 for preset in found["presets"] if preset["name"] == "deep"} == {True}
    assert (found["skipped"], found["whole"], found["note"], found["gone"]) == (0, True, None, [])


def test_json_has_every_known_field_of_a_model(lab: Homelab, tmp_path: Path) -> None:
    model = {
        "id": "m", "name": "M", "description": "a model", "owned_by": "us", "max_model_len": 8192,
        "pricing": {"prompt": "0.000003", "completion": "0.000015", "request": "-1"},
        "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]},
        "supported_parameters": ["tools"], "status": {"value": "loaded"}, "x": "\ud83d",
    }  # fmt: skip
    lab.catalogue_body = json.dumps([model]).encode()
    (found,) = json.loads(run(tmp_path, "models", "--endpoint", lab.url, "--json").stdout)["models"]
    assert found.pop("raw").keys() == model.keys()
    assert found == {
        "id": "m", "cloud": False, "new": False, "owned_by": "us", "name": "M", "description": "a model",
        "context_length": 8192, "context_from": "max_model_len", "price_in": 3e-6, "price_out": 1.5e-5,
        "price_request": None, "modalities_in": ["text", "image"], "modalities_out": ["text"],
        "parameters": ["tools"], "status": "loaded",
    }  # fmt: skip
    line = run(tmp_path, "models", "--endpoint", lab.url).stdout.splitlines()[-1]
    assert line == "  m  loaded · 8.2k context · $3 in, $15 out per M tokens · takes text, image"


def test_what_is_new_and_gone_since_the_workbench_asked_last_is_said(lab: Homelab, tmp_path: Path) -> None:
    with closing_store(tmp_path) as store:
        before = Catalog(lab.url, "2020-02-03T12:00:00+00:00", (CatalogEntry(lan.CHAT), CatalogEntry("old")))
        store.save_catalog(before).result()
    lines = run(tmp_path, "models", "--endpoint", lab.url).stdout.splitlines()
    assert f"  {lan.CHAT}  131k context" in lines
    assert f"  {lan.FAST}  (new)  32.8k context" in lines
    assert lines[-2:] == ["Gone since 3 Feb 2020", "  old"]
    again = json.loads(run(tmp_path, "models", "--endpoint", lab.url, "--json").stdout)
    assert (again["compared_with"], again["gone"]) == ("2020-02-03T12:00:00+00:00", ["old"])
    assert [model["id"] for model in again["models"] if not model["new"]] == [lan.CHAT]


def test_a_list_that_is_not_whole_says_so_and_calls_nothing_absent(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = b'{"data": [{"id": "one"}], "links": {"next": "/v1/nothing"}, "total_count": 3}'
    done = run(tmp_path, "models", "--endpoint", lab.url)
    assert done.returncode == 0
    assert done.stderr.startswith("aishtui: 1 of 3 models was read; page 2 of the list did not come: ")
    assert "not served" not in done.stdout
    assert f"{lan.FAST}  (not among the models that were read)" in done.stdout
    found = json.loads(run(tmp_path, "models", "--endpoint", lab.url, "--json").stdout)
    assert {preset["served"] for preset in found["presets"]} == {None}


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


@contextmanager
def closing_store(folder: Path) -> Iterator[Store]:
    store = Store(folder / "data")
    store.start()
    try:
        yield store
    finally:
        store.close()
