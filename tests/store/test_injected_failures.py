"""Any sequence of calls, with real failures in between, loses nothing that was promised."""

import json
import os
from pathlib import Path

import pytest

from aishtui.store.database import Store
from tests.store.children import run

SEEDS = range(int(os.environ.get("AISHTUI_SOAK", "0")) // 100 or 4)


def texts_in(store: Store) -> dict[str, str]:
    """Every message there is, as a start finds it."""
    conversations = [store.conversation(f"c{number}").result() for number in range(6)]
    return {message.id: message.text for found in conversations if found for message in found.messages.values()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("failures", ["-", "f", "g", "fg", "d", "df"])
def test_in_the_end_all_that_was_handed_in_is_there(tmp_path: Path, failures: str, seed: int) -> None:
    folder = tmp_path / "data"
    child = run("tests.store.injected_child", str(folder), str(seed), failures, "close")
    assert child.returncode == 0, child.stderr
    handed_in = json.loads(child.stdout.splitlines()[-1])
    store = Store(folder)
    store.start()
    try:
        opened = store.opened.result()
        assert opened.problem == ""
        assert texts_in(store) == handed_in["texts"]
        assert [known.draft for known in opened.tabs] == ([handed_in["draft"]] if handed_in["draft"] else [])
        found = list(reversed(store.prompts(1000).result()))
        assert [text for text in found if text in handed_in["prompts"]] == handed_in["prompts"]
    finally:
        store.close()
    assert not list(folder.glob("aside/*"))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("failures", ["-", "f", "g", "d"])
def test_after_a_kill_all_that_was_promised_is_there(tmp_path: Path, failures: str, seed: int) -> None:
    folder = tmp_path / "data"
    child = run("tests.store.injected_child", str(folder), str(seed), failures, "kill")
    assert child.returncode == -9, child.stderr
    promised: dict[str, str] = {}
    for line in child.stdout.splitlines():
        promised.update(json.loads(line))
    if "d" in failures:
        (folder / "aishtui.db").rename(folder / "moved")
    store = Store(folder)
    store.start()
    try:
        assert store.opened.result().problem == ""
        found = texts_in(store)
        for id_, text in promised.items():
            assert found.get(id_, "is not there").startswith(text)
    finally:
        store.close()
