"""The best overall pairing of two sides, each in one pair at most (the assignment problem).

Shortest augmenting paths after Jonker and Volgenant; written here because the one library that
has it is larger than the rest of the program and would double the time to open the window.
"""

import numpy as np
from numpy.typing import NDArray

from app.monitor import SILENT, Monitor

Matrix = NDArray[np.float64]

_STEP = 50


def best_pairs(cost: Matrix, *, monitor: Monitor = SILENT) -> list[tuple[int, int]]:
    """The (row, column) pairs of least total cost; every row or every column is in one.

    Args:
        cost: finite costs, any shape.
        monitor: hears row by row how far the pairing is, and may stop it.
    """
    if cost.shape[0] > cost.shape[1]:
        return sorted((row, column) for column, row in best_pairs(cost.T, monitor=monitor))
    pairing = _Pairing(cost)
    for row in range(len(cost)):
        if row % _STEP == 0:
            monitor.report(row, len(cost), "正在逐项对照")
        pairing.add(row)
    return list(enumerate(int(column) for column in pairing.column_of))


class _Pairing:
    """The best pairing of the rows added so far, with the prices that prove it best."""

    def __init__(self, cost: Matrix) -> None:
        rows, columns = cost.shape
        self._cost = cost
        self._row_price, self._column_price = np.zeros(rows), np.zeros(columns)
        self._row_of = np.full(columns, -1)
        self.column_of = np.full(rows, -1)

    def add(self, start: int) -> None:
        """Give one more row its column, moving others along the cheapest path of exchanges."""
        columns = len(self._row_of)
        reach, came_from = np.full(columns, np.inf), np.full(columns, -1)
        settled = np.zeros(columns, dtype=bool)
        row, column, gone = start, -1, 0.0
        while row >= 0:
            through = gone + self._cost[row] - self._row_price[row] - self._column_price
            nearer = ~settled & (through < reach)
            reach[nearer], came_from[nearer] = through[nearer], row
            column = int(np.argmin(np.where(settled, np.inf, reach)))
            gone, settled[column] = float(reach[column]), True
            row = int(self._row_of[column])
        self._reprice(start, settled, gone - reach, gone)
        self._exchange(start, column, came_from)

    def _reprice(self, start: int, settled: NDArray[np.bool_], spared: Matrix, gone: float) -> None:
        passed = settled & (self._row_of >= 0)
        self._row_price[start] += gone
        self._row_price[self._row_of[passed]] += spared[passed]
        self._column_price[settled] -= spared[settled]

    def _exchange(self, start: int, column: int, came_from: NDArray[np.int_]) -> None:
        row = -1
        while row != start:
            row = int(came_from[column])
            self._row_of[column] = row
            column, self.column_of[row] = int(self.column_of[row]), column
