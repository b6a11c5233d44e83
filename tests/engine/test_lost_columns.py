"""Columns of a comparison of which something is gone: what is left opens, and can be gone on with."""

from collections.abc import Callable

from aishtui.chat.presets import Preset
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.test_branching import texts
from tests.engine.test_comparing import compare, next_round, presets_of
from tests.engine.test_trees import asked
from tests.engine.test_turns import tab_of

NewBench = Callable[[], Bench]


def restarted(new_bench: NewBench) -> Bench:
    bench = new_bench()
    bench.engine.restore_tabs(bench.store.opened.result(LIMIT_S).tabs)
    return bench


def test_columns_whose_conversation_was_deleted_elsewhere_open_and_go_on(new_bench: NewBench) -> None:
    bench = new_bench()
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    conversation_id = bench.engine.comparing.columns(comparison)[0].conversation_id
    bench.close()
    other = new_bench()
    tabs = other.store.opened.result(LIMIT_S).tabs
    other.engine.restore_tabs(tabs)
    other.store.delete_conversations([conversation_id]).result(LIMIT_S)
    other.close()
    again = restarted(new_bench)
    assert presets_of(again, comparison) == ["fast", "chat"]
    for tab in again.engine.comparing.columns(comparison):
        assert again.engine.load_tab(tab.id).result(LIMIT_S) is not None
        assert again.engine.path(tab.id) is not None
    assert again.engine.comparing.reopen(comparison).result(LIMIT_S) == ()
    next_round(again, comparison, "×2")
    again.engine.comparing.end(comparison)
    assert len(again.engine.tabs()) == 1


def test_columns_whose_answers_are_purged_open_and_go_on(new_bench: NewBench) -> None:
    bench = new_bench()
    tab = tab_of(bench, "fast")
    before = asked(bench, tab, "7×8")
    comparison = compare(bench, tab, "fast", "chat")
    next_round(bench, comparison, "×2")
    answers = bench.engine.comparing.reopen(comparison).result(LIMIT_S)
    bench.store.delete_messages([answer.id for answer in answers]).result(LIMIT_S)
    bench.close()
    again = restarted(new_bench)
    columns = again.engine.comparing.columns(comparison)
    for column in columns:
        again.engine.load_tab(column.id).result(LIMIT_S)
    assert again.engine.comparing.rounds(comparison) == ()
    next_round(again, comparison, "×3")
    assert [round_.number for round_ in again.engine.comparing.rounds(comparison)] == [1]
    assert len(before) == 2
    assert all(texts(again, column.id)[-2] == "×3" for column in columns)


def test_a_column_of_a_conversation_that_is_gone_is_left_out(new_bench: NewBench) -> None:
    bench = new_bench()
    tabs = [tab_of(bench, name) for name in ("fast", "chat", "deep")]
    comparison = bench.engine.comparing.begin_with_tabs(tabs)[0].comparison or ""
    next_round(bench, comparison, "7×8")
    gone = bench.engine.comparing.columns(comparison)[1].conversation_id
    bench.engine.comparing.end(comparison)
    bench.engine.archive.delete([gone]).result(LIMIT_S)
    bench.close()
    again = new_bench()
    answers = again.engine.comparing.reopen(comparison).result(LIMIT_S)
    for answer in answers:
        again.engine.load_conversation(answer.conversation_id).result(LIMIT_S)
    opened = again.engine.comparing.open_again(comparison, answers, Preset.of_model("m"))
    assert [(tab.preset, tab.column.number) for tab in opened if tab.column] == [("fast", 0), ("deep", 2)]
    again.engine.archive.restore([gone]).result(LIMIT_S)
    assert len(again.engine.comparing.reopen(comparison).result(LIMIT_S)) == 3
