"""What two sequences have in common: all of it while that is cheap, a part of it and quickly where it is not."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.common_runs import Budget, common_runs

ITEMS = st.lists(st.sampled_from("abcd"), max_size=30)


def longest(left: list[str], right: list[str]) -> int:
    """How long the longest common series is, by the textbook's table."""
    row = [0] * (len(right) + 1)
    for item in left:
        above, row = row, [0]
        for at, other in enumerate(right):
            row.append(above[at] + 1 if item == other else max(above[at + 1], row[at]))
    return row[-1]


@given(ITEMS, ITEMS)
def test_nothing_in_common_is_missed_while_there_is_time(left: list[str], right: list[str]) -> None:
    runs = common_runs(left, right, Budget(100_000))
    assert sum(run.size for run in runs) == longest(left, right)


@given(st.lists(st.integers(0, 300), max_size=900), st.integers(0, 3000))
def test_runs_are_equal_and_in_order_whatever_the_budget(items: list[int], steps: int) -> None:
    other = [*items[len(items) // 2 :], 7, 7, *items[::3], *items[: len(items) // 2]]
    runs = common_runs(items, other, Budget(steps))
    for run in runs:
        assert items[run.left : run.left + run.size] == other[run.right : run.right + run.size]
        assert run.size > 0
    for run, after in pairwise(runs):
        assert run.left + run.size <= after.left
        assert run.right + run.size <= after.right
        assert (run.left + run.size, run.right + run.size) != (after.left, after.right)


def test_no_more_steps_are_taken_than_there_are() -> None:
    budget = Budget(5000)
    assert common_runs(["a", "b"] * 3000, ["b", "b", "a"] * 2000, budget) == []
    assert budget.coarse
    assert budget.steps >= 0


def test_a_long_sequence_with_many_edits_is_fastened_where_it_can_be() -> None:
    left = random.Random(1).choices(range(3000), k=20_000)
    right = [number if at % 10 else -1 for at, number in enumerate(left)]
    budget = Budget(1_000_000)
    assert sum(run.size for run in common_runs(left, right, budget)) > 17_500
    assert not budget.coarse
