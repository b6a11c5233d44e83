"""A column within the tree that all share: other versions, deleting, asking again, another preset."""

from aishtui.chat.branches import versions
from aishtui.chat.comparisons import Compared, place_of
from aishtui.chat.tabs import Own
from tests.engine.bench import Bench
from tests.engine.test_branching import texts
from tests.engine.test_comparing import compare, next_round
from tests.engine.test_turns import tab_of


def test_the_others_answers_are_no_versions_of_a_columns_answer(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat", "deep")
    next_round(bench, comparison, "7×8")
    column = bench.engine.comparing.columns(comparison)[1]
    path = bench.engine.path(column.id) or ()
    tree = bench.engine.own_tree(column.id)
    assert tree is not None
    assert versions(tree, path) == {}
    again = bench.ended(bench.engine.retry(column.id, column.leaf_id or ""))
    tree = bench.engine.own_tree(column.id)
    assert tree is not None
    assert str(versions(tree, bench.engine.path(column.id) or ())[again.id]) == "‹2/2›"


def test_another_version_of_a_prompt_leads_down_to_the_columns_own_answer(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    first = bench.engine.comparing.columns(comparison)[0]
    prompt, answer = bench.engine.path(first.id) or ()
    bench.ended(bench.engine.send_below(first.id, None, "7×80").answer)
    bench.engine.show_through(first.id, prompt.id)
    assert [message.id for message in bench.engine.path(first.id) or ()] == [prompt.id, answer.id]


def test_a_column_whose_answer_is_deleted_shows_nobody_elses(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    _, column = bench.engine.comparing.columns(comparison)
    bench.engine.trees.cut(column.id, column.leaf_id or "")
    assert texts(bench, column.id) == ["7×8"]
    prompt = (bench.engine.path(column.id) or ())[0]
    again = bench.ended(bench.engine.retry(column.id, prompt.id))
    assert place_of(again) == Compared(comparison, 1, 1)
    assert [sorted(round_.answers) for round_ in bench.engine.comparing.rounds(comparison)] == [[0, 1]]


def test_a_prompt_edited_in_a_column_is_that_columns_alone(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    first, second = bench.engine.comparing.columns(comparison)
    edited = bench.ended(bench.engine.send_below(first.id, None, "7×80").answer)
    assert place_of(edited) is None
    assert [texts(bench, tab.id)[0] for tab in (first, second)] == ["7×80", "7×8"]
    next_round(bench, comparison, "×2")
    assert [texts(bench, tab.id)[2] for tab in (first, second)] == ["×2", "×2"]
    assert [sorted(round_.answers) for round_ in bench.engine.comparing.rounds(comparison)] == [[1], [0, 1]]


def test_an_aligned_column_that_asks_again_asks_its_own_preset(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    first, second = bench.engine.comparing.columns(comparison)
    bench.engine.comparing.align(second.id, Own("", {}), history=True)
    again = bench.ended(bench.engine.retry(first.id, second.leaf_id or ""))
    assert again.facts is not None
    assert (again.facts.preset, place_of(again)) == ("fast", Compared(comparison, 0, 1))


def test_the_draft_that_was_sent_is_none_any_more(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    first, second = bench.engine.comparing.columns(comparison)
    bench.engine.comparing.take_part(first.id, False)
    bench.engine.set_draft(first.id, "7×8")
    bench.engine.set_draft(second.id, "something else")
    next_round(bench, comparison, "7×8")
    assert [tab.draft for tab in bench.engine.comparing.columns(comparison)] == ["", "something else"]


def test_another_preset_lets_go_what_the_column_was_made_to_send(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    first, second = bench.engine.comparing.columns(comparison)
    bench.engine.comparing.align(first.id, Own("Be kind."), history=True)
    bench.engine.choose_preset(second.id, bench.engine.presets["deep"])
    first, second = bench.engine.comparing.columns(comparison)
    assert (first.own, second.own, second.preset) == (Own("Be kind."), None, "deep")


def test_a_message_that_no_column_shows_opens_in_a_tab_of_its_own(bench: Bench) -> None:
    comparison = compare(bench, tab_of(bench, "fast"), "fast", "chat")
    next_round(bench, comparison, "7×8")
    first, second = bench.engine.comparing.columns(comparison)
    bench.ended(bench.engine.retry(first.id, first.leaf_id or ""))
    otherwise = bench.engine.presets["fast"]
    opened = bench.engine.open_conversation(first.conversation_id, first.leaf_id, otherwise=otherwise)
    assert opened.column is None
    shown = bench.engine.open_conversation(first.conversation_id, second.leaf_id, otherwise=otherwise)
    assert shown.id == second.id
