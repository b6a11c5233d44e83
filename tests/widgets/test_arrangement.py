"""How columns stand in the room there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aishtui.widgets.arrangement import MIN_CELLS, MIN_ROWS, MOST_BESIDE, Arrangement, arrange


@pytest.mark.parametrize(
    ("width", "height", "columns", "expected"),
    [
        (200, 44, 1, Arrangement.SINGLE), (200, 44, 3, Arrangement.BESIDE), (120, 30, 2, Arrangement.BESIDE),
        (119, 30, 2, Arrangement.STACKED), (120, 30, 3, Arrangement.STACKED), (80, 18, 2, Arrangement.STACKED),
        (80, 18, 3, Arrangement.TABS), (300, 44, 5, Arrangement.STACKED), (300, 30, 5, Arrangement.TABS),
        (240, 44, 4, Arrangement.BESIDE), (60, 9, 2, Arrangement.TABS), (0, 0, 2, Arrangement.TABS),
    ],
)  # fmt: skip
def test_beside_while_each_has_sixty_cells_then_stacked_then_one_at_a_time(
    width: int, height: int, columns: int, expected: Arrangement
) -> None:
    assert arrange(width, height, columns) is expected


@given(st.integers(0, 400), st.integers(0, 100), st.integers(2, 8))
def test_no_column_is_narrower_or_lower_than_it_can_be_read(width: int, height: int, columns: int) -> None:
    match arrange(width, height, columns):
        case Arrangement.BESIDE:
            assert columns <= MOST_BESIDE
            assert width // columns >= MIN_CELLS
        case Arrangement.STACKED:
            assert height // columns >= MIN_ROWS
        case found:
            assert found is Arrangement.TABS


def test_an_enlarged_column_has_all_the_room() -> None:
    assert arrange(200, 50, 3, enlarged=True) is Arrangement.TABS
    assert arrange(200, 50, 1, enlarged=True) is Arrangement.SINGLE
