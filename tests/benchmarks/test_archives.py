"""A large history made quickly is one like any other."""

from pathlib import Path

from aishtui.chat.history import Wanted
from aishtui.store.checking import examine
from aishtui.store.database import Store
from benchmarks.archives import BACKENDS, COMMON, PRESETS, RARE, RARE_MESSAGES, Size, fill_archive


def test_it_is_sound_and_the_store_finds_everything_in_it(tmp_path: Path) -> None:
    fill_archive(tmp_path / "data", 1, Size(60, 600))
    found = examine(tmp_path / "data")
    assert (found.problems, found.word_index) == ([], "whole")
    assert (found.counts["conversations"], found.counts["messages"]) == (60, 600)
    store = Store(tmp_path / "data")
    store.start()
    try:
        page = store.history(Wanted(), 100).result()
        assert len(page.rows) == 60
        assert page.rows[0].changed_at > page.rows[-1].changed_at
        assert len(store.history(Wanted(RARE), 100).result().rows) == RARE_MESSAGES
        assert len(store.history(Wanted(COMMON), 100).result().rows) > 30
        choices = store.history_choices().result()
        assert (set(choices.presets), set(choices.backends)) == (set(PRESETS), set(BACKENDS))
        whole = store.conversation(page.rows[0].id).result()
        assert whole is not None
        assert len(whole.path(max(whole.messages))) == 10
    finally:
        store.close()
