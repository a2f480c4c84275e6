"""Where on the paper a task stands: a point on a page leads to the task its row is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.fonts import installed_fonts
from app.reports.placing import Layout, lay_out
from app.reports.setting import POINTS_PER_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.reports.grid import Grid


class Origins:
    """Finds the row of a return that a point lies in; the pages are laid out at the first look."""

    def __init__(self, grid: Grid, task_ids: Sequence[int]) -> None:
        self._grid = grid
        self._tasks = rows_of_tasks(grid, task_ids)
        self._layout: Layout | None = None

    def task_at(self, page: int, x: float, y: float) -> int | None:
        """The task whose row covers a point, None beside the rows.

        Args:
            page: counted from 0.
            x: points from the paper's left edge.
            y: points from the paper's top edge.
        """
        if self._layout is None:
            self._layout = lay_out(self._grid, installed_fonts().width)
        layout, margins = self._layout, self._grid.page.margins_of(page + 1)
        across = (x - margins.left * POINTS_PER_MM) / layout.scale - layout.indent
        down = (y - margins.top * POINTS_PER_MM) / layout.scale
        rows = [
            box.row
            for box in layout.pages[page]
            if box.row in self._tasks and box.y <= down <= box.y + box.height
            if box.x <= across <= box.x + box.width
        ]
        return self._tasks[rows[-1]] if rows else None


def rows_of_tasks(grid: Grid, task_ids: Sequence[int]) -> dict[int, int]:
    """The task of each row that prints one: below the head, without the group rows across."""
    head = grid.repeat_rows[1] if grid.repeat_rows else 0
    whole = len(grid.column_widths)
    across = {cell.row for cell in grid.cells if cell.column_span == whole and whole > 1}
    rows = sorted({cell.row for cell in grid.cells if cell.row > head} - across)
    return dict(zip(rows, task_ids, strict=False))
