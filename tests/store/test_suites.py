"""The answers of a suite in the database, and the name that one process holds at a time."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.suites import SuitePlace
from aishtui.store.database import Store
from aishtui.store.one_holder import one_holder

HASH, OTHER = "0123456789abcdef", "0123456789abcdf0"
RUN = "00d22kecw1aaaaaaaaaa"


def keep(store: Store, number: int, comparison: str, status: Status = Status.COMPLETE, round_: int = 1) -> None:
    conversation = Conversation(f"c{number}", "2026-11-25T12:00:00.000+00:00")
    prompt = Message(f"{number}p", conversation.id, None, Role.USER, "one", conversation.created_at)
    facts = AnswerFacts(comparison=comparison, column=number, round=round_, answered_by="hertz", total_s=1.5)
    writing = replace(prompt, id=f"{number}q", parent_id=prompt.id, role=Role.ASSISTANT, status=Status.WRITING)
    store.add_turn(conversation, [prompt, replace(writing, facts=facts)], "compare").result()
    if status.ended:
        store.end_answer(replace(writing, facts=facts, text="two", status=status)).result()


def test_the_answers_of_a_suite_are_found_by_its_name_and_no_others(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.start()
    try:
        place = SuitePlace(HASH, RUN, 0, 0)
        keep(store, 0, str(place))
        keep(store, 1, str(place), Status.WRITING)
        keep(store, 2, str(SuitePlace(OTHER, RUN, 0, 0)))
        keep(store, 3, RUN)
        keep(store, 4, str(replace(place, prompt=1)))
        keep(store, 5, str(place), round_=2)
        store.delete_conversations(["c4"]).result()
        found = store.suite_answers(HASH).result()
        assert [(one.place, one.column, one.status, one.gone) for one in found] == [
            (place, 0, Status.COMPLETE, False),
            (place, 1, Status.WRITING, False),
            (replace(place, prompt=1), 4, Status.COMPLETE, True),
        ]
        assert (found[0].conversation_id, found[0].prompt_id, found[0].answer_id) == ("c0", "0p", "0q")
        assert (found[0].answered_by, found[0].total_s, found[0].reached) == ("hertz", 1.5, True)
    finally:
        store.close()


def test_a_suite_is_found_by_the_index(tmp_path: Path) -> None:
    from aishtui.store.connection import open_reader
    from aishtui.store.suites import _ANSWERS

    store = Store(tmp_path)
    store.start()
    store.opened.result()
    store.close()
    connection = open_reader(tmp_path / "aishtui.db", 1.0)
    try:
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {_ANSWERS}", (HASH,)).fetchall())
    finally:
        connection.close()
    assert "messages_by_comparison (comparison>? AND comparison<?)" in plan


def test_a_name_is_held_once_and_free_again_afterwards(tmp_path: Path) -> None:
    with one_holder(tmp_path / "run", "a") as first, one_holder(tmp_path / "run", "a") as second:
        assert (first, second) == (True, False)
        with one_holder(tmp_path / "run", "b") as other:
            assert other
    assert list((tmp_path / "run").iterdir()) == []
    with one_holder(tmp_path / "run", "a") as again:
        assert again


def test_a_name_whose_holder_was_killed_is_free(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from aishtui.store.one_holder import one_holder\n"
        f"with one_holder(Path({str(tmp_path)!r}), 'a') as ours: print(ours, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        with one_holder(tmp_path, "a") as ours:
            assert not ours
        process.kill()
        process.wait()
        with one_holder(tmp_path, "a") as ours:
            assert ours


def test_without_locks_or_a_folder_everybody_may_go_on(tmp_path: Path) -> None:
    with one_holder(tmp_path, "a", lambda _descriptor: None) as ours:
        assert ours
    (tmp_path / "file").write_text("")
    with one_holder(tmp_path / "file", "a") as ours:
        assert ours
