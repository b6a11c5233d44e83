"""Suites: what tells one from another, the names of their comparisons, and what is asked for next."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import Status
from aishtui.chat.presets import Preset
from aishtui.chat.suite_order import DEPTH, SuiteOrder
from aishtui.chat.suite_progress import SuiteProgress, about, worst
from aishtui.chat.suites import Cell, Suite, SuiteAnswer, SuitePlace, SuitePrompt, newest_run, settled_cells

FAST, DEEP = Preset("fast", "m1", source="x"), Preset("deep", "m2", system="Think.", source="x")
SUITE = Suite((FAST, DEEP), (SuitePrompt("a", "one"), SuitePrompt("b", "two", "Be kind.")), 2)
RUN = "00d22kecw1aaaaaaaaaa"
HASH = "0123456789abcdef"


@pytest.mark.parametrize(
    "other",
    [
        replace(SUITE, repeat=3),
        replace(SUITE, at_once=True),
        replace(SUITE, presets=(DEEP, FAST)),
        replace(SUITE, presets=(FAST, replace(DEEP, system=""))),
        replace(SUITE, presets=(FAST, replace(DEEP, params={"top_p": 0.5}))),
        replace(SUITE, presets=(FAST, replace(DEEP, model="m3"))),
        replace(SUITE, presets=(FAST, replace(DEEP, headers={"X-A": "1"}))),
        replace(SUITE, prompts=SUITE.prompts[:1]),
        replace(SUITE, prompts=(replace(SUITE.prompts[0], system=""), SUITE.prompts[1])),
        replace(SUITE, prompts=(replace(SUITE.prompts[0], id="z"), SUITE.prompts[1])),
    ],
)
def test_what_changes_the_answers_makes_it_another_suite(other: Suite) -> None:
    assert other.identity("http://x") != SUITE.identity("http://x")
    assert SUITE.identity("http://y") != SUITE.identity("http://x")


def test_a_description_makes_no_other_suite() -> None:
    same = replace(SUITE, presets=(replace(FAST, description="quick", group="g"), DEEP))
    assert same.identity("http://x") == SUITE.identity("http://x")


def test_a_prompts_own_system_prompt_is_sent_instead_of_the_presets() -> None:
    assert [SUITE.preset_for(Cell(0, prompt, 1)).system for prompt in (0, 1)] == ["Think.", "Be kind."]


@given(st.integers(0, 10**6), st.integers(0, 10**3))
def test_the_name_of_a_place_says_where_it_is(prompt: int, repeat: int) -> None:
    place = SuitePlace(SUITE.identity("http://x"), RUN, prompt, repeat)
    assert SuitePlace.parse(str(place)) == place


def test_a_suite_has_the_cells_it_asks_for_and_no_others() -> None:
    cells = set(SUITE.cells())
    around = {Cell(*at) for at in product(range(-1, 3), repeat=3)}
    assert {cell for cell in around if SUITE.has(cell)} == cells & around == cells


@pytest.mark.parametrize("name", ["", RUN, f"{HASH}-{RUN}-0-1", f"{HASH}-{RUN}-1", f"{HASH}-{RUN}-1-1-1", "a-b-1-1"])
def test_other_comparisons_have_no_place_in_a_suite(name: str) -> None:
    assert SuitePlace.parse(name) is None


def answer(status: Status, **more: object) -> SuiteAnswer:
    known = SuiteAnswer(SuitePlace(HASH, RUN, 0, 0), 0, "1", "c", "p", status, None, 1.0, True, False)
    return replace(known, **more)  # type: ignore[arg-type]


def test_what_a_server_has_ended_is_settled_and_what_was_interrupted_is_not() -> None:
    assert [answer(status).settled for status in Status] == [False, True, False, True, True]
    assert not answer(Status.CUT_OFF, total_s=None).settled
    assert not answer(Status.FAILED, reached=False).settled


def test_the_newest_run_counts_and_in_it_the_newest_settled_answer() -> None:
    later = SuitePlace(HASH, RUN.replace("00d", "00e"), 0, 0)
    old, new = answer(Status.COMPLETE), answer(Status.FAILED, place=later, answer_id="2")
    again = answer(Status.COMPLETE, place=later, answer_id="3")
    stopped = answer(Status.STOPPED, place=later, answer_id="4")
    assert newest_run([again, old, new]) == (again, new)
    assert settled_cells([stopped, again, new]) == {Cell(0, 0, 0): again}


def begun(order: SuiteOrder) -> list[Cell]:
    found = []
    while (cell := order.next()) is not None:
        found.append(cell)
    return found


def test_so_many_of_each_column_are_under_way_and_no_more() -> None:
    order = SuiteOrder(["m1", "m2"], SUITE.cells(), {})
    assert Counter(cell.column for cell in begun(order)) == {0: DEPTH, 1: DEPTH}
    order.ended(Cell(0, 0, 1))
    assert begun(order) == [Cell(1, 0, 1)]


def test_models_that_share_a_backend_are_done_one_after_the_other() -> None:
    suite = Suite((FAST, DEEP, FAST), tuple(SuitePrompt(str(number), "x") for number in range(3)))
    order = SuiteOrder(["m1", "m2", "m3"], suite.cells(), {"m1": "b", "m2": "b"})
    assert [cell.column for cell in begun(order)] == [0, 2, 0, 2]
    order.ended(Cell(0, 0, 0))
    assert [cell.column for cell in begun(order)] == [0, 1, 1]


def test_a_backend_that_becomes_known_ends_the_turns_taken_there() -> None:
    order = SuiteOrder(["m1", "m2"], SUITE.cells(), {})
    begun(order)
    for model in ("m1", "m2"):
        order.learn(model, "b")
    for cell in (Cell(0, 0, 0), Cell(0, 0, 1)):
        order.ended(cell)
    assert begun(order) == [Cell(1, 0, 0)]
    order.ended(Cell(0, 1, 0))
    assert begun(order) == [Cell(1, 1, 0), Cell(1, 0, 1)]


def test_at_once_one_of_each_column_is_under_way() -> None:
    order = SuiteOrder(["m1", "m2"], SUITE.cells(), {"m1": "b", "m2": "b"}, at_once=True)
    assert [cell.column for cell in begun(order)] == [0, 1]


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=4),
    st.integers(1, 5),
    st.integers(1, 3),
    st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"])),
    st.randoms(),
)
def test_everything_is_begun_once_whatever_ends_when(models, prompts, repeat, backends, random) -> None:  # type: ignore[no-untyped-def]
    presets = tuple(Preset.of_model(model) for model in models)
    suite = Suite(presets, tuple(SuitePrompt(str(n), "x") for n in range(prompts)), repeat)
    order, under_way, done = SuiteOrder(models, suite.cells(), backends), list[Cell](), list[Cell]()
    while len(done) < suite.size:
        under_way += begun(order)
        assert max(Counter(cell.column for cell in under_way).values()) <= DEPTH
        cell = under_way.pop(random.randrange(len(under_way)))
        order.learn(models[cell.column], random.choice([None, "x", "y"]))
        order.ended(cell)
        done.append(cell)
    assert sorted(map(repr, done)) == sorted(map(repr, suite.cells()))
    assert order.left == 0


def test_what_is_left_is_told_by_backends() -> None:
    progress = SuiteProgress(SUITE)
    assert progress.left_s() is None
    progress.take(0, Status.COMPLETE, 10.0, "hertz")
    progress.take(1, Status.FAILED, 20.0, "dirac")
    assert progress.left_s() == 60.0
    assert progress.words() == "2 of 8 · fast 1/4, on hertz · deep 1/4, on dirac · 1 failed · about 60 s left"
    progress.take(1, Status.CUT_OFF, 20.0, "hertz")
    assert progress.left_s() == 70.0
    assert SuiteProgress(replace(SUITE, presets=(FAST, FAST))).columns[1].name == "fast #2"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "a few seconds"), (44, "about 40 s"), (95, "about 2 min"), (3600, "about 60 min"), (11100, "about 3:05 h")],
)
def test_an_estimate_is_no_exact_figure(seconds: float, words: str) -> None:
    assert about(seconds) == words


def test_one_that_failed_counts_more_than_one_that_was_cut_off() -> None:
    assert worst([]) is worst([Status.COMPLETE]) is Status.COMPLETE
    assert worst([Status.CUT_OFF, Status.COMPLETE, Status.FAILED]) is Status.FAILED
    assert worst([Status.CUT_OFF, Status.COMPLETE]) is Status.CUT_OFF
