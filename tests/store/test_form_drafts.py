"""What was typed into forms and is not saved."""

import json
from pathlib import Path

import pytest

from aishtui.store.errors import StoreError
from aishtui.store.form_drafts import FOLDER, FormDraft, FormDrafts

LIMIT_S = 20.0
DRAFT = FormDraft({"system": "Be\nbrief.", "params:top_p": "0,5"}, "2026-11-26T08:00:00+00:00")


def read_again(folder: Path) -> FormDrafts:
    drafts = FormDrafts(folder)
    drafts.read()
    return drafts


def test_what_is_kept_is_there_in_the_next_run_and_gone_when_forgotten(tmp_path: Path) -> None:
    drafts = FormDrafts(tmp_path)
    for name in ("deep", "../../etc/passwd", "ünïcode", "a" * 400):
        drafts.keep((name, False), DRAFT)
    drafts.keep(("deep", True), FormDraft({"name": "deeper"})).result(LIMIT_S)
    again = read_again(tmp_path)
    assert again.get(("../../etc/passwd", False)) == DRAFT
    assert again.get(("a" * 400, False)) == DRAFT
    assert again.get(("deep", True)) == FormDraft({"name": "deeper"})
    assert {path.parent for path in tmp_path.rglob("*.json")} == {tmp_path / FOLDER}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*.json")} == {0o600}
    again.forget(("deep", False)).result(LIMIT_S)
    assert read_again(tmp_path).get(("deep", False)) is None
    assert read_again(tmp_path).get(("deep", True)) is not None


def test_of_many_changes_the_last_is_on_disk(tmp_path: Path) -> None:
    drafts = FormDrafts(tmp_path)
    typed = [drafts.keep(("deep", False), FormDraft({"system": "x" * length})) for length in range(1, 200)]
    typed[-1].result(LIMIT_S)
    assert read_again(tmp_path).get(("deep", False)) == FormDraft({"system": "x" * 199})


def test_what_cannot_be_read_is_left_alone_and_the_rest_is_there(tmp_path: Path) -> None:
    FormDrafts(tmp_path).keep(("deep", False), DRAFT).result(LIMIT_S)
    folder = tmp_path / FOLDER
    strange = {
        "a.json": b"{", "b.json": b"[]", "c.json": b'{"for": 1, "texts": {}}', "d.json": b"\xff",
        "e.json": json.dumps({"for": "x", "texts": {"name": 1, "model": "m"}}).encode(),
    }  # fmt: skip
    for name, content in strange.items():
        (folder / name).write_bytes(content)
    (folder / "f.json").mkdir()
    again = read_again(tmp_path)
    assert again.get(("deep", False)) == DRAFT
    assert again.get(("x", False)) == FormDraft({"model": "m"})
    assert {name: (folder / name).read_bytes() for name in strange} == strange


def test_a_folder_that_cannot_be_written_is_told_and_this_run_has_it_all_the_same(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    drafts = FormDrafts(tmp_path)
    with pytest.raises(StoreError):
        drafts.keep(("deep", False), DRAFT).result(LIMIT_S)
    assert drafts.get(("deep", False)) == DRAFT
    assert FormDrafts().keep(("deep", False), DRAFT).result(LIMIT_S) is None
