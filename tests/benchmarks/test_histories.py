"""Prepared data folders, read back as aishtui reads them."""

from pathlib import Path

from aishtui.store.database import Store
from benchmarks.histories import LAST_WORD, Histories


def test_a_copied_folder_restores_its_tabs_and_conversations(tmp_path: Path) -> None:
    histories = Histories(tmp_path / "filled", seed=3)
    for name in ("one", "two"):
        histories.copy_to(tmp_path / name, messages=6, tabs=2)
    store = Store(tmp_path / "two")
    store.start()
    opened = store.opened.result(10)
    assert opened.problem == ""
    assert [tab.active for tab in opened.tabs] == [True, False]
    for tab in opened.tabs:
        conversation = store.conversation(tab.conversation_id).result(10)
        assert conversation is not None
        path = conversation.path(tab.leaf_id)
        assert [message.text for message in path[::2]] == [turn.prompt for turn in histories.turns(6)]
        assert path[-1].text.split()[-1] == LAST_WORD
    assert store.close()


def test_a_history_of_no_messages_is_an_empty_tab(tmp_path: Path) -> None:
    Histories(tmp_path / "filled", seed=3).copy_to(tmp_path / "empty", messages=0)
    store = Store(tmp_path / "empty")
    store.start()
    assert [tab.leaf_id for tab in store.opened.result(10).tabs] == [None]
    assert store.close()
