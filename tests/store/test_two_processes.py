"""Several aishtui processes on one data folder, alive, gone and killed."""

from pathlib import Path

import pytest

from aishtui.chat.answers import Status
from aishtui.store.database import Store
from tests.store.children import child
from tests.store.conftest import OpenStore
from tests.store.values import conversation, ended, growing, prompt, tab


def test_after_kill_9_the_next_start_has_everything_that_was_written(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    with child("journal", folder) as other:
        while int(other.said()) < 20:
            pass
        written = [int(word) for word in other.kill()]

    opened = open_store(folder).opened.result()
    assert opened.problem == ""
    assert opened.recovered == ("m2",)
    assert opened.others == ()
    assert [(t.id, t.draft, t.active) for t in opened.tabs] == [("t1", "half a thought", False), ("t2", "", True)]

    found = open_store(folder).conversation("c1").result()
    assert found is not None
    answer = found.messages["m2"]
    assert answer.status is Status.CUT_OFF
    last = max([20, *written])
    whole = "".join(f"piece {seq} " for seq in range(last + 1))
    # One more may have reached the disk before its name reached the pipe.
    assert answer.text in (whole, f"{whole}piece {last + 1} ")
    assert found.messages["m1"].text == "Why?"
    assert answer.facts is not None
    assert answer.facts.asked_model == "qwen"


def test_a_living_process_keeps_its_tabs_and_answers_and_can_be_watched(tmp_path: Path, open_store: OpenStore) -> None:
    folder = tmp_path / "data"
    with child("answer", folder) as other:
        assert other.said() == "began"
        store = open_store(folder)
        opened = store.opened.result()
        assert opened.tabs == ()
        assert opened.recovered == ()
        (sentence,) = opened.others
        assert sentence.startswith("tabs 1–3 are open in another aishtui (pid ")
        assert str(other.process.pid) in sentence
        assert _answer(store) == ("Because ", Status.WRITING)

        other.go_on()
        assert other.said() == "went on"
        assert _answer(store) == ("Because of that.", Status.WRITING)

        store.save_tabs([tab("t9", 0)]).result()
        other.go_on()
        assert other.said() == "released"
        third = open_store(folder).opened.result()
        assert [t.id for t in third.tabs] == ["t1", "t2", "t3"]
        assert third.recovered == (), "its answer goes on, though its tabs are given up"
        assert third.others[0].startswith("tab 1 is open in another aishtui")
        other.go_on()
        other.process.wait()

    last = open_store(folder).opened.result()
    assert last.recovered == ("m2",), "it left without ending its answer"


def _answer(store: Store) -> tuple[str, Status]:
    found = store.conversation("c1").result()
    assert found is not None
    message = found.messages["m2"]
    return message.text, message.status


def test_a_command_without_a_screen_leaves_the_tabs_for_the_next_start(open_store: OpenStore) -> None:
    first = open_store()
    first.save_tabs([tab("t1", 0)]).result()
    first.close()
    asking = open_store(with_tabs=False)
    assert asking.opened.result().tabs == ()
    assert [t.id for t in open_store().opened.result().tabs] == ["t1"], "also while the command still runs"


def test_tabs_of_several_dead_processes_become_one_row(open_store: OpenStore) -> None:
    stores = [open_store(), open_store()]
    stores[0].save_tabs([tab("t1", 0, active=True), tab("t3", 1)]).result()
    stores[1].save_tabs([tab("t2", 0, active=True)]).result()
    for store in stores:
        store.close()
    tabs = open_store().opened.result().tabs
    assert [(t.id, t.position) for t in tabs] == [("t1", 0), ("t2", 1), ("t3", 2)]
    assert [t.id for t in tabs if t.active] == ["t1"]


def test_two_starters_do_not_both_get_the_tabs_of_a_dead_one(open_store: OpenStore) -> None:
    first = open_store()
    first.save_tabs([tab(f"t{number}", number) for number in range(5)]).result()
    first.close()
    both = [open_store() for _ in range(2)]
    counts = sorted(len(store.opened.result().tabs) for store in both)
    assert counts == [0, 5]


def test_tabs_saved_late_are_not_taken_back_from_who_has_them_now(open_store: OpenStore) -> None:
    gone = open_store()
    gone.save_tabs([tab("t1", 0, draft="old")]).result()
    gone.release_tabs().result()
    here = open_store()
    assert [t.id for t in here.opened.result().tabs] == ["t1"]
    gone.save_tabs([tab("t1", 0, draft="late")]).result()
    here.close()
    assert [(t.id, t.draft) for t in open_store().opened.result().tabs] == [("t1", "old")]


def test_an_answer_of_another_process_is_not_touched_by_a_stale_copy(open_store: OpenStore) -> None:
    writer, other = open_store(), open_store()
    answer = growing("m2", "m1")
    writer.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    writer.journal("m2", 0, "Because", "").result()
    other.add_turn(conversation(), [answer, prompt("m3", "Really?", "m1")]).result()
    other.close()
    assert open_store().opened.result().recovered == ()
    assert _answer(writer) == ("Because", Status.WRITING)


def test_an_answer_that_has_ended_is_not_undone_by_a_stale_copy(store: Store) -> None:
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    store.end_answer(ended(answer, "Because.")).result()
    store.add_turn(conversation(), [answer]).result()
    assert _answer(store) == ("Because.", Status.COMPLETE)


def test_an_ended_answer_can_be_continued_from_its_own_text(store: Store, open_store: OpenStore) -> None:
    answer = growing("m2", "m1")
    store.add_turn(conversation(), [prompt("m1", "Why?"), answer]).result()
    store.end_answer(ended(answer, "Because ", Status.CUT_OFF)).result()
    store.add_turn(conversation(), [ended(answer, "Because ", Status.WRITING)]).result()
    store.journal("m2", 0, "of that.", "").result()
    assert _answer(store) == ("Because of that.", Status.WRITING)
    store.close()
    again = open_store()
    assert again.opened.result().recovered == ("m2",)
    assert _answer(again) == ("Because of that.", Status.CUT_OFF)


def test_a_lock_file_of_nobody_goes_away(tmp_path: Path, open_store: OpenStore) -> None:
    run_dir = tmp_path / "data" / "run"
    run_dir.mkdir(parents=True)
    left = run_dir / f"{'0' * 32}.lock"
    left.write_bytes(b"\xff not JSON")
    unrelated = run_dir / "notes.lock"
    unrelated.write_text("mine")
    (run_dir / f"{'1' * 32}.lock").mkdir()
    assert open_store().opened.result().problem == ""
    assert not left.exists()
    assert unrelated.exists()


@pytest.mark.parametrize("said", ["", "{}", "[1]", '{"pid": 1, "host": "far\\u001b[31m", "tty": ""}'])
def test_whatever_a_lock_file_says_the_message_is_one_clean_line(
    tmp_path: Path, open_store: OpenStore, said: str
) -> None:
    first = open_store()
    first.save_tabs([tab("t1", 0)]).result()
    (lock,) = (tmp_path / "data" / "run").iterdir()
    lock.write_text(said)
    (sentence,) = open_store().opened.result().others
    assert sentence.startswith("tab 1 is open in another aishtui (")
    assert sentence.isprintable()
