"""Comparisons: columns are tabs, rounds stand in the answers, and the winner goes on."""

from collections.abc import Callable

import pytest

from aishtui.chat.comparisons import rounds_of
from aishtui.chat.presets import Preset
from aishtui.chat.tabs import Own
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.test_branching import texts
from tests.engine.test_trees import asked
from tests.engine.test_turns import tab_of

NewBench = Callable[[], Bench]


def compare(bench: Bench, tab: str, *names: str) -> str:
    """Begin a comparison; its id."""
    columns = bench.engine.comparing.begin(tab, [bench.engine.presets[name] for name in names])
    comparison = columns[0].comparison
    assert comparison is not None
    return comparison


def next_round(bench: Bench, comparison: str, text: str) -> None:
    for sent in bench.engine.send_to_columns(comparison, text).values():
        bench.ended(sent.answer)


def presets_of(bench: Bench, comparison: str) -> list[str]:
    return [tab.preset for tab in bench.engine.comparing.columns(comparison)]


def test_every_column_has_the_history_and_an_answer_of_its_own(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    before = asked(bench, tab, "7×8")
    comparison = compare(bench, tab, "fast", "chat", "deep")
    next_round(bench, comparison, "×2")
    columns = bench.engine.comparing.columns(comparison)
    assert [column.preset for column in columns] == ["fast", "chat", "deep"]
    assert len({column.conversation_id for column in columns}) == 1
    paths = [bench.engine.path(column.id) or () for column in columns]
    assert [path[:2] for path in paths] == [tuple(before)] * 3
    assert len({path[2].id for path in paths}) == 1  # they share the prompt
    assert len({path[3].id for path in paths}) == 3
    (round_,) = bench.engine.comparing.rounds(comparison)
    assert [answer.facts.preset for answer in round_.answers.values() if answer.facts] == ["fast", "chat", "deep"]


def test_the_next_round_goes_to_those_that_take_part(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat", "fast")
    next_round(bench, comparison, "7×8")
    bench.engine.comparing.take_part(bench.engine.comparing.columns(comparison)[1].id, False)
    next_round(bench, comparison, "×2")
    rounds = bench.engine.comparing.rounds(comparison)
    assert [(round_.number, list(round_.answers)) for round_ in rounds] == [(1, [0, 1, 2]), (2, [0, 2])]


def test_asking_again_takes_the_place_of_the_answer(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    column = bench.engine.comparing.columns(comparison)[1]
    again = bench.ended(bench.engine.retry(column.id, column.leaf_id or ""))
    (round_,) = bench.engine.comparing.rounds(comparison)
    assert round_.answers[1].id == again.id


def test_the_kept_one_is_a_tab_and_the_others_are_its_siblings(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    comparison = compare(bench, tab, "fast", "chat", "deep")
    next_round(bench, comparison, "7×8")
    winner = bench.engine.comparing.columns(comparison)[1]
    kept = bench.engine.comparing.keep(winner.id)
    assert [(t.id, t.preset, t.column) for t in bench.engine.tabs()] == [(winner.id, "chat", None)]
    tree = bench.engine.conversation(kept.id)
    assert tree is not None
    assert len(tree.siblings(kept.leaf_id or "")) == 3
    asked(bench, kept.id, "×2")
    assert len(texts(bench, kept.id)) == 4


def test_the_kept_one_in_a_new_tab_leaves_the_comparison(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    kept = bench.engine.comparing.keep(bench.engine.comparing.columns(comparison)[1].id, new_tab=True)
    assert (kept.active, kept.preset, kept.position, kept.column) == (True, "chat", 2, None)
    assert presets_of(bench, comparison) == ["fast", "chat"]


def test_ending_a_comparison_gives_the_tab_back_as_it_was(bench: Bench) -> None:
    tab = tab_of(bench, "deep")
    before = [message.id for message in asked(bench, tab, "7×8")]
    comparison = compare(bench, tab, "fast", "chat")
    next_round(bench, comparison, "×2")
    bench.engine.comparing.end(comparison)
    (left,) = bench.engine.tabs()
    assert (left.id, left.preset, left.column, left.active) == (tab, "deep", None, True)
    assert [message.id for message in bench.engine.path(tab) or ()] == before


def test_open_tabs_as_columns_are_tabs_again_afterwards(bench: Bench) -> None:
    one, two, three = (tab_of(bench, name) for name in ("fast", "chat", "deep"))
    asked(bench, one, "7×8")
    comparison = bench.engine.comparing.begin_with_tabs([one, three])[0].comparison or ""
    assert [tab.id for tab in bench.engine.tabs()] == [one, three, two]
    next_round(bench, comparison, "×2")
    assert [len(texts(bench, tab)) for tab in (one, three, two)] == [4, 2, 0]
    bench.engine.comparing.end(comparison)
    assert [(tab.id, tab.column) for tab in bench.engine.tabs()] == [(one, None), (three, None), (two, None)]


def test_aligned_columns_have_one_history_and_send_the_same(bench: Bench) -> None:
    one, two = tab_of(bench, "fast"), tab_of(bench, "chat")
    asked(bench, one, "7×8")
    comparison = bench.engine.comparing.begin_with_tabs([one, two])[0].comparison or ""
    bench.engine.comparing.align(one, Own("Be kind.", {"top_p": 0.5}), history=True)
    next_round(bench, comparison, "×2")
    assert [texts(bench, tab)[:3] for tab in (one, two)] == [["7×8", "7 × 8 = 56", "×2"]] * 2
    bodies = [exchange.body for exchange in bench.lab.chats[-2:]]
    assert {body["messages"][0]["content"] for body in bodies} == {"Be kind."}
    assert {body.get("top_p") for body in bodies} == {0.5}
    assert {"temperature" in body for body in bodies} == {False}


def test_a_restart_shows_the_columns_again_and_the_history_opens_them(new_bench: NewBench) -> None:
    bench = new_bench()
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    columns = bench.engine.comparing.columns(comparison)
    bench.close()
    again = new_bench()
    again.engine.restore_tabs(again.store.opened.result(LIMIT_S).tabs)
    assert again.engine.comparing.columns(comparison) == columns
    again.engine.comparing.end(comparison)
    answers = again.engine.comparing.reopen(comparison).result(LIMIT_S)
    assert [sorted(round_.answers) for round_ in rounds_of(comparison, answers)] == [[0, 1]]
    for answer in answers:
        again.engine.load_conversation(answer.conversation_id).result(LIMIT_S)
    opened = again.engine.comparing.open_again(comparison, answers, Preset.of_model("m"))
    assert [(tab.preset, tab.leaf_id) for tab in opened] == [(tab.preset, tab.leaf_id) for tab in columns]
    next_round(again, comparison, "×2")
    assert [round_.number for round_ in again.engine.comparing.rounds(comparison)] == [1, 2]


def test_a_conversation_in_a_tab_is_not_forgotten(bench: Bench) -> None:
    tab = bench.engine.new_tab(bench.engine.presets["fast"])
    assert not bench.engine.forget(tab.conversation_id)


def test_a_column_is_no_other_tab(bench: Bench) -> None:
    tab = tab_of(bench, "fast")
    with pytest.raises(KeyError):
        bench.engine.comparing.keep(tab)
