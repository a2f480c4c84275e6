"""The best overall pairing is really the best one."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importing.comparing.assignment import best_pairs

COSTS = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
)


def cheapest(cost: list[list[int]]) -> int:
    """The least total by trying all of them."""
    if len(cost) > len(cost[0]):
        cost = [list(column) for column in zip(*cost, strict=True)]
    chosen = permutations(range(len(cost[0])), len(cost))
    return min(sum(cost[row][column] for row, column in enumerate(one)) for one in chosen)


@given(COSTS)
def test_no_other_pairing_is_cheaper(cost: list[list[int]]) -> None:
    pairs = best_pairs(np.array(cost, dtype=np.float64))
    rows, columns = zip(*pairs, strict=True)
    assert len(set(rows)) == len(set(columns)) == min(len(cost), len(cost[0]))
    assert sum(cost[row][column] for row, column in pairs) == cheapest(cost)


@pytest.mark.parametrize("size", [1, 2, 300])
def test_equal_costs_pair_everything(size: int) -> None:
    assert len(best_pairs(np.ones((size, size)))) == size
